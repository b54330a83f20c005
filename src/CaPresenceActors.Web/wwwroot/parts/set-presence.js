// @ts-check
// Setting a presence by hand: which, and for how long. Used by Me and, for receptionists, wherever a person is shown.
import { html, vars, nothing } from "./html.js";
import { chips } from "./chips.js";
import { client } from "../client.js";
import { live } from "../live.js";
import * as api from "../api.js";
import { time } from "./times.js";

/** @typedef {"untilNextChange" | "30min" | "1h" | "until" | "untilCleared"} Holding */

const holdings = /** @type {{ value: Holding, words: string }[]} */ ([
  { value: "untilNextChange", words: "until the next change" },
  { value: "30min", words: "30 min" },
  { value: "1h", words: "1 h" },
  { value: "until", words: "until…" },
  { value: "untilCleared", words: "until cleared" },
]);

const minutes = { "30min": 30, "1h": 60 };
const minuteMs = 60_000;

/** The next instant at which the clock shows this time: today, or tomorrow where it is over. @param {string} clock `HH:MM` @param {Date} now */
export function nextAt(clock, now) {
  const [hours, mins] = clock.split(":").map(Number);
  const at = new Date(now.getFullYear(), now.getMonth(), now.getDate(), hours, mins);
  return at > now ? at : new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, hours, mins);
}

/**
 * @param {import("../frame/page.js").Page} page
 * @param {() => string} extension whose presence is set
 */
export function setPresence(page, extension) {
  /** @type {Holding} */ let holding = "untilNextChange";
  let clock = "", busy = false;

  async function send(/** @type {string} */ name) {
    if (!ready()) return; // It looks disabled, but keeps the focus.
    const body = holding === "untilNextChange" || holding === "untilCleared" ? { presence: name, hold: holding }
      : { presence: name, hold: "until", until: (holding === "until" ? nextAt(clock, new Date()) : new Date(Date.now() + minutes[holding] * minuteMs)).toISOString() };
    await run(() => api.put(`/presence/${encodeURIComponent(extension())}/manual`, body));
  }

  /** Back to the calendar. */
  const clear = () => run(() => api.del(`/presence/${encodeURIComponent(extension())}/manual`));

  async function run(/** @type {() => Promise<any>} */ change) {
    if (busy) return;
    busy = true; page.draw();
    try { live.take(await change()); }
    catch (failure) { page.fault(failure); }
    busy = false; page.draw();
  }

  const ready = () => !busy && (holding !== "until" || clock !== "");

  return {
    clear,
    /** @param {import("../live.js").Row} row */
    view: row => html`
      <div class="big" role="group" aria-label="Presence">${client.presences.map(({ name, availability, colour }) => html`
        <button type="button" class="presence ${availability}" ${vars({ "--colour": colour })} aria-disabled=${ready() ? "false" : "true"} aria-pressed=${row.presence === name ? "true" : "false"} @click=${() => send(name)}>${name}</button>`)}
      </div>
      <div class="bar holding">
        <span class="soft" id="hold-words">Hold</span>
        ${chips({ label: "Hold", options: holdings, value: holding, pick: wanted => { holding = wanted; page.draw(); } })}
        ${holding === "until" ? html`<input type="time" aria-label="Until" .value=${clock} @input=${(/** @type {InputEvent} */ event) => { clock = /** @type {HTMLInputElement} */ (event.target).value; page.draw(); }}>
          ${clock ? html`<span class="soft">${time(nextAt(clock, new Date()))}</span>` : nothing}` : nothing}
      </div>`,
  };
}
