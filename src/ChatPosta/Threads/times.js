// Puts the server's UTC times into the reader's zone and words.

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short" });
const short = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const long = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });
const dated = new Intl.DateTimeFormat("en", { day: "numeric", month: "long", year: "numeric" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Whole days from one moment to another on the reader's calendar, whatever the hour or the season. */
export function daysBetween(at, now) {
  const day = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((day(now) - day(at)) / 86400000);
}

export function dayName(at, now) {
  const age = daysBetween(at, now);
  if (age === 0) return "Today";
  if (age === 1) return "Yesterday";
  return at.getFullYear() === now.getFullYear() ? long.format(at) : dated.format(at);
}

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
