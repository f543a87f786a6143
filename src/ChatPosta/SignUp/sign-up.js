import { keepsTyped } from "./kept-form.js";
import { create, explain, forget, get, isSupported, post } from "./passkeys.js";

const page = document.getElementById("register");
const find = (selector) => page.querySelector(selector);

function show(text) {
  const error = find("[data-error]");
  error.textContent = text;
  error.hidden = text === "";
}

function say(text) {
  const status = find("[data-status]");
  if (status) status.textContent = text;
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

/** Two presses, because Safari allows one ceremony a press; the second proves that the passkey gives the same key again. */
function passkeySteps() {
  const createButton = find('[data-action="create"]');
  const confirmButton = find('[data-action="confirm"]');
  let made = null;

  function turn(isConfirming) {
    createButton.hidden = isConfirming;
    confirmButton.hidden = !isConfirming;
    (isConfirming ? confirmButton : createButton).focus();
  }

  async function press(button, step) {
    show("");
    button.disabled = true;
    say("Waiting for your passkey…");
    try {
      await step();
    } catch (failure) {
      say("");
      show("answered" in failure ? failure.message : explain(failure));
      // Only where the server says that no account has it: an answer that was lost may have opened one.
      if (failure.forget && made) {
        await forget(made.rpId, made.id);
        made = null;
        turn(false);
      }
    }
    button.disabled = false;
  }

  createButton.addEventListener("click", () => press(createButton, async () => {
    const options = await post("/register/passkey/options");
    const answer = await create(options);
    made = { rpId: options.rp.id, id: answer.credential.id };
    made.options = await post("/register/passkey/created", answer);
    say("Your passkey is made. Press once more to prove that it works.");
    turn(true);
  }));

  confirmButton.addEventListener("click", () => press(confirmButton, async () => {
    const answer = await get(made.options);
    say("Opening your account…");
    const { location: next } = await post("/register/passkey/confirmed", answer);
    location.assign(next);
  }));

  if (isSupported()) return;
  createButton.disabled = true;
  show("This browser can't use passkeys. Your invite is still good: open its link in a current Chrome, Edge, Safari or Firefox.");
}

takeInvite();
page.querySelectorAll("form[data-kept]").forEach(keepsTyped);
page.querySelector("#pairing")?.focus();
if (find('[data-action="create"]')) passkeySteps();
addEventListener("hashchange", takeInvite);
