// @ts-check
// A day as a picture: above, the appointments with the presence each leads to; below, what was shown and what will be; and the line of now.
// The appointments stand beneath it as a list, which screen readers read instead.
import { html, vars, nothing, keyed, ref } from "./html.js";
import { client } from "../client.js";
import { time, fullTime } from "./times.js";

/**
 * @typedef {{ start: string, end: string, allDay?: boolean, private?: boolean, subject?: string, presence?: string, keyword?: string, position?: number, reason: string }} Appointment
 * @typedef {{ from: string, until: string, presence: string, availability?: string, kind: "past" | "expected", cause?: string, manual?: string }} Shown
 * @typedef {{ extension: string, name: string, timeZone: string, date: string, from: string, to: string, detail: "own" | "times" | "hidden", appointments: Appointment[], shown: Shown[], knownUntil?: string }} Schedule
 */

const hourMs = 3_600_000;
const workday = { first: 8, last: 18 };
const leastMs = 10 * hourMs;
const laneHeight = 50;

const at = (/** @type {string} */ instant) => new Date(instant).getTime();
const hours = new Intl.DateTimeFormat(undefined, { hour: "numeric", hourCycle: "h23" });

/** Why an appointment leads to no presence, in the words of the page. @type {Record<string, string>} */
const reasons = {
  setByHand: "set by hand instead", outranked: "another appointment wins", noKeyword: "no keyword", ignored: "of a kind that does not count", declined: "declined", cancelled: "cancelled",
  noLength: "ends when it starts", integrationOff: "the integration is off",
};

/** @param {Schedule} schedule @param {Date} now */
export function day(schedule, now) {
  const range = rangeOf(schedule, now);
  const timed = schedule.appointments.filter(appointment => !appointment.allDay);
  const wholeDay = schedule.appointments.filter(appointment => appointment.allDay);
  const { lanes, laneOf } = inLanes(timed);
  const above = 28 + Math.max(1, lanes) * laneHeight;
  return html`
    ${wholeDay.length ? html`<ul class="day-whole" aria-hidden="true">${wholeDay.map(appointment => html`<li class="tinted" title=${whole(appointment)} ${tint(appointment.presence)}>${words(appointment)}</li>`)}</ul>` : nothing}
    ${keyed(schedule.date, html`<div class="day-frame" tabindex="0" ${ref(showNow)} role="region" aria-label="The day, hour by hour"><div class="day" ${vars({ "--above": `${above}px`, "--hours": String((range.to - range.from) / hourMs) })}>
      ${ticks(range).map(tick => html`<div class="hour" aria-hidden="true" ${vars({ "--left": part(tick, range) })}>${hours.format(new Date(tick))}</div>`)}
      <ul aria-hidden="true">${timed.map(appointment => block(appointment, range, laneOf.get(appointment) ?? 0))}</ul>
      <ul aria-label="Presence through the day">${schedule.shown.filter(shown => at(shown.until) > range.from && at(shown.from) < range.to).map(shown => strip(shown, range))}</ul>
      ${now.getTime() >= range.from && now.getTime() < range.to ? html`<div class="now" aria-hidden="true" ${vars({ "--left": part(now.getTime(), range) })}></div>` : nothing}
    </div></div>`)}
    ${schedule.appointments.length ? html`<ul class="day-list" aria-label="Appointments">${[...wholeDay, ...timed].map(appointment => entry(appointment, schedule))}</ul>` : nothing}`;
}

// Where the picture is wider than the screen, it opens at now, or at the first appointment: once for each day, since people scroll it from there.
function showNow(/** @type {Element | undefined} */ frame) {
  if (!(frame instanceof HTMLElement)) return;
  requestAnimationFrame(() => {
    const now = /** @type {HTMLElement | null} */ (frame.querySelector(".now"));
    const starts = [.../** @type {NodeListOf<HTMLElement>} */ (frame.querySelectorAll(".block"))].map(block => block.offsetLeft);
    frame.scrollLeft = (now?.offsetLeft ?? (starts.length ? Math.min(...starts) : 0)) - frame.clientWidth / 3;
  });
}

/** @param {Appointment} appointment @param {Schedule} schedule */
function entry(appointment, { from }) {
  const begin = new Date(Math.max(at(appointment.start), at(from)));
  const what = subjectOf(appointment);
  return html`<li><span class="soft">${appointment.allDay ? "all day" : `${time(appointment.start, begin)} – ${time(appointment.end, begin)}`}</span><span>${what ? html`<b>${what}</b>` : nothing}<span class="soft">${outcome(appointment)}</span></span></li>`;
}

// Only their owner is told the subjects; to others, an appointment is what it leads to.
const subjectOf = (/** @type {Appointment} */ { subject, presence, private: isPrivate }) => subject === undefined && presence ? "" : `${subject ?? "Busy"}${isPrivate ? " (private)" : ""}`;

