// @ts-check
// The sheet with somebody's day: read from the server, kept current, another day by the arrows.
import * as api from "../api.js";
import { html, nothing } from "./html.js";
import { day, dayHint } from "./day.js";
import { everyMinute } from "./times.js";

const longDate = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });

/** `2026-11-23` a number of days on. @param {string} date @param {number} days */
const shift = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Today's date in a zone, or in the viewer's while it is not known. @param {string} [timeZone] */
const today = timeZone => new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date());

/** A date from the address, where it is one; anything else means today. @param {string | null} text */
const dateOf = text => text && /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(Date.parse(`${text}T00:00:00Z`)) ? text : "";

// The server may know Windows' names of zones, which browsers do not.
function browserZone(/** @type {string} */ zone) {
  try { new Intl.DateTimeFormat("en", { timeZone: zone }); return zone; }
  catch { return undefined; }
}

/**
 * @param {import("../frame/page.js").Page} page
 * @param {string} extension
 */
export function daySheet(page, extension) {
  /** @type {import("./day.js").Schedule | undefined} */ let schedule;
  /** @type {string | undefined} */ let failed;
  let asked = dateOf(page.query.get("date"));
  let reading = 0;

  async function read() {
    const turn = ++reading;
    try {
      const told = await api.get(`/schedule/${encodeURIComponent(extension)}${api.query({ date: asked })}`, { signal: page.signal });
      if (turn !== reading) return; // Another day was asked for meanwhile.
      schedule = told;
      failed = undefined;
    } catch (/** @type {any} */ failure) {
      if (turn !== reading || api.wasLeft(failure)) return;
      failed = failure.detail ?? String(failure);
    }
    page.draw();
  }

  function go(/** @type {string} */ date) {
    asked = date === today(browserZone(schedule?.timeZone ?? "")) ? "" : date;
    page.setQuery({ date: asked });
    read();
  }

  // Every change of presence may come with another calendar; an appointment that changes nothing yet is seen within the minute.
  page.live.watch(changed => { if (!changed || changed.has(extension)) read(); }, page.signal);
  everyMinute(read, page.signal);
  read();

  return {
    read,
    get schedule() { return asked ? undefined : schedule; },
    view: () => {
      const date = schedule?.date ?? (asked || today());
      return html`
        <section class="sheet" aria-labelledby="day-title">
          <div class="bar"><h2 id="day-title">${asked ? longDate.format(Date.parse(`${date}T00:00:00Z`)) : "Today"}</h2><span class="grow"></span>
            <div class="chips" role="group" aria-label="Another day">
              <button type="button" class="chip" aria-label="The day before" @click=${() => go(shift(date, -1))}>‹</button>
              <button type="button" class="chip" aria-pressed=${asked ? "false" : "true"} @click=${() => go(today(browserZone(schedule?.timeZone ?? "")))}>Today</button>
              <button type="button" class="chip" aria-label="The day after" @click=${() => go(shift(date, 1))}>›</button>
            </div></div>
          ${failed ? html`<p class="fault" role="alert">${failed}</p>` : nothing}
          ${schedule ? html`${schedule.detail === "hidden" ? nothing : day(schedule, new Date())}${dayHint(schedule)}` : failed ? nothing : html`<p class="soft">Reading the calendar…</p>`}
        </section>`;
    },
  };
}
