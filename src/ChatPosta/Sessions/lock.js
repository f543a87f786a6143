// When the session of an open page ends, the page locks: an opaque dialog covers it, and whatever was being written stays
// where it is. The same passkey ceremony as at sign-in opens it again, in this tab and in the others.
import { explain, get, isSupported, post, word } from "./passkeys.js";

const channelName = "posta-session";
const dialog = document.getElementById("lock");
const find = (selector) => dialog.querySelector(selector);

let before = null;
let resume = () => {};
let channel = null;

export const isLocked = () => before !== null;

/** What to do when the page is open again. */
export function onUnlock(action) {
  resume = action;
}

/** An answer that says: the session has ended, and nobody signed out. The page locks. */
export function locksOn(answer) {
  if (answer.status !== 401 || !answer.headers.has("Session-Ended")) return false;
  lock();
  return true;
}

export function lock() {
  if (isLocked()) return;
  before = { title: document.title, focus: document.activeElement };
  document.title = `${dialog.dataset.title} · posta`;
  cover(true);
  find("[data-sign-in]").href = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
  show("");
  say("");
  dialog.showModal();
  find("h2").focus();
  channel = new BroadcastChannel(channelName);
  channel.onmessage = look;
}

/** A page that was served has a session: tabs that are locked may see whether it is theirs. */
export function announce() {
  const toAll = new BroadcastChannel(channelName);
  toAll.postMessage({});
  toAll.close();
}

/** Nothing behind the dialog can be read, found or reached: not by eye, by search in the page or by a screen reader. */
function cover(isCovered) {
  document.body.classList.toggle("is-locked", isCovered);
  for (const part of document.body.children) if (part !== dialog) part.inert = isCovered;
}

function unlock() {
  if (!isLocked()) return;
  channel.close();
  const { title, focus } = before;
  before = null;
  dialog.close();
  cover(false);
  document.title = title;
  focus?.focus({ preventScroll: true });
  resume();
}

/** Whose session is it now? Ours goes on; with somebody else's, this page is none of their business. */
async function look() {
  const answer = await fetch("/session", { cache: "no-store" }).catch(() => null);
  if (!isLocked() || !answer?.ok) return;
  const { user } = await answer.json();
  if (user === dialog.dataset.user) unlock();
  else location.assign("/");
}

async function pressed() {
  const button = find('[data-action="unlock"]');
  show("");
  button.disabled = true;
  say(word("waiting"));
  try {
    const { location: next } = await post("/login/finish", await get(await post("/login/options")));
    if (next === "/") {
      announce();
      await look();
    } else {
      // The passkey needs the unlock code beside it. That page announces itself to this one.
      find("[data-code]").hidden = false;
      find("[data-code] a").href = next;
      find("[data-code] a").focus();
    }
  } catch (failure) {
    show("answered" in failure ? failure.message : explain(failure));
  }
  say("");
  button.disabled = false;
}

function show(text) {
  const error = find("[data-error]");
  error.textContent = text;
  error.hidden = text === "";
}

function say(text) {
  find("[data-status]").textContent = text;
}

if (dialog) {
  find('[data-action="unlock"]').addEventListener("click", pressed);
  if (!isSupported()) find('[data-action="unlock"]').disabled = true;
  // Escape does not open it, however often it is pressed: a browser lets the second one through.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => isLocked() && dialog.showModal());
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status === 401 && detail.xhr.getResponseHeader("Session-Ended")) lock();
  });
}
