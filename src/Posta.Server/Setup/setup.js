import { guess } from "./device.js";
import { encode, path } from "./qr.js";

const PATIENCE = 20000;
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const find = (id) => document.getElementById(id);

let invite = null;
let isBusy = false;
/** A redemption whose answer never came may have been carried out. */
let mayBeUsed = false;
/** There is a token on the screen that has not been copied. */
let isLeavingWarned = false;

function show(state) {
  for (const section of document.querySelectorAll("[data-state]")) section.hidden = section.dataset.state !== state;
  const heading = document.querySelector(`[data-state="${state}"] h1`);
  document.title = heading.textContent;
  heading.focus();
}

function fill(name, text) {
  for (const place of document.querySelectorAll(`[data-${name}]`)) place.textContent = text;
}

/** The status, the JSON and the wait that was asked for; status 0 when no answer came. */
async function ask(question, body) {
  try {
    const response = await fetch(`/api/v1/invite/${question}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { status: response.status, wait: Number(response.headers.get("Retry-After")), json: await response.json() };
  } catch {
    return { status: 0, wait: 0, json: {} };
  }
}

function explain({ status, wait, json }) {
  if (status === 0) return "Couldn’t reach the server. Check your connection, then try again.";
  if (status === 429) return `Too many attempts from your network. Wait ${wait > 1 ? `${wait} seconds` : "a second"}, then try again.`;
  if (json.error === "too-long") return "This name is too long. Choose a shorter one.";
  if (status === 400 && json.message) return json.message;
  return "The server has a problem of its own. Try again in a moment.";
}

/** The invite is taken out of the address before anything else: addresses end up in histories and on other people's screens. */
function begin() {
  const code = new URLSearchParams(location.hash.slice(1)).get("invite");
  history.replaceState(null, "", location.pathname);
  // A second link opened in this tab must not push a token off the screen.
  if (isBusy || isLeavingWarned || (code === null && invite !== null)) return;
  invite = code;
  mayBeUsed = false;
  if (invite) look();
  else show("missing");
}

async function look() {
  show("checking");
  isBusy = true;
  const answer = await ask("info", { invite });
  isBusy = false;
  if (answer.status === 200) return offer(answer.json);
  if (answer.status === 410) return show("gone");
  find("reason").textContent = explain(answer);
  show("stuck");
}

function offer({ identity, deviceName, expiresAt }) {
  fill("identity", identity);
  fill("initial", identity[0].toUpperCase());
  find("expires").dateTime = expiresAt;
  find("expires").textContent = moment.format(new Date(expiresAt));
  find("name").value = deviceName || guess(navigator.userAgent, navigator.maxTouchPoints);
  refuse("");
  show("form");
}

function refuse(reason, isAboutName = false) {
  find("problem").textContent = reason;
  if (isAboutName) find("name").setAttribute("aria-invalid", "true");
  else find("name").removeAttribute("aria-invalid");
}

/** One press is one redemption: the second of two is not even looked at. */
async function connect(event) {
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  find("connect").setAttribute("aria-busy", "true");
  refuse("");
  const deviceName = find("name").value;
  const answer = await ask("redeem", { invite, deviceName });
  find("connect").removeAttribute("aria-busy");
  isBusy = false;
  if (answer.status === 200) return hand(answer.json);
  if (answer.status === 410) return turnAway(deviceName);
  mayBeUsed ||= answer.status === 0 || answer.status >= 500;
  refuse(explain(answer), answer.status === 400);
  find("name").focus();
}

function turnAway(deviceName) {
  fill("device", deviceName);
  find("lost").hidden = !mayBeUsed;
  show("gone");
}

/** The token goes from the answer to the screen; nothing keeps it, and no address of ours ever holds it. */
function hand({ token, identity, deviceName }) {
  const link = `posta+v1://${identity.split("/")[0]}#token=${token}`;
  fill("device", deviceName);
  fill("identity", identity);
  find("link").textContent = link;
  find("token").textContent = token;
  find("app").href = `posta://pair?token=${token}&url=${encodeURIComponent(`https://${identity}`)}`;
  draw(link);
  warnAtLeaving(true);
  show("done");
}

function draw(text) {
  const rows = encode(text);
  const quiet = 4;
  const edge = rows.length + 2 * quiet;
  find("qr").setAttribute("viewBox", `${-quiet} ${-quiet} ${edge} ${edge}`);
  find("qr").firstElementChild.setAttribute("d", path(rows));
}

const hold = (event) => event.preventDefault();

function warnAtLeaving(isWanted) {
  isLeavingWarned = isWanted;
  if (isWanted) addEventListener("beforeunload", hold);
  else removeEventListener("beforeunload", hold);
}

async function copy(button) {
  const secret = find(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(secret.textContent);
    copied();
  } catch {
    getSelection().selectAllChildren(secret);
    find("copied").textContent = "Your browser doesn’t let this page copy. It is selected: copy it with Ctrl+C, or press and hold.";
  }
}

function copied() {
  if (!isLeavingWarned) return;
  warnAtLeaving(false);
  find("copied").textContent = "Copied. Paste it where it belongs before you close this page.";
}

/** A browser takes the way into an app for leaving the page, which it is not. */
function openApp() {
  if (!isLeavingWarned) return;
  removeEventListener("beforeunload", hold);
  setTimeout(() => isLeavingWarned && addEventListener("beforeunload", hold), 1000);
}

find("form").addEventListener("submit", connect);
find("again").addEventListener("click", look);
find("app").addEventListener("click", openApp);
for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copy(button));
document.addEventListener("copy", () => getSelection().toString().includes(find("token").textContent) && copied());
addEventListener("hashchange", begin);
begin();
