// The open thread: merging rows, keeping the reader's place, telling what is new.
import { watchReading } from "./read.js";
import { mergeRows } from "./rows.js";
import { isAtEnd, keepingPlace, scrollFor, toEnd } from "./scroll.js";
import { headDays, localise } from "./times.js";
import { fill } from "./words.js";

// The swap "rows": the target is the list, or a "Load older" that its rows take the place of.
htmx.defineExtension("rows", {
  isInlineSwap: (style) => style === "rows",
  handleSwap: (style, target, fragment) => style === "rows" && swapRows(target, fragment),
});

function swapRows(target, fragment) {
  const list = target.closest("#rows");
  const box = list.closest("#scroll");
  const newest = newestOf(list);
  const isPast = list.querySelector("[data-past]") !== null;
  const then = scrollFor(box, target === list ? "live" : "older");
  const changed = keepingPlace(box, () => {
    if (target !== list) target.remove();
    return mergeRows(list, fragment);
  });
  // What comes to a page of the past is the newest page, not only what is new.
  const arrived = isPast ? [] : changed.filter((item) => Number(item.dataset.row) > newest && item.matches(".msg--theirs"));
  // "Unread from here" holds until the next message.
  if (arrived.length > 0) list.querySelector("#unread[data-marked]")?.remove();
  if (then === "bottom") toEnd(box);
  if (then === "keep-and-count" && arrived.length > 0) tellFresh(box, arrived.length);
  announce(arrived);
  watchReading();
  return changed;
}

const newestOf = (list) => Number([...list.querySelectorAll("[data-row]")].at(-1)?.dataset.row ?? 0);

function tellFresh(box, count) {
  const button = box.parentElement.querySelector("[data-fresh]");
  const total = count + Number(button.dataset.count ?? 0);
  button.dataset.count = total;
  button.querySelector("span").textContent = fill(button.dataset.fresh, total);
  button.hidden = false;
}

function forgetFresh(box) {
  const button = box.parentElement.querySelector("[data-fresh]");
  button.hidden = true;
  button.dataset.count = 0;
}

/** A log of new rows only: were the list itself the log, older pages would be read aloud when they load. */
function announce(rows) {
  const log = document.querySelector("[data-log]");
  for (const row of rows) {
    const line = log.appendChild(document.createElement("p"));
    line.textContent = `${row.querySelector("bdi").textContent}: ${row.querySelector(".bubble").textContent.trim()}`;
  }
  while (log.childElementCount > 20) log.firstChild.remove();
}

function openThread(thread) {
  headDays(thread.querySelector("#rows"));
  const box = thread.querySelector("#scroll");
  const unread = thread.querySelector("#unread");
  const found = thread.querySelector("#found");
  if (found) found.scrollIntoView({ block: "center" });
  else if (unread && unread.getBoundingClientRect().top < box.getBoundingClientRect().top) unread.scrollIntoView({ block: "start" });
  box.addEventListener("scroll", () => isAtEnd(box) && forgetFresh(box), { passive: true });
  watchReading();
}

function markCurrent() {
  for (const link of document.querySelectorAll(".conversation"))
    link.toggleAttribute("aria-current", link.pathname === location.pathname);
  document.querySelectorAll(".conversation[aria-current]").forEach((link) => link.setAttribute("aria-current", "page"));
}

/** Where a pointer can hover there is a keyboard to type on; on a phone it would jump up unasked. */
function focusPane(pane) {
  const field = pane.querySelector("#found, [autofocus]") ?? (matchMedia("(hover: hover)").matches && pane.querySelector("#message"));
  (field || pane.querySelector("h1"))?.focus({ preventScroll: true });
}

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  localise(elt);
  const thread = elt.matches(".thread") ? elt : elt.querySelector(".thread");
  if (thread) openThread(thread);
});
document.addEventListener("htmx:afterSettle", ({ detail }) => detail.target?.id === "pane" && focusPane(detail.target));
document.addEventListener("htmx:pushedIntoHistory", markCurrent);
// Of two clicks the later one counts, whichever is answered first.
let wanted;
document.addEventListener("htmx:beforeSend", ({ detail }) => {
  if (detail.target.id !== "pane") return;
  wanted = detail.xhr;
  // htmx tells the link, and nobody hears of it once the list was renewed; so the request itself is asked.
  for (const failure of ["error", "timeout"]) wanted.addEventListener(failure, () => goThere(detail));
});
addEventListener("popstate", ({ state }) => { if (state?.htmx) wanted = null; });
// A connection that has silently gone never answers. The program itself waits 15 s for a user's server. What changes something is
// waited for: it may have arrived.
document.addEventListener("htmx:configRequest", ({ detail }) => { if (detail.verb === "get") detail.timeout = 30_000; });
// What a link asked for is shown, also when it is a problem. Updates that fail leave what stands; the next one tells.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target?.id === "pane") detail.shouldSwap = detail.xhr === wanted && detail.serverResponse !== "";
});
function goThere(detail) {
  if (detail.requestConfig.verb !== "get" || detail.xhr !== wanted) return;
  // Another page knows nothing of what was written here and is not kept yet.
  if (document.dispatchEvent(new CustomEvent("posta:leave", { cancelable: true }))) location.assign(detail.requestConfig.path);
}
document.addEventListener("htmx:responseError", ({ detail }) => {
  const problem = document.getElementById("composer-problem");
  if (problem && detail.requestConfig.verb === "post") problem.textContent = document.querySelector("[data-composer]").dataset.undone;
});
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-fresh]");
  if (!button) return;
  toEnd(document.getElementById("scroll"));
  document.getElementById("message")?.focus();
});
// Midnight passes in open tabs, too.
setInterval(() => {
  localise(document);
  const list = document.getElementById("rows");
  if (list) headDays(list);
}, 60_000);
