// The answer to a send brings rows and the queue along. What was fetched while it was on its way may be newer than that.
let updates = 0;

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.requestConfig?.elt.matches("#rows, #queue")) updates++;
});

/** Call when something is sent; the result puts its answer in the place of an element, and fetches anew what came in between. */
export function beginSend() {
  const before = updates;
  return (selector, html) => {
    const isLate = updates !== before;
    htmx.swap(selector, html, { swapStyle: "outerHTML" });
    if (isLate) document.body.dispatchEvent(new CustomEvent("posta:resync"));
  };
}
