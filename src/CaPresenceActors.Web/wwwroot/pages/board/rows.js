// @ts-check
import { html, repeat, ref, vars, nothing } from "../../parts/html.js";
import { presence, stale } from "../../parts/presence.js";
import { head } from "../../parts/table.js";
import { icons } from "../../parts/icons.js";
import { outlook } from "../../parts/outlook.js";
import { time, fullTime } from "../../parts/times.js";

/** @typedef {import("../../live.js").Row} Row */

const columns = [
  { head: "Name", name: "name", kind: "who" },
  { head: "Ext.", name: "extension", kind: "ext num" },
  { head: "Presence", name: "presence", kind: "shows" },
  { head: "Since", name: "since", kind: "since" },
  { head: "Until", kind: "until" },
  { head: "Next", kind: "next soft" },
];

/**
 * The board's table: only the rows in sight are in the document.
 * @param {{ extensions: string[], rows: Map<string, Row>, window: import("./window.js").RowWindow, sort: string, onSort: (by: string) => void, active: string | undefined, open: string | undefined,
 *   changed: Set<string>, favourites: Set<string> | undefined, star: (extension: string) => void, pick: (extension: string, event: Event) => void, onKey: (event: KeyboardEvent) => void }} board
 */
export function boardTable(board) {
  const { extensions, rows, window, sort, onSort } = board;
  const { start, end, abovePx, belowPx } = window.slice(extensions.length);
  const now = new Date();
  const seen = extensions.slice(start, end);
  const stop = seen.includes(board.active ?? "") ? board.active : extensions[Math.min(Math.max(window.firstInSight, start), end - 1)];
  const sorted = { by: sort.replace("-", ""), down: sort.startsWith("-") };
  return html`
    <table class="people" aria-label="Everybody" aria-rowcount=${extensions.length + 1}>
      <thead><tr aria-rowindex="1">${board.favourites ? html`<th class="star" scope="col"><span class="unseen">Favourite</span></th>` : nothing}${columns.map(column => head(column, sorted, onSort))}</tr></thead>
      <tbody ${ref(window.attach)} @keydown=${board.onKey}>
        ${space(abovePx)}${repeat(seen, extension => extension, (extension, i) => rowOf(board, /** @type {Row} */ (rows.get(extension)), start + i + 2, extension === stop ? "0" : "-1", now))}${space(belowPx)}
      </tbody>
    </table>`;
}

const space = (/** @type {number} */ px) => html`<tr class="space" aria-hidden="true"><td ${vars({ height: `${px}px` })}></td></tr>`;

/** @param {any} board @param {Row} row @param {number} number @param {string} stop tab index: the table is one stop, the arrows go on from there @param {Date} now */
function rowOf({ changed, open, favourites, star, pick }, row, number, stop, now) {
  const { until, next } = outlook(row, now);
  const { extension } = row;
  return html`<tr aria-rowindex=${number} data-extension=${extension} class=${changed.has(extension) ? "changed" : ""} ?data-open=${open === extension} @click=${(/** @type {Event} */ event) => pick(extension, event)}>
    ${favourites ? html`<td class="star"><button type="button" class="plain icon" tabindex=${stop} aria-pressed=${favourites.has(extension) ? "true" : "false"} aria-label="Favourite: ${row.name}" @click=${(/** @type {Event} */ event) => { event.stopPropagation(); star(extension); }}>${icons.star}</button></td>` : nothing}
    <td class="who"><a href="/people/${encodeURIComponent(extension)}" tabindex=${stop}>${row.name}</a> ${stale(row.staleSince, now)}<span class="beneath">${extension}</span></td>
    <td class="ext num">${extension}</td>
    <td class="shows">${presence(row.presence)}<span class="beneath">${until ? (until.startsWith("until") ? until : `until ${until}`) : next || `since ${time(row.since, now)}`}</span></td>
    <td class="since" title=${fullTime(row.since)}>${time(row.since, now)}</td>
    <td class="until">${until}</td>
    <td class="next soft">${next}</td>
  </tr>`;
}
