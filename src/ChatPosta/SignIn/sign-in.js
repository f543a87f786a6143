import { explain, get, isSupported, post } from "./passkeys.js";

const page = document.getElementById("login");
const button = page.querySelector('[data-action="sign-in"]');
const status = page.querySelector("[data-status]");
const error = page.querySelector("[data-error]");

function show(text) {
  error.textContent = text;
  error.hidden = text === "";
}

async function signIn() {
  const options = await post("/login/options");
  const answer = await get(options);
  status.textContent = "Opening your conversations…";
  const finished = await post("/login/finish", answer);
  const { next } = page.dataset;
  // Elsewhere than home: the passkey didn't unlock, and the unlock code is asked for first.
  location.assign(finished.location === "/" ? next : `${finished.location}?next=${encodeURIComponent(next)}`);
}

async function pressed() {
  show("");
  button.disabled = true;
  status.textContent = "Waiting for your passkey…";
  try {
    await signIn();
  } catch (failure) {
    status.textContent = "";
    show("answered" in failure ? failure.message : explain(failure));
    button.disabled = false;
  }
}

if (isSupported()) {
  button.addEventListener("click", pressed);
} else {
  button.disabled = true;
  show("This browser can't use passkeys. Open this page in a current Chrome, Edge, Safari or Firefox.");
}
