// Sends what waits as soon as the user's server is back, and leaves alone what somebody is editing.
const again = 30_000;
let isLive = false;
let wasAway = false;

const waits = () => document.querySelector(".queue__item") !== null;

/** The answer is the list as it is then; other tabs hear of it by themselves. */
const sendAll = () => fetch("/queue/send", { method: "POST", headers: { "HX-Request": "true" } }).catch(() => {});

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
// The server may be there and yet take nothing for a while.
setInterval(() => isLive && waits() && sendAll(), again);
