// Sends without ever taking the field away: it is empty at once for the next message, sends go out one after the
// other, and a refused text comes back with the key that it was sent under.
import { locksOn } from "./lock.js";
import { forgetDraft, isAllKept, keepDraft } from "./drafts.js";
import { replyIn, rowIn, showReply } from "./reply.js";
import { beginSend } from "./late.js";
import { toEnd } from "./scroll.js";
import { fill } from "./words.js";

/** action → the text in its field, kept while another conversation is open. */
const drafts = new Map();
/** action → messages that got no yes, oldest first, each still under its own key, so that sending one again is safe. */
const unsent = new Map();
const answerWithin = 40_000;
let sending = Promise.resolve();
let underway = 0;

const composer = () => document.querySelector("[data-composer]");
const keyOf = (form) => form.elements.namedItem("key");
const fieldOf = (form) => form.elements.namedItem("message");
/** What is said stands in the form; without one, there is nobody to say it to. */
const word = (name) => composer()?.dataset[name] ?? "";
const heldAt = (action) => unsent.get(action) ?? [];

function send(form) {
  const typed = { action: form.action, text: fieldOf(form).value, key: keyOf(form).value, reply: rowIn(form), quote: replyIn() };
  const held = heldAt(form.action);
  unsent.delete(form.action);
  // A message that came back into the field is the oldest; otherwise what is held goes first.
  const all = "refused" in form.dataset ? [typed, ...held] : [...held, typed];
  const messages = all.filter((message) => message.text.trim());
  if (messages.length === 0) return;
  const draftIsSettled = forgetDraft(form.action);
  write(form, "");
  showReply("");
  delete form.dataset.refused;
  keyOf(form).value = crypto.randomUUID();
  sending = sending.then(() => draftIsSettled);
  underway += messages.length;
  for (const message of messages) sending = sending.then(() => post(message)).then(() => { underway--; });
}

/** Never throws: a failure that got out would stop every message after it. */
async function post(message) {
  if (heldAt(message.action).length > 0 || isBack(message.action)) return hold(message);
  const swapIn = beginSend();
  try {
    const body = new URLSearchParams({ message: message.text, key: message.key, reply: message.reply });
    const answer = await fetch(message.action, {
      method: "POST", headers: { "HX-Request": "true" }, body, signal: AbortSignal.timeout(answerWithin),
    });
    const html = await answer.text();
    const isOurs = html.includes('id="composer-state"');
    if (answer.ok && isOurs) return show(message.action, html, swapIn);
    giveBack(message, isOurs ? reasonIn(html) : reasonOf(answer));
  } catch {
    giveBack(message, word("unreachable"));
  }
}

const reasonIn = (html) => new DOMParser().parseFromString(html, "text/html").getElementById("composer-problem")?.textContent ?? "";

function reasonOf(answer) {
  if (locksOn(answer)) return word("ended");
  if (answer.status === 401) return word("signedOut");
  if (answer.status === 413) return word("long");
  return word("failed");
}

/** Into the page, if that thread is still the open one. */
function show(action, html, swapIn) {
  if (composer()?.action !== action) return;
  swapIn("#composer-state", html);
  const box = document.getElementById("scroll");
  if (!document.getElementById("composer-problem").textContent) toEnd(box);
}

/** Back into the field, to be changed or sent again; held beside it where something else is being written already. */
function giveBack(message, reason) {
  const form = composer();
  if (form?.action !== message.action || fieldOf(form).value || heldAt(message.action).length > 0) hold(message);
  else putBack(form, message);
  complain(message.action, reason);
}

function putBack(form, message) {
  write(form, message.text);
  showReply(message.quote);
  keyOf(form).value = message.key;
  keepDraft(form.action, message.text);
  form.dataset.refused = "";
}

function hold(message) {
  unsent.set(message.action, [...heldAt(message.action), message]);
  complain(message.action, "");
}

const isBack = (action) => composer()?.action === action && "refused" in composer().dataset;

function complain(action, reason) {
  const problem = document.getElementById("composer-problem");
  if (!problem || composer()?.action !== action) return;
  const waiting = heldAt(action).map(({ text }) => fill(word("quoted"), text.length > 40 ? `${text.slice(0, 40)}…` : text));
  const first = reason || problem.dataset.reason || "";
  problem.dataset.reason = first;
  problem.textContent = waiting.length === 0 ? first : fill(word("held"), first, waiting.join(", "));
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
  keepDraft(form.action, target.value);
  fit(target);
  // Another text needs another key: the old one may stand for what the server already has.
  if (!("refused" in form.dataset)) return;
  delete form.dataset.refused;
  keyOf(form).value = crypto.randomUUID();
});
document.addEventListener("posta:leave", (event) => {
  if (isAllKept() && underway === 0 && [...unsent.values()].every((held) => held.length === 0)) return;
  event.preventDefault();
  if (composer()) complain(composer().action, word("unkept"));
});
document.addEventListener("htmx:load", () => {
  const form = composer();
  if (!form) return;
  // What this tab knows is newer than what came with the page.
  const draft = drafts.get(form.action);
  if (draft) return write(form, draft);
  if (fieldOf(form).value) return fit(fieldOf(form));
  const [oldest, ...rest] = heldAt(form.action);
  if (!oldest) return;
  unsent.set(form.action, rest);
  putBack(form, oldest);
  complain(form.action, word("stuck"));
});