/** What an appointment leads to and by what, or why to nothing. @param {Appointment} appointment */
function outcome({ presence, keyword, position, reason }) {
  const leads = presence && `${presence}${keyword ? ` by “${keyword}”${position ? `, number ${position}` : ""}` : ""}`;
  if (reason === "leads") return leads;
  return leads ? `${leads}: ${reasons[reason] ?? reason}` : reasons[reason] ?? reason;
}

const whole = (/** @type {Appointment} */ appointment) => [subjectOf(appointment), outcome(appointment)].filter(Boolean).join(", ");

/** @param {Appointment} appointment */
function words({ subject, presence, keyword, reason, private: isPrivate }) {
  const leads = presence && reason === "leads" ? `${presence}${keyword ? ` · “${keyword}”` : ""}` : reasons[reason] ?? reason;
  return html`<b>${subject ?? presence ?? "Busy"}${isPrivate ? " (private)" : ""}</b><span>${subject === undefined && presence ? nothing : leads}</span>`;
}

function block(/** @type {Appointment} */ appointment, /** @type {Range} */ range, /** @type {number} */ lane) {
  const leads = appointment.reason === "leads";
  const span = `${time(appointment.start)} to ${time(appointment.end)}`;
  return html`<li class="block tinted ${leads ? "" : "leads-nowhere"}" title="${span}: ${whole(appointment)}" ${vars({ ...place(appointment.start, appointment.end, range), "--lane": String(lane), ...colour(leads ? appointment.presence : undefined) })}>${words(appointment)}</li>`;
}

function strip(/** @type {Shown} */ shown, /** @type {Range} */ range) {
  const span = `${time(shown.from)} to ${time(shown.until)}`;
  const title = `${shown.presence}, ${span}${shown.manual ? ", set by hand" : ""}`;
  return html`<li class="shown tinted ${shown.kind}" title=${title} ${vars({ ...place(shown.from, shown.until, range), ...colour(shown.presence) })}><span class="unseen">${title}${shown.kind === "expected" ? ", expected" : ""}</span></li>`;
}

const colour = (/** @type {string | undefined} */ presence) => ({ "--colour": presence ? client.presence(presence).colour : null });
const tint = (/** @type {string | undefined} */ presence) => vars(colour(presence));

/** @typedef {{ from: number, to: number }} Range */

const part = (/** @type {number} */ instant, /** @type {Range} */ { from, to }) => `${100 * Math.min(1, Math.max(0, (instant - from) / (to - from)))}%`;

function place(/** @type {string} */ from, /** @type {string} */ until, /** @type {Range} */ range) {
  const [left, right] = [Math.max(at(from), range.from), Math.min(at(until), range.to)];
  return { "--left": part(left, range), "--width": `${100 * Math.max(0, right - left) / (range.to - range.from)}%` };
}

// What there is, and now; ten hours at least, since nobody can compare days that are each drawn to another scale. A day without anything is a working day.
function rangeOf(/** @type {Schedule} */ { from, to, appointments }, /** @type {Date} */ now) {
  const [begin, end] = [at(from), at(to)];
  const seen = appointments.filter(appointment => !appointment.allDay).flatMap(({ start, end: over }) => [at(start), at(over)]);
  if (now.getTime() >= begin && now.getTime() < end) seen.push(now.getTime());
  if (seen.length === 0) seen.push(begin + workday.first * hourMs, begin + workday.last * hourMs);
  const first = floorHour(Math.max(begin, Math.min(...seen)), begin);
  const last = Math.min(end, Math.max(-floorHour(-Math.max(...seen), -begin), first + leastMs));
  return { from: Math.max(begin, Math.min(first, last - leastMs)), to: last };
}

const floorHour = (/** @type {number} */ instant, /** @type {number} */ origin) => origin + Math.floor((instant - origin) / hourMs) * hourMs;

function ticks(/** @type {Range} */ { from, to }) {
  const found = [];
  for (let tick = from; tick < to; tick += hourMs) found.push(tick);
  return found;
}

// Appointments that overlap stand beneath each other: each takes the first lane that is free when it begins.
function inLanes(/** @type {Appointment[]} */ appointments) {
  /** @type {number[]} */ const freeAt = [];
  const laneOf = new Map();
  for (const appointment of [...appointments].sort((a, b) => at(a.start) - at(b.start))) {
    const free = freeAt.findIndex(end => end <= at(appointment.start));
    const lane = free < 0 ? freeAt.length : free;
    freeAt[lane] = at(appointment.end);
    laneOf.set(appointment, lane);
  }
  return { lanes: freeAt.length, laneOf };
}

/** What stands beneath the picture. @param {Schedule} schedule */
export const dayHint = ({ detail, knownUntil, to }) => html`<p class="hint">${{
  own: "Above: your calendar and the presence each event leads to. Below: what you showed and will show. Nobody else sees your subjects.",
  times: "Above: what leads to a presence. Below: what was shown and will be. Subjects are seen by their owner alone.",
  hidden: "Times of this schedule are hidden.",
}[detail]}${knownUntil && at(knownUntil) < at(to) ? html` The calendar is known until ${fullTime(knownUntil)}.` : nothing}</p>`;
