// Puts what is answered above the field, and takes it away again. Without scripts both are links.
import { locksOn } from "./lock.js";

const box = () => document.getElementById("composer-reply");
const field = () => document.getElementById("message");

/** What stands there, to be put back with a text that was refused; "" for none. */
export const replyIn = () => (box()?.firstElementChild ? box().outerHTML : "");

/** The row that is answered, or "". */
export const rowIn = (form) => form.elements.namedItem("reply")?.value ?? "";

export function showReply(html) {
  if (html) htmx.swap(box(), html, { swapStyle: "outerHTML" });
  else box()?.replaceChildren();
}

let asked = null;

async function answer(link) {
  const thread = field().form.action;
  const rows = new URL(link.href).pathname;
  asked = link;
  const answered = await fetch(`${rows}/reply/${link.dataset.reply}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (answered && locksOn(answered)) return;
  const reply = answered?.ok ? await answered.text() : "";
  // Something else was chosen since, or another conversation.
  if (asked !== link || field()?.form.action !== thread) return;
  if (reply) showReply(reply);
  else document.getElementById("composer-problem").textContent = field().form.dataset.unanswerable;
  field().focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-reply], [data-unreply]");
  // Where this page has no field, the link leads to one that has.
  if (!link || !field() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if ("reply" in link.dataset) return void answer(link);
  showReply("");
  field().focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target === field() && !event.isComposing) showReply("");
});
