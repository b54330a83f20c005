// @ts-check
// Who changed which setting, from what to what.
import { html, nothing, liveValue } from "../parts/html.js";
import { choice } from "../parts/field.js";
import { table } from "../parts/table.js";
import { everyMinute, fullTime, time } from "../parts/times.js";
import { changeList } from "./records/changes.js";
import { walk } from "./records/walk.js";
import { when, instantOf } from "./records/when.js";
import * as api from "../api.js";

/** @typedef {{ position: number, at: string, by: string, what: string, subject?: string, sentence: string, changes: import("./records/changes.js").Change[] }} Entry */

const perPage = 50;
const filters = ["by", "what", "subject", "from", "to"];
const shownAtFirst = 6;

/** @type {[string, string][]} */
const kinds = [["", "All"], ["keywords", "Keywords"], ["presences", "Presences"], ["options", "Options"], ["preferences", "Preferences"], ["exchange", "Connection to Exchange"],
  ["user", "Users"], ["signIn", "Sign-ins"], ["token", "API tokens"], ["webhook", "Webhooks"]];

/** What was and what is; a long list unfolds. @param {Entry} entry */
const changesOf = ({ changes }) => changes.length <= shownAtFirst ? changeList(changes) : html`${changeList(changes.slice(0, shownAtFirst))}
  <details><summary>${(changes.length - shownAtFirst).toLocaleString()} more</summary>${changeList(changes.slice(shownAtFirst))}</details>`;

export default {
  styles: ["/pages/lists.css", "/pages/records.css"],

  /** @param {import("../frame/page.js").Page} page */
  async open(page) {
    /** @type {Record<string, string>} */
    const wanted = Object.fromEntries(filters.map(name => [name, page.query.get(name) ?? ""]));
    const records = walk(page, {
      address: () => `/audit${api.query({ ...wanted, by: wanted.by.trim(), subject: wanted.subject.trim(), from: instantOf(wanted.from), to: instantOf(wanted.to), limit: perPage })}`,
      rowsOf: (/** @type {{ entries: Entry[] }} */ answer) => answer.entries,
      more: "Older entries",
    });

    function want(/** @type {Record<string, string>} */ change, soon = false) {
      Object.assign(wanted, change);
      page.setQuery(wanted);
      soon ? records.soon() : records.restart();
      page.draw();
    }

    everyMinute(() => page.draw(), page.signal);
    await records.restart();

    const isFiltered = () => filters.some(name => wanted[name]);
    const text = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ placeholder) => html`<div class="field"><label for="filter-${name}">${label}</label>
      <input type="search" id="filter-${name}" placeholder=${placeholder} autocomplete="off" spellcheck="false" .value=${liveValue(wanted[name])}
        @input=${(/** @type {InputEvent} */ event) => want({ [name]: /** @type {HTMLInputElement} */ (event.target).value }, true)}></div>`;

    return {
      view: () => html`
        <div class="bar"><h1>Audit</h1><span class="grow"></span><button type="button" @click=${() => records.restart()}>Refresh</button></div>
        <div class="bar filters" role="search">
          ${choice({ id: "filter-what", label: "What", value: wanted.what, options: kinds, change: value => want({ what: value }) })}
          ${text("by", "By", "name, exactly")}
          ${text("subject", "Whose or which", "extension, sign-in…")}
          ${when({ id: "filter-from", label: "From", value: wanted.from, change: value => want({ from: value }) })}
          ${when({ id: "filter-to", label: "To", value: wanted.to, change: value => want({ to: value }) })}
          ${isFiltered() ? html`<button type="button" class="plain" @click=${() => want(Object.fromEntries(filters.map(name => [name, ""])))}>Clear</button>` : nothing}</div>
        ${records.fault ? html`<p class="fault" role="alert">${records.fault}</p>` : nothing}
        <div class=${records.busy ? "is-busy" : ""}>
        ${table({ label: "Changes of settings, newest first", rows: records.rows, key: row => `${row.position} ${row.what} ${row.subject ?? ""}`, foot: records.foot(),
          empty: !records.begun || records.fault ? undefined : isFiltered() ? (records.isWhole ? "Nothing fits." : "Nothing fits in what was looked through so far.") : "No setting was changed yet.", columns: [
            { head: "When", kind: "num top", cell: row => html`<span title=${fullTime(row.at)}>${time(row.at)}</span>` },
            { head: "By", kind: "top", cell: row => row.by },
            { head: "What", cell: row => html`<span class="sentence">${row.sentence}</span>${row.changes.length ? changesOf(row) : nothing}` },
          ] })}</div>`,
    };
  },
};
