// @ts-check
// What everybody showed, newest first.
import { html, nothing } from "../parts/html.js";
import { choice } from "../parts/field.js";
import { table } from "../parts/table.js";
import { presence } from "../parts/presence.js";
import { liveSign } from "../parts/live-sign.js";
import { everyMinute, fullTime, time } from "../parts/times.js";
import { causeChoices, causeName } from "../parts/causes.js";
import { walk } from "./records/walk.js";
import { when, instantOf } from "./records/when.js";
import { who } from "./records/who.js";
import * as api from "../api.js";

/** @typedef {import("../live.js").Change & { name?: string, recordedAt: string, keyword?: string, manual?: string, by?: string }} Recorded */

const perPage = 100;
const filters = ["extension", "presence", "cause", "from", "to"];

export default {
  styles: ["/pages/lists.css", "/pages/records.css"],

  /** @param {import("../frame/page.js").Page} page */
  async open(page) {
    /** @type {Record<string, string>} */
    const wanted = Object.fromEntries(filters.map(name => [name, page.query.get(name) ?? ""]));
    let hasNewer = false;

    const records = walk(page, {
      address: () => `/history${api.query({ extension: wanted.extension, presence: wanted.presence, cause: wanted.cause, from: instantOf(wanted.from), to: instantOf(wanted.to), limit: perPage })}`,
      rowsOf: (/** @type {{ changes: Recorded[] }} */ answer) => answer.changes,
      more: "Older changes",
    });
    const person = who(page, { value: wanted.extension, pick: extension => want({ extension }) });

    function want(/** @type {Record<string, string>} */ change) {
      Object.assign(wanted, change);
      page.setQuery(wanted);
      restart();
    }

    function restart() {
      hasNewer = false;
      return records.restart();
    }

    // Rows do not move under somebody who reads; a mark says that there are newer ones.
    page.live.watch(changed => {
      const concerns = !changed || changed.size > 0 && (!wanted.extension || changed.has(wanted.extension));
      const isOver = wanted.to && Date.parse(wanted.to) < Date.now();
      if (concerns && !isOver && records.begun && page.live.position > (records.rows[0]?.position ?? 0)) hasNewer = true;
      page.draw();
    }, page.signal);
    everyMinute(() => page.draw(), page.signal);
    page.client.addEventListener("change", () => page.draw(), { signal: page.signal });
    await restart();

    const isFiltered = () => filters.some(name => wanted[name]);
    const clear = () => { person.clear(); want(Object.fromEntries(filters.map(name => [name, ""]))); };

    return {
      view: () => html`
        <div class="bar"><h1>History</h1>${liveSign()}<span class="grow"></span>
          <button type="button" class=${hasNewer ? "first" : ""} @click=${restart}>${hasNewer ? "Show newer changes" : "Refresh"}</button></div>
        <div class="bar filters" role="search">
          ${person.view()}
          ${choice({ id: "filter-presence", label: "Presence", value: wanted.presence, options: [["", "All"], ...page.client.presences.map(({ name }) => /** @type {[string, string]} */ ([name, name])),
            ...wanted.presence && !page.client.knows(wanted.presence) ? [/** @type {[string, string]} */ ([wanted.presence, wanted.presence])] : []], change: value => want({ presence: value }) })}
          ${choice({ id: "filter-cause", label: "Cause", value: wanted.cause, options: [["", "All"], ...causeChoices], change: value => want({ cause: value }) })}
          ${when({ id: "filter-from", label: "From", value: wanted.from, change: value => want({ from: value }) })}
          ${when({ id: "filter-to", label: "To", value: wanted.to, change: value => want({ to: value }) })}
          ${isFiltered() ? html`<button type="button" class="plain" @click=${clear}>Clear</button>` : nothing}</div>
        ${records.fault ? html`<p class="fault" role="alert">${records.fault}</p>` : nothing}
        <div class=${records.busy ? "is-busy" : ""}>
        ${table({ label: "Changes of presence, newest first", rows: records.rows, key: row => row.position, foot: records.foot(),
          empty: !records.begun || records.fault ? undefined : isFiltered() ? (records.isWhole ? "Nothing fits." : "Nothing fits in what was looked through so far.") : "Nothing has changed yet.", columns: [
            { head: "When", kind: "num", cell: row => html`<span title=${fullTime(row.at)}>${time(row.at)}</span>` },
            { head: "Who", cell: row => html`<a href="/people/${encodeURIComponent(row.extension)}">${row.name ?? row.extension}</a>${row.name ? html` <span class="soft">${row.extension}</span>` : html` <span class="soft">removed</span>`}` },
            { head: "Presence", cell: row => html`<span class="change">${presence(row.to)}<span class="beneath-words">before: ${row.from}</span></span>` },
            { head: "Cause", kind: "wide", cell: row => html`${causeName(row.cause)}${row.keyword ? html` <span class="soft">by “${row.keyword}”</span>` : nothing}` },
            { head: "Until", kind: "num wide", cell: row => row.until ? html`<span title=${fullTime(row.until)}>${time(row.until, new Date(row.at))}</span>` : "" },
          ] })}</div>`,
    };
  },
};
