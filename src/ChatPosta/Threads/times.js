// Puts the server's UTC times into the reader's zone, and into the language of the page.

const language = document.documentElement.lang;
/** As the reader's own country writes the language, and with the clock that they are used to in any. */
const locale = navigator.languages.find((own) => own.split("-")[0] === language) ?? language;
const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions();
const format = (options) => new Intl.DateTimeFormat(locale, options);

export const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle });
const weekday = format({ weekday: "short" });
const short = format({ day: "numeric", month: "short" });
const long = format({ weekday: "long", day: "numeric", month: "long" });
const dated = format({ day: "numeric", month: "long", year: "numeric" });
const full = format({ dateStyle: "medium", timeStyle: "short", hourCycle });
const near = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/** Whole days from one moment to another on the reader's calendar, whatever the hour or the season. */
export function daysBetween(at, now) {
  const day = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((day(now) - day(at)) / 86400000);
}

export function dayName(at, now) {
  const age = daysBetween(at, now);
  if (age === 0 || age === 1) return asHeading(near.format(-age, "day"));
  return asHeading(at.getFullYear() === now.getFullYear() ? long.format(at) : dated.format(at));
}

/** Days and months have small letters in Norwegian, and a heading begins with a capital one. */
const asHeading = (text) => text[0].toLocaleUpperCase(locale) + text.slice(1);

function briefName(at, now) {
  const age = daysBetween(at, now);
  if (age <= 0) return clock.format(at);
  return age < 7 ? weekday.format(at) : short.format(at);
}

const shapes = { clock: (at) => clock.format(at), full: (at) => full.format(at), day: dayName, brief: briefName };

export function localise(root, now = new Date()) {
  for (const time of root.querySelectorAll("time[data-shape]")) {
    const text = shapes[time.dataset.shape](new Date(time.dateTime), now);
    if (time.textContent !== text) time.textContent = text;
  }
}

/** Day headings where the reader's day changes, which is not where the server's does. Touches only what is wrong. */
export function headDays(list, now = new Date()) {
  let last = "";
  for (const row of list.querySelectorAll("[data-row]")) {
    const at = new Date(row.querySelector("time").dateTime);
    const name = dayName(at, now);
    headDay(row, name === last ? null : name, at);
    last = name;
  }
}

function headDay(row, name, at) {
  let above = row;
  while (above.previousElementSibling?.matches("#unread, #found")) above = above.previousElementSibling;
  const heading = above.previousElementSibling?.matches(".day") ? above.previousElementSibling : null;
  if (!name) return heading?.remove();
  if (!heading) above.before(dayHeading(name, at));
  else if (heading.textContent.trim() !== name) heading.replaceWith(dayHeading(name, at));
}

function dayHeading(name, at) {
  const heading = document.createElement("li");
  heading.className = "day";
  const time = heading.appendChild(document.createElement("time"));
  time.dateTime = at.toISOString();
  time.dataset.shape = "day";
  time.textContent = name;
  return heading;
}
