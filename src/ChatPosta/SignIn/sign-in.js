import { explain, get, isSupported, post, word } from "./passkeys.js";

// The server takes an answer within five minutes of the question.
const askAgainAfter = 4 * 60 * 1000;

// A browser or password manager that chooses by itself would offer the same wrong one for ever.
const mostRefusals = 3;

const page = document.getElementById("login");
const button = page.querySelector('[data-action="sign-in"]');
const status = page.querySelector("[data-status]");
const error = page.querySelector("[data-error]");
const list = page.querySelector("[data-list]");

let question = null;
let offer = null;
let refusals = 0;

function show(text) {
  error.textContent = text;
  error.hidden = text === "";
}

/** List and button share one question, since the server remembers one a browser. */
async function ask() {
  if (!question || performance.now() - question.at > askAgainAfter) question = { options: await post("/login/options"), at: performance.now() };
  return question.options;
}

async function finish(answer) {
  status.textContent = page.dataset.opening;
  // Answered, whatever comes of it.
  question = null;
  const finished = await post("/login/finish", answer);
  const { next } = page.dataset;
  // Elsewhere than home: the passkey didn't unlock, and the unlock code is asked for first.
  location.assign(finished.location === "/" ? next : `${finished.location}?next=${encodeURIComponent(next)}`);
}

function fail(failure) {
  status.textContent = "";
  show("answered" in failure ? failure.message : explain(failure));
}

/** The browser lists the passkeys at the field, and goes on waiting while the person does something else. */
async function startOffer() {
  const started = { stop: new AbortController(), ended: Promise.resolve() };
  offer = started;
  const answer = await choice(started);
  if (offer !== started) return;
  offer = null;
  if (!answer) return;
  show("");
  try {
    await finish(answer);
  } catch (failure) {
    fail(failure);
    refusals += 1;
    if (refusals < mostRefusals) startOffer();
    else list.hidden = true;
  }
}

/** Null when it was stopped, or when the browser has something against it: the button is there. */
async function choice(started) {
  try {
    const chosen = get(await ask(), { mediation: "conditional", signal: started.stop.signal });
    started.ended = chosen.catch(() => {});
    return await chosen;
  } catch {
    return null;
  }
}

/** One ceremony at a time: the list ends before the button begins. */
async function stopOffer() {
  const stopped = offer;
  offer = null;
  stopped?.stop.abort();
  await stopped?.ended;
}

async function pressed() {
  const hasList = offer !== null;
  show("");
  button.disabled = true;
  status.textContent = word("waiting");
  try {
    await stopOffer();
    await finish(await get(await ask()));
  } catch (failure) {
    fail(failure);
    button.disabled = false;
    if (hasList) startOffer();
  }
}

async function offerList() {
  if (!(await window.PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  list.hidden = false;
  startOffer();
  setInterval(async () => {
    if (!offer || button.disabled) return;
    await stopOffer();
    startOffer();
  }, askAgainAfter);
}

if (isSupported()) {
  button.addEventListener("click", pressed);
  offerList();
} else {
  button.disabled = true;
  show(page.dataset.unsupported);
}
