// What to call a device that nobody has named: "Firefox on Linux".

/** Order matters: each later name also stands in the earlier ones' user agents. */
const BROWSERS = [["Edg", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["FxiOS/", "Firefox"], ["CriOS/", "Chrome"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]];
const SYSTEMS = [["iPhone", "iPhone"], ["iPad", "iPad"], ["Android", "Android"], ["CrOS", "Chromebook"], ["Windows", "Windows"], ["Mac OS X", "Mac"], ["Linux", "Linux"]];

export function guess(agent, touchPoints) {
  const name = (known) => known.find(([token]) => agent.includes(token))?.[1];
  const browser = name(BROWSERS);
  const system = name(SYSTEMS);
  // An iPad asks for desktop pages under the name of a Mac, but no Mac has a touch screen.
  const truth = system === "Mac" && touchPoints > 1 ? "iPad" : system;
  return browser && truth ? `${browser} on ${truth}` : truth ?? browser ?? "";
}
