// Sends what waits as soon as the user's server is back, and leaves alone what somebody is editing.
const again = 30_000;
let isLive = false;
let wasAway = false;

const waits = () => document.querySelector(".queue__item:not([data-refused])") !== null;

/** One tab does it for all. They hear of the outcome by themselves. */
const sendAll = () => navigator.locks.request("posta-queue", { ifAvailable: true }, (mine) =>
  mine && fetch("/queue/send", { method: "POST", headers: { "HX-Request": "true" } }).catch(() => {}));

const renew = () => document.body.dispatchEvent(new CustomEvent("posta:queue-changed"));

document.body.addEventListener("posta:state", ({ detail }) => {
  isLive = detail?.upstream === "live";
  if (isLive && (wasAway || waits())) sendAll();
  wasAway = !isLive;
});
/** The newest is the one that was just written. */
document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  const queue = elt.closest("#queue");
  if (queue) queue.scrollTop = queue.scrollHeight;
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target?.id !== "queue" || detail.requestConfig?.verb !== "get") return;
  if (detail.target.querySelector("details[open]")) detail.shouldSwap = false;
});
/** What was kept back while somebody was editing. */
document.addEventListener("toggle", ({ target }) => target.closest("#queue") && !target.open && renew(), { capture: true });
// The server may be there and yet take nothing for a while.
setInterval(() => isLive && waits() && sendAll(), again);
