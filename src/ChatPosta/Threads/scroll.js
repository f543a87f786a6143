// The scroll box is laid out from its end (flex, column-reverse): 0 is the bottom, and up is negative.
import { decideScroll } from "./live-rules.js";

/** What a change from `cause` ("live", "older") does to the place: "bottom", "keep-and-count" or "keep". */
export const scrollFor = (box, cause) => decideScroll({ cause, fromBottom: -box.scrollTop });

export const isAtEnd = (box) => scrollFor(box, "live") === "bottom";

export const toEnd = (box) => box.scrollTo({ top: 0 });

/** Makes a change without moving what the eye is on. */
export function keepingPlace(box, change) {
  const top = box.getBoundingClientRect().top;
  const eye = [...box.querySelectorAll("[data-row]")].find((row) => row.getBoundingClientRect().bottom > top);
  const before = eye?.getBoundingClientRect().top;
  const result = change();
  const after = document.getElementById(eye?.id)?.getBoundingClientRect().top;
  if (after !== undefined) box.scrollTop += after - before;
  return result;
}

/** The lowest row from the peer that can be seen, or nothing. */
export function lastSeen(box) {
  const bottom = box.getBoundingClientRect().bottom;
  return [...box.querySelectorAll(".msg--theirs")].findLast((row) => row.getBoundingClientRect().top < bottom);
}
