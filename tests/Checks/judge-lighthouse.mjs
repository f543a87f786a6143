// Lighthouse in the demo's own browser, so that it sees what somebody sees who is signed in.
import lighthouse from 'lighthouse';

const categories = ['accessibility', 'best-practices'];

/** Of a page that answers with another status than 200 it says nothing: the HTML checkers do. */
export async function lighthouseOf(demo, path) {
  const flags = { onlyCategories: categories, disableStorageReset: true, logLevel: 'error', formFactor: 'desktop', screenEmulation: { disabled: true }, throttlingMethod: 'provided' };
  const window = await demo.window();
  const { lhr } = await lighthouse(demo.address(path), flags, undefined, window);
  await window.close();
  if (lhr.runtimeError) return { scores: {}, missed: [`Lighthouse does not judge it: ${lhr.runtimeError.code}`] };

  const scores = Object.fromEntries(categories.map((name) => [name, Math.round(lhr.categories[name].score * 100)]));
  const audits = categories.flatMap((name) => lhr.categories[name].auditRefs).filter(({ weight }) => weight > 0).map(({ id }) => lhr.audits[id]);
  return { scores, missed: audits.filter(({ score }) => score !== null && score < 1).map(({ id, title }) => `Lighthouse ${id}: ${title}`) };
}
