// Making a passkey, in sign-up and in settings. Two presses, because Safari allows one ceremony a press; the second proves
// that the passkey gives the same key again.

import { create, explain, forget, get, isSupported, post, word } from "./passkeys.js";

function enrol(root) {
  const path = root.dataset.enrol;
  const button = (action) => root.querySelector(`[data-action="${action}"]`);
  let made = null;

  function show(text) {
    const error = root.querySelector("[data-error]");
    error.textContent = text;
    error.hidden = text === "";
  }

  function say(text) {
    root.querySelector("[data-status]").textContent = text;
  }

  function turn(isConfirming) {
    button("create").hidden = isConfirming;
    button("confirm").hidden = !isConfirming;
    button(isConfirming ? "confirm" : "create").focus();
  }

  async function fail(failure) {
    say("");
    show("answered" in failure ? failure.message : explain(failure));
    // Only where the server says that no account has it: an answer that was lost may have opened one.
    if (!failure.forget || !made) return;
    await forget(made.rpId, made.id);
    made = null;
    turn(false);
  }

  const on = (action, step) => button(action)?.addEventListener("click", async ({ currentTarget: pressed }) => {
    show("");
    pressed.disabled = true;
    say(word("waiting"));
    try {
      await step();
    } catch (failure) {
      await fail(failure);
    }
    pressed.disabled = false;
  });

  async function confirm(options) {
    const answer = await get(options);
    say(word("moment"));
    const { location: next } = await post(`${path}/confirmed`, answer);
    location.assign(next);
  }

  on("create", async () => {
    const options = await post(`${path}/options`);
    const answer = await create(options);
    made = { rpId: options.rp.id, id: answer.credential.id };
    const next = await post(`${path}/created`, answer);
    if (next.location) return location.assign(next.location);
    made.options = next;
    say(word("made"));
    turn(true);
  });
  on("confirm", () => confirm(made.options));
  on("prove", async () => confirm(await post(`${path}/again`)));

  if (isSupported()) return;
  for (const pressed of root.querySelectorAll("button")) pressed.disabled = true;
  show(word("unsupported"));
}

/** Another passkey is to be tried: the device need not keep this one. */
async function dropped(event) {
  const form = event.target;
  if (!form.matches("form[data-forget]") || event.defaultPrevented) return;
  event.preventDefault();
  await forget(form.dataset.rpId, form.dataset.forget);
  form.submit();
}

for (const root of document.querySelectorAll("[data-enrol]")) enrol(root);
document.addEventListener("submit", dropped);
