// @ts-check
// What needs attention, from the figures: what it is, what it means, and what to do. No drawing here.
import { stateNamed } from "./states.js";
import { time } from "../../parts/times.js";

/** @typedef {{ id: string, mark: "no" | "maybe", what: string, means: string, toDo: string, link?: [words: string, address: string], state?: string }} Finding */

const clockToleranceSeconds = 5;
const scarceBytes = 1_000_000_000;
const recentMs = 15 * 60_000;
const mailboxStates = ["noAccess", "unknownMailbox", "broken", "stale", "serverTrouble", "throttled"];

const many = (/** @type {number} */ count, one = "calendar", more = "calendars") => `${count.toLocaleString()} ${count === 1 ? one : more}`;
const settings = /** @type {[string, string]} */ (["MS Exchange Setting", "/settings/exchange"]);

/**
 * @param {{ health: any, counts: Record<string, number>, errors: any[], site: any, now: Date }} seen
 * @returns {Finding[]} the worst first
 */
export function findings({ health, counts, errors, site, now }) {
  const found = [...ofProgram(health), ...ofExchange(health, site), ...ofMailboxes(counts), ...ofClock(health), ...ofReading(health), ...ofLog(errors, now)];
  return [...found.filter(({ mark }) => mark === "no"), ...found.filter(({ mark }) => mark === "maybe")];
}

/** @returns {Generator<Finding>} */
function* ofProgram(/** @type {any} */ { ready, journal, storage }) {
  if (!ready) yield { id: "ready", mark: "maybe", what: "The program is still starting.", means: "The board is not whole yet.", toDo: "Wait. If it lasts, look at the log." };
  if (!journal.good) yield { id: "journal", mark: "no", what: `The journal takes no writes${journal.since ? ` since ${time(journal.since)}` : ""}.`, means: `Presence does not change until it does again. ${journal.problem ?? ""}`, toDo: "Look at the disk of the data directory: its space and its rights." };
  if (storage?.freeDiskBytes !== undefined && storage.freeDiskBytes < scarceBytes) {
    yield { id: "disk", mark: storage.freeDiskBytes < scarceBytes / 5 ? "no" : "maybe", what: `The disk has ${bytes(storage.freeDiskBytes)} left.`, means: "When it is full, presence stops changing.", toDo: "Make room, or keep history for a shorter time." };
  }
}

/** @returns {Generator<Finding>} */
function* ofExchange(/** @type {any} */ { poller }, /** @type {any} */ site) {
  if (site.integration === false) yield { id: "off", mark: "maybe", what: "Exchange Schedule Integration is switched off.", means: "No calendar is read, and no presence follows one.", toDo: "Switch it on if calendars shall drive presence.", link: settings };
  if (poller.halted) yield { id: "halted", mark: "no", what: "Exchange is not asked any more.", means: poller.halted, toDo: "Mend the settings of the connection; reading goes on by itself then.", link: settings };
  else if (poller.trouble) yield { id: "trouble", mark: "no", what: "Exchange cannot be read.", means: `${poller.trouble} What is shown follows the last known calendars.`, toDo: poller.nextTry ? `It is tried again by itself, next at ${time(poller.nextTry)}. Test the connection if it lasts.` : "Test the connection.", link: settings };
  else if (poller.holdsBackUntil) yield { id: "back-off", mark: "maybe", what: `Nothing is asked of Exchange until ${time(poller.holdsBackUntil)}.`, means: "The server asked for a pause, or could not be reached.", toDo: "Nothing: it goes on by itself. If it happens often, raise the throttling policy of the account." };
  if (poller.streams?.trouble) yield { id: "streams", mark: "maybe", what: "Exchange does not tell of changes as it should.", means: `${poller.streams.trouble} Calendars are polled meanwhile, so changes come later.`, toDo: poller.streams.waitsUntil ? `It is tried again at ${time(poller.streams.waitsUntil)}.` : "It is tried again by itself." };
  for (const { reason, mailboxes } of poller.notFollowed ?? []) yield { id: `not-followed ${reason}`, mark: "maybe", what: `${many(mailboxes)} ${mailboxes === 1 ? "is" : "are"} polled instead of followed.`, means: reason, toDo: "Changes of these are seen within the interval of reading." };
}

/** @returns {Generator<Finding>} */
function* ofMailboxes(/** @type {Record<string, number>} */ counts) {
  for (const state of mailboxStates) {
    const count = counts[state] ?? 0;
    if (count === 0) continue;
    const { words, mark, means, toDo } = stateNamed(state);
    yield { id: state, mark: mark === "no" ? "no" : "maybe", what: `${many(count)}: ${words}.`, means, toDo, state };
  }
}

/** @returns {Generator<Finding>} */
function* ofClock(/** @type {any} */ { clockDifferenceSeconds: clock }) {
  if (!clock || Math.max(clock.from, -clock.to) <= clockToleranceSeconds) return;
  const ahead = clock.from > 0;
  yield { id: "clock", mark: "maybe", what: `Exchange's clock is ${Math.abs(ahead ? clock.from : clock.to).toFixed(1)} s ${ahead ? "ahead of" : "behind"} this machine's.`,
    means: "Presence follows Exchange's clock, so it changes early or late by the clocks of people.", toDo: "Let both machines keep time from the same source (NTP)." };
}

/** @returns {Generator<Finding>} */
function* ofReading(/** @type {any} */ { poller }) {
  if (poller.overdue > Math.max(10, poller.mailboxes / 10)) {
    yield { id: "overdue", mark: "maybe", what: `${many(poller.overdue)} should have been read by now.`, means: "Reading does not keep up with the interval, so changes are seen late.", toDo: "Raise the interval of reading, or what Exchange allows the account.", link: settings };
  }
}

/** @returns {Generator<Finding>} */
function* ofLog(/** @type {any[]} */ errors, /** @type {Date} */ now) {
  const recent = errors.filter(({ at, level }) => level !== "warning" && now.getTime() - Date.parse(at) < recentMs);
  if (recent.length) yield { id: "errors", mark: "maybe", what: `${many(recent.length, "error stands", "errors stand")} in the log of the last 15 minutes.`, means: recent[0].message, toDo: "They are beneath, newest first." };
}

/** `3.4 GB`. @param {number} count */
export function bytes(count) {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let unit = 0;
  while (count >= 1000 && unit < units.length - 1) { count /= 1000; unit++; }
  return `${unit === 0 || count >= 100 ? Math.round(count) : count.toFixed(1)} ${units[unit]}`;
}

