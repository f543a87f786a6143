// Forms with data-fresh="seconds" do what needs a passkey of the last five minutes. When the seconds that the page was
// given are over, the passkey is asked for first and the form sent then. The server decides by its own clock all the same.

import { explain, get, isSupported, post, word } from "./passkeys.js";

// On the way to the server some of the time is lost, and a form that comes too late has to be filled in again.
const margin = 10;

let shownAt = performance.now();
let seconds = null;

const left = (form) => (seconds ?? Number(form.dataset.fresh)) - (performance.now() - shownAt) / 1000;

function say(form, role, className, text) {
  let line = form.querySelector(`[data-gate="${role}"]`);
  if (!line) {
    line = document.createElement("p");
    line.dataset.gate = role;
    line.setAttribute("role", role);
    line.className = className;
    form.append(line);
  }
  line.textContent = text;
  line.hidden = text === "";
}

async function assert(form) {
  say(form, "alert", "error", "");
  say(form, "status", "hint", word("waiting"));
  try {
    const answer = await get(await post("/session/assert/options"));
    seconds = (await post("/session/assert/finish", answer)).seconds;
    shownAt = performance.now();
    return true;
  } catch (failure) {
    say(form, "alert", "error", "answered" in failure ? failure.message : explain(failure));
    return false;
  } finally {
    say(form, "status", "hint", "");
  }
}

async function submitted(event) {
  const form = event.target;
  if (!form.matches("form[data-fresh]") || event.defaultPrevented || left(form) > margin || !isSupported()) return;

  event.preventDefault();
  if (form.hasAttribute("aria-busy")) return;

  form.setAttribute("aria-busy", "true");
  const isThere = await assert(form);
  form.removeAttribute("aria-busy");
  if (isThere) form.requestSubmit(event.submitter);
}

document.addEventListener("submit", submitted);
