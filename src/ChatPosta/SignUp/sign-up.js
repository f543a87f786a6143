const page = document.getElementById("register");
const find = (selector) => page.querySelector(selector);

function show(text) {
  const error = find("[data-error]");
  error.textContent = text;
  error.hidden = text === "";
}

/** The code stands in the fragment, so that no server log ever holds it; the address is cleared before anything else. */
function takeInvite() {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code === null && page.dataset.state !== "opening") return;
  history.replaceState(null, "", location.pathname);
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/register/invite";
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "code";
  field.value = code ?? "";
  form.append(field);
  document.body.append(form);
  form.submit();
}

/** Sends the pairing link without leaving the page, so that a mistyped one is still in its field beside the reason. */
async function pair(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  show("");
  button.disabled = true;
  try {
    const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (response.ok) {
      location.assign("/register");
      return;
    }
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const reason = answer.querySelector("[data-error]")?.textContent;
    if (![422, 429].includes(response.status) || !reason) {
      location.assign("/register");
      return;
    }
    show(reason);
    form.elements.pairing.setAttribute("aria-invalid", "true");
    form.elements.pairing.focus();
  } catch {
    show("Couldn't reach chat-posta. Check your connection, then try again.");
  }
  button.disabled = false;
}

takeInvite();
find('form[data-step="pairing"]')?.addEventListener("submit", pair);
addEventListener("hashchange", takeInvite);
