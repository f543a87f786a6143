// A click goes to what was under the pointer when it went down and when it came up. A list that is renewed in between
// would swallow it, so it waits for the hand, and is then fetched anew.

let isPressed = false;
let isLate = false;

function released() {
  isPressed = false;
  if (isLate) document.body.dispatchEvent(new CustomEvent("posta:contact-changed"));
  isLate = false;
}

document.addEventListener("pointerdown", ({ target }) => { isPressed = target.closest("#conversations") !== null; });
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, released);
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target?.id !== "conversations") return;
  // It says which conversation is open, and names its peer: another one may have been opened since it was asked for.
  const isElsewhere = new URL(detail.requestConfig.headers["HX-Current-URL"]).pathname !== location.pathname;
  if (!isPressed && !isElsewhere) return;
  detail.shouldSwap = false;
  isLate = true;
  if (!isPressed) released();
});

// The server tells of it, too; but a tab whose stream is away shall not go on showing what has just been settled.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && detail.requestConfig.elt.matches("form[data-contact]")) document.body.dispatchEvent(new CustomEvent("posta:contact-changed"));
});
