// A form with one secret field. The server never writes a secret back into a page, so the form is sent without leaving the
// page: what was mistyped is still in its field, beside the reason.

/** 422 and 429 come back with the reason in [data-error]; a redirect is where to go on; anything else is shown as the page that it is. */
export function keepsTyped(form) {
  const button = form.querySelector("button[type=submit]");
  const field = form.querySelector("input[name]");
  const error = form.querySelector("[data-error]");

  function show(text) {
    error.textContent = text;
    error.hidden = text === "";
    field.setAttribute("aria-invalid", String(text !== ""));
  }

  async function send() {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (answer.redirected && answer.ok) return location.assign(answer.url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const reason = page.querySelector(`form[action="${form.getAttribute("action")}"] [data-error]`)?.textContent;
    if ([422, 429].includes(answer.status) && reason) {
      show(reason);
      field.focus();
      return;
    }
    // Timed out, signed out, refused: the browser shows what the server says to a plain form.
    form.submit();
  }

  // On the document, after passkey-gate.js: what waits for a passkey is not sent yet.
  document.addEventListener("submit", async (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    event.preventDefault();
    show("");
    button.disabled = true;
    await send().catch(() => show(error.dataset.unreachable));
    button.disabled = false;
  });
}
