// Judges every page of a running demo: html-validate and the Nu checker for its HTML, Lighthouse for accessibility and best
// practices. See README.md. Ends with 1 when a page has an error or a score below the bar.
import { Demo } from './demo.mjs';
import { lighthouseOf } from './judge-lighthouse.mjs';
import { htmlProblems, nuProblems } from './judge-html.mjs';

const signedOut = ['/login', '/login/code', '/register', '/offline', '/login?lang=nb', '/offline?lang=nb'];
const signedIn = [
  '/', '/new', '/search', '/search?q=fjord', '/search?q=nothing-like-it', '/share?title=The%20fjord&url=https%3A%2F%2Fnews.example%2F',
  '/requests', '/settings', '/settings/passkeys', '/settings/passkeys/add', '/settings/sessions', '/settings/server', '/settings/activity',
  '/settings/data', '/settings/keyboard', '/no-such-page',
];

const bar = 95;
const demo = await Demo.start(process.argv[2]);
let failures = 0;

try {
  for (const path of signedOut) await judge(path);
  await demo.signUp();
  const ofThread = ['', '?reply=1', '?unread=1', '?lang=nb', '/messages/1', '/messages/1?lang=nb', '/queue'].map((rest) => demo.thread + rest);
  for (const path of [...signedIn, '/settings?lang=nb', ...ofThread]) await judge(path);
} finally {
  await demo.stop();
}

console.log(failures === 0 ? 'All pages hold.' : `${failures} pages do not hold.`);
process.exitCode = failures === 0 ? 0 : 1;

async function judge(path) {
  const html = await demo.html(path);
  const problems = [...await htmlProblems(html), ...await nuProblems(html)];
  const { scores, missed } = await lighthouseOf(demo, path);
  const isBelow = Object.values(scores).some((score) => score < bar);
  if (problems.length > 0 || isBelow) failures++;
  console.log(`${problems.length > 0 || isBelow ? 'FAIL' : 'ok  '} ${path}  ${Object.entries(scores).map(([name, score]) => `${name} ${score}`).join(', ')}`);
  for (const line of [...problems, ...missed]) console.log(`       ${line}`);
}
