// Moves the read mark once rows were on screen for a second in a tab that is visible and has the focus. A stranger's are
// not marked: whether they were read is for the user to tell.
import { locksOn } from "./lock.js";
import { lastSeen } from "./scroll.js";

const DWELL = 1000;
let timer = 0;
const marked = new Map();

const isLookedAt = () => document.visibilityState === "visible" && document.hasFocus();

/** Call whenever what is on screen may have changed. */
export function watchReading() {
  clearTimeout(timer);
  const candidate = unmarked();
  if (candidate) timer = setTimeout(() => mark(candidate), DWELL);
}

function unmarked() {
  const box = document.getElementById("scroll");
  const { peer, request } = box?.closest("[data-peer]").dataset ?? {};
  const row = box && request === undefined && isLookedAt() ? lastSeen(box) : null;
  const rowId = Number(row?.dataset.row ?? 0);
  return rowId > (marked.get(peer) ?? 0) ? { peer, rowId } : null;
}

async function mark({ peer, rowId }) {
  if (unmarked()?.peer !== peer) return;
  marked.set(peer, rowId);
  const answer = await fetch(`/c/${encodeURIComponent(peer)}/read`, {
    method: "POST",
    headers: { "HX-Request": "true" },
    body: new URLSearchParams({ rowId }),
  }).catch(() => null);
  if (answer?.ok) return;
  marked.delete(peer);
  if (answer) locksOn(answer);
}

for (const event of ["focus", "blur", "resize"]) addEventListener(event, watchReading);
document.addEventListener("visibilitychange", watchReading);
document.addEventListener("scroll", watchReading, { capture: true, passive: true });
