// Sends without ever taking the field away: it is empty at once for the next message, sends go out one after the
// other, and a refused text comes back with the key that it was sent under.
import { toEnd } from "./scroll.js";

const drafts = new Map();
let sending = Promise.resolve();

const composer = () => document.querySelector("[data-composer]");
const keyOf = (form) => form.elements.namedItem("key");
const fieldOf = (form) => form.elements.namedItem("message");

function send(form) {
  const values = new URLSearchParams(new FormData(form));
  if (!values.get("message").trim()) return;
  write(form, "");
  keyOf(form).value = crypto.randomUUID();
  const action = form.action;
  sending = sending.then(() => post(action, values));
}

async function post(action, values) {
  const answer = await fetch(action, { method: "POST", headers: { "HX-Request": "true" }, body: values }).catch(() => null);
  const leave = answer?.headers.get("HX-Redirect");
  if (leave) return location.assign(leave);
  const html = answer ? await answer.text() : "";
  if (!html.includes('id="composer-state"')) return giveBack(action, values, () => complain(`${reasonOf(answer)} Your text is still here.`));
  if (answer.ok) return show(action, html);
  giveBack(action, values, () => show(action, html));
}

function reasonOf(answer) {
  if (!answer) return "chat-posta could not be reached.";
  return answer.status === 413 ? "This is too long for one message." : "chat-posta could not send this. Try again in a moment.";
}

/** Into the page, if that thread is still the open one. */
function show(action, html) {
  if (composer()?.action !== action) return;
  htmx.swap("#composer-state", html, { swapStyle: "outerHTML" });
  const box = document.getElementById("scroll");
  if (!document.getElementById("composer-problem").textContent) toEnd(box);
}

function complain(reason) {
  const problem = document.getElementById("composer-problem");
  if (problem) problem.textContent = reason;
}

function giveBack(action, values, explain) {
  const text = values.get("message");
  const form = composer();
  if (form?.action !== action) return drafts.set(action, [text, drafts.get(action)].filter(Boolean).join("\n"));
  const typed = fieldOf(form).value;
  explain();
  write(form, [text, typed].filter(Boolean).join("\n"));
  keyOf(form).value = typed ? crypto.randomUUID() : values.get("key");
  form.dataset.refused = "";
}

function write(form, text) {
  const field = fieldOf(form);
  field.value = text;
  drafts.set(form.action, text);
  fit(field);
}

/** Browsers without field-sizing: grow by hand. */
function fit(field) {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-composer]")) return;
  event.preventDefault();
  send(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.target.id !== "message" || event.key !== "Enter" || event.shiftKey) return;
  // An input method's Enter picks a word; Safari reports it as 229 after composition has ended.
  if (event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
document.addEventListener("input", ({ target }) => {
  if (target.id !== "message") return;
  const form = target.form;
  drafts.set(form.action, target.value);
  fit(target);
  // Another text needs another key: the old one may stand for what the server already has.
  if (!("refused" in form.dataset)) return;
  delete form.dataset.refused;
  keyOf(form).value = crypto.randomUUID();
});
document.addEventListener("htmx:load", () => {
  const form = composer();
  const draft = form && drafts.get(form.action);
  if (draft && !fieldOf(form).value) write(form, draft);
});
