// Keeps what is being written on the server, sealed, so that it is there after a reload and on another device.
import { locksOn } from "./lock.js";

const pause = 800;
const pauseAfterFailure = 15_000;
const answerWithin = 5_000;
/** Browsers carry so much beyond the end of a page, and refuse the request when it is more. */
const mostCarried = 60_000;
/** action → { text } that the server does not have yet. */
const unsaved = new Map();
let underway = Promise.resolve();
let timer = 0;

export function keepDraft(action, text) {
  unsaved.set(action, { text });
  saveIn(pause);
}

/**
 * It is about to go out as a message, and the server forgets the draft then by itself. What is underway has to arrive before
 * that, or it would bring the text back: wait for the promise.
 */
export function forgetDraft(action) {
  unsaved.delete(action);
  return underway;
}

export const isAllKept = () => unsaved.size === 0;

function saveIn(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(() => { underway = underway.then(save); }, milliseconds);
}

const save = () => Promise.all([...unsaved].map(([action, draft]) => put(action, draft)));

/** Never throws: whoever sends waits for it. */
async function put(action, draft) {
  const body = new URLSearchParams({ text: draft.text });
  const answer = await fetch(action.replace(/messages$/, "draft"), {
    method: "POST", headers: { "HX-Request": "true" }, body,
    keepalive: body.toString().length < mostCarried, signal: AbortSignal.timeout(answerWithin),
  }).catch(() => null);
  if (answer && locksOn(answer)) return;
  // Written on meanwhile, or sent.
  if (unsaved.get(action) !== draft) return;
  const isWorthAnother = !answer || answer.status === 429 || answer.status >= 500;
  if (isWorthAnother) saveIn(pauseAfterFailure);
  else unsaved.delete(action);
}

/** The page may be gone in a moment, so nothing waits. */
function saveNow() {
  underway = Promise.all([underway, save()]);
}

document.addEventListener("visibilitychange", () => document.hidden && saveNow());
addEventListener("pagehide", saveNow);
