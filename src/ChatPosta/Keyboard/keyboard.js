// What the keyboard does on every page of conversations, and its help. KeyCommand.cs lists it; Enter is the composer's.

/** Kept by the browser, not the account: it is about this keyboard. */
const singleKeysOff = "single-keys-off";
const help = document.getElementById("keys");

const commands = { "?": () => help.showModal(), "/": search };
const withAlt = { ArrowUp: () => openNeighbour(-1), ArrowDown: () => openNeighbour(1) };

function search() {
  const field = document.getElementById("q");
  if (field) field.focus();
  else document.querySelector('a[href="/search"]')?.click();
}

function openNeighbour(step) {
  const links = [...document.querySelectorAll("#conversations .conversation")];
  const open = links.findIndex((link) => link.getAttribute("aria-current") === "page");
  const next = open < 0 ? (step > 0 ? 0 : links.length - 1) : open + step;
  links[next]?.click();
}

const isWriting = (element) => element.closest("input:not([type=checkbox]), textarea, select") !== null;

function commandOf(event) {
  if (event.ctrlKey || event.metaKey || event.isComposing || event.keyCode === 229) return null;
  if (event.altKey) return event.shiftKey ? null : withAlt[event.key];
  return isWriting(event.target) || localStorage.getItem(singleKeysOff) ? null : commands[event.key];
}

if (help) document.addEventListener("keydown", (event) => {
  const command = commandOf(event);
  if (!command || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  command();
});

help?.addEventListener("click", ({ target }) => target.closest("[data-close]") && help.close());

for (const line of document.querySelectorAll("[data-single-keys]")) {
  const box = line.querySelector("input");
  box.checked = !localStorage.getItem(singleKeysOff);
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(singleKeysOff) : localStorage.setItem(singleKeysOff, "1")));
  line.hidden = false;
}
