// @ts-check
// What is known of each keyword as it is typed: in how many known calendars it is, and whether it can ever win.
import * as api from "../../api.js";
import { html } from "../../parts/html.js";
import { latest } from "../../parts/latest.js";
import { time } from "../../parts/times.js";

const pauseMs = 350;
const counted = (/** @type {number} */ count, /** @type {string} */ one, /** @type {string} */ many) => `${count.toLocaleString()} ${count === 1 ? one : many}`;

/** @param {import("../../frame/page.js").Page} page @param {() => { keywords: any[], rows: { id: number }[] }} complete the rows that can be looked for */
export function lint(page, complete) {
  /** @type {Map<number, { keyword: string, found?: unknown, warnings: string[] }>} */ let known = new Map();
  /** @type {{ people: number, until?: string }} */ let calendars = { people: 0 };

  const asking = latest(page, {
    pauseMs,
    ask: async signal => {
      const { keywords, rows } = complete();
      return { keywords, rows, ...await api.post("/rules/lint", { keywords }, { signal }) };
    },
    answered: ({ keywords, rows, warnings, matches, calendars: told }) => {
      calendars = told;
      known = new Map(rows.map((row, i) => [row.id, { keyword: keywords[i].keyword, warnings: [] }]));
      for (const { position, people, events } of matches) {
        const row = known.get(rows[position - 1].id);
        if (row && told.people > 0) row.found = `${counted(people, "person", "people")}, ${counted(events, "event", "events")}`;
      }
      for (const { position, kind, sentence } of warnings) {
        const row = known.get(rows[position - 1].id);
        if (!row) continue;
        if (kind === "neverMatched") row.found = html`<span class="warning">in no known event</span>`; // The count says it already: no second sentence.
        else row.warnings.push(sentence);
      }
      page.draw();
    },
    failed: () => { known = new Map(); page.draw(); }, // Counts are a service beside the list: without them it works as well.
  });

  return {
    soon: asking.soon,
    /** @param {import("../../parts/keyword-list.js").Row} row */
    notes: row => {
      const told = known.get(row.id);
      return told?.keyword === row.keyword.trim() ? told : {};
    },
    head: () => calendars.people > 0 && calendars.until ? `Calendars until ${time(calendars.until)}` : "Known calendars",
  };
}
