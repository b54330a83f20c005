// @ts-check
// Times in the viewer's zone; with the day or the date where it is not today.

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short" });
const dayMonth = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const dayMonthYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

const dayMs = 86_400_000;
const midnight = (/** @type {Date} */ instant) => new Date(instant.getFullYear(), instant.getMonth(), instant.getDate()).getTime();
const daysFrom = (/** @type {Date} */ now, /** @type {Date} */ instant) => Math.round((midnight(instant) - midnight(now)) / dayMs); // Rounded: a day may have 23 or 25 hours.

/** `10:30` today, `Tue 10:30` within six days, `3 Dec 10:30` beyond, with the year where it is another. @param {string | Date | undefined} instant @param {Date} [now] */
export function time(instant, now = new Date()) {
  if (!instant) return "";
  const at = new Date(instant);
  const days = daysFrom(now, at);
  if (days === 0) return clock.format(at);
  return `${Math.abs(days) < 7 ? weekday.format(at) : (at.getFullYear() === now.getFullYear() ? dayMonth : dayMonthYear).format(at)} ${clock.format(at)}`;
}

/** Date and time in full, for titles. @param {string | Date | undefined} instant */
export const fullTime = instant => instant ? whole.format(new Date(instant)) : "";

/** `3 Dec 2026`. @param {string | Date} instant */
export const date = instant => dayMonthYear.format(new Date(instant));

/** `45 s`, `12 min`, `3 h 5 min`, `2 days`. @param {number} ms */
export function span(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} days`;
}

/** Calls at the beginning of every minute of the wall clock, midnight included, until the signal ends it. @param {() => void} tick @param {AbortSignal} signal */
export function everyMinute(tick, signal) {
  /** @type {ReturnType<typeof setTimeout>} */ let timer;
  const arm = () => { timer = setTimeout(() => { tick(); arm(); }, 60_000 - Date.now() % 60_000 + 20); };
  arm();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); }, { signal }); // Timers sleep with the machine.
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
}
