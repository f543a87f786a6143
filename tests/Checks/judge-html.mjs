// What two checkers say about a page's HTML, as it came from the server.
import { spawn } from 'node:child_process';
import { HtmlValidate, FileSystemConfigLoader } from 'html-validate';
import vnu from 'vnu-jar';

const validator = new HtmlValidate(new FileSystemConfigLoader());

export async function htmlProblems(html) {
  const report = await validator.validateString(html, 'page.html');
  return report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `html-validate ${line}:${column} ${ruleId}: ${message}`));
}

/** Warnings count, too. Mere information does not: it says that the slash of a void element has no effect. */
export async function nuProblems(html) {
  const { messages } = JSON.parse(await run('java', ['-jar', vnu, '--format', 'json', '--stdout', '--exit-zero-always', '-'], html));
  return messages.filter(({ type, subType }) => type !== 'info' || subType === 'warning').map(({ lastLine, lastColumn, message, subType, type }) => `Nu ${lastLine}:${lastColumn} ${subType ?? type}: ${message}`);
}

function run(command, args, input) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (text) => { output += text; });
    child.on('error', failed);
    child.on('close', () => done(output));
    child.stdin.end(input);
  });
}
