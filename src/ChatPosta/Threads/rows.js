// Merges rows from the server into those on the page, by id and in order. What is equal is left alone, so that a
// selection, an open "why?" and the reader's place survive, and the page ends up as a fresh load would have it.
import { headDays, localise } from "./times.js";

const numberOf = (row) => Number(row.dataset.row ?? row.dataset.older);

/** Returns the elements that came in or changed. */
export function mergeRows(list, incoming) {
  localise(incoming);
  const rows = [...incoming.querySelectorAll("[data-row]")];
  if (rows.length === 0) return [];

  list.querySelector("[data-empty]")?.remove();
  if (reachFurther(list, rows)) list.querySelector("[data-past]")?.remove();
  const older = olderToShow(list, incoming.querySelector("[data-older]"), rows[0]);
  removeGone(list, rows);
  const changed = rows.filter((row) => place(list, row));
  if (older) rows[0].before(older);
  headDays(list);
  return older ? [...changed, older] : changed;
}

/** Older rows lead a page of the past no nearer to the newest, and its way there stays. */
function reachFurther(list, rows) {
  const last = [...list.querySelectorAll("[data-row]")].at(-1);
  return last !== undefined && numberOf(rows.at(-1)) > numberOf(last);
}

/** Where the first incoming row is new, rows may be missing before it: its "load" link stands in the gap. */
function olderToShow(list, older, first) {
  const isKnown = list.querySelector(`#${first.id}`) !== null;
  if (!older) list.querySelector(`#older-${numberOf(first)}`)?.remove();
  return older && !isKnown ? older : null;
}

function removeGone(list, rows) {
  const [first, last] = [numberOf(rows[0]), numberOf(rows.at(-1))];
  const ids = new Set(rows.map((row) => row.id));
  for (const item of list.querySelectorAll("[data-row], [data-older]")) {
    const number = numberOf(item);
    if (number > first && number <= last && !ids.has(item.id)) item.remove();
  }
}

function place(list, row) {
  const shown = list.querySelector(`#${row.id}`);
  return shown ? renew(shown, row) : insert(list, row);
}

function renew(shown, row) {
  const why = row.querySelector("details");
  if (why) why.open = shown.querySelector("details")?.open ?? false;
  if (shown.isEqualNode(row)) return false;
  const hadFocus = shown.contains(document.activeElement);
  shown.replaceWith(row);
  if (hadFocus) document.getElementById("message")?.focus();
  return true;
}

function insert(list, row) {
  const previous = [...list.querySelectorAll("[data-row]")].findLast((other) => numberOf(other) < numberOf(row));
  if (previous) previous.after(row);
  else list.prepend(row);
  return true;
}
