// Keeps what is being written on the server, sealed, so that it is there after a reload and on another device.
import { locksOn } from "./lock.js";

const pause = 800;
/** action → text that the server does not have yet. */
const unsaved = new Map();
let timer = 0;

export function keepDraft(action, text) {
  unsaved.set(action, text);
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}

/** It is on its way as a message: the server forgets it by itself, and nothing late may bring it back. */
export const forgetDraft = (action) => unsaved.delete(action);

async function save() {
  for (const [action, text] of unsaved) {
    unsaved.delete(action);
    const answer = await fetch(action.replace(/messages$/, "draft"), {
      method: "POST", headers: { "HX-Request": "true" }, body: new URLSearchParams({ text }), keepalive: text.length < 50_000,
    }).catch(() => null);
    if (answer && locksOn(answer)) return;
    if (!answer?.ok && !unsaved.has(action)) unsaved.set(action, text);
  }
}

document.addEventListener("visibilitychange", () => document.hidden && save());
addEventListener("pagehide", save);
