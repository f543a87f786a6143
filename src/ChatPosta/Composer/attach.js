// A picture is chosen, pasted or dropped, shown, and sent when its owner says so. The form works without this, too.
import { locksOn } from "./lock.js";
import { beginSend } from "./late.js";
import { toEnd } from "./scroll.js";

const most = 10 * 1024 * 1024;
const form = () => document.querySelector("[data-attach]");
const part = (selector) => form().querySelector(selector);
const word = (name) => form()?.dataset[name] ?? "";
const field = (name) => form().elements.namedItem(name);
let sending = null;

function say(problem) {
  part("#attach-problem").textContent = problem;
  if (problem) part("details").open = true;
}

/** Shows what was chosen; what cannot be sent is refused at once. */
function choose(files) {
  const file = files[0];
  if (!file) return;
  if (!file.type.startsWith("image/")) return say(word("kind"));
  if (file.size > most) return say(word("large"));
  say("");
  field("picture").files = files;
  part("details").open = true;
  preview(file);
  field("alt").focus();
}

function preview(file) {
  const reader = new FileReader();
  const picture = part("[data-preview]");
  reader.addEventListener("load", () => {
    picture.src = reader.result;
    picture.hidden = false;
  });
  reader.readAsDataURL(file);
}

function close() {
  part("[data-preview]").hidden = true;
  part("[data-preview]").removeAttribute("src");
  part("[data-progress]").hidden = true;
  part("details").open = false;
  say("");
}

/** A request of the older kind: only that tells how much has gone out. */
function send(sent) {
  if (sending || field("picture").files.length === 0) return sending || say(word("none"));
  const progress = part("[data-progress]");
  progress.hidden = false;
  progress.removeAttribute("value");
  const swapIn = beginSend();
  sending = new XMLHttpRequest();
  sending.upload.addEventListener("progress", ({ loaded, total }) => { progress.value = loaded / total; });
  sending.addEventListener("loadend", ({ target }) => {
    sending = null;
    progress.hidden = true;
    finish(sent.action, target, swapIn);
  });
  sending.open("POST", sent.action);
  sending.setRequestHeader("HX-Request", "true");
  sending.send(new FormData(sent));
}

function finish(action, answer, swapIn) {
  const isOurs = answer.responseText.includes('id="attach-state"');
  const problem = isOurs ? "" : reasonOf(answer);
  if (form()?.action !== action) return answer.status === 200 || complainElsewhere();
  if (!isOurs) return problem && say(problem);
  swapIn("#attach-state", answer.responseText);
  if (answer.status !== 200) return;
  form().reset();
  toEnd(document.getElementById("scroll"));
}

function reasonOf(answer) {
  if (locksOn({ status: answer.status, headers: { has: (name) => answer.getResponseHeader(name) !== null } })) return word("ended");
  if (answer.status === 413) return word("large");
  return word("failed");
}

/** Another conversation is open by now. */
function complainElsewhere() {
  const line = document.getElementById("composer-problem");
  if (line) line.textContent = word("elsewhere");
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-attach]")) return;
  event.preventDefault();
  send(event.target);
});
document.addEventListener("reset", ({ target }) => {
  if (!target.matches("[data-attach]")) return;
  sending?.abort();
  close();
});
document.addEventListener("change", ({ target }) => target.id === "picture" && choose(target.files));
document.addEventListener("click", ({ target }) => {
  const summary = target.closest("[data-attach] summary");
  // Whoever opens it means to choose one; whoever closes it does not.
  if (summary && !summary.parentElement.open && field("picture").files.length === 0) field("picture").click();
});
document.addEventListener("paste", (event) => {
  if (!form() || ![...event.clipboardData.files].some((file) => file.type.startsWith("image/"))) return;
  event.preventDefault();
  choose(event.clipboardData.files);
});
document.addEventListener("dragover", (event) => form() && event.dataTransfer.types.includes("Files") && event.preventDefault());
document.addEventListener("drop", (event) => {
  if (!form() || event.dataTransfer.files.length === 0) return;
  event.preventDefault();
  choose(event.dataTransfer.files);
});
