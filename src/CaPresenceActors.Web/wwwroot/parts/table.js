// @ts-check
import { html, repeat, nothing } from "./html.js";

/**
 * @template Row
 * @typedef {{ head: string, cell: (row: Row) => unknown, name?: string, kind?: "num" | "wide" | "soft" | string }} Column
 * `name` makes the head a button that sorts; `kind` is a class of the cells ("wide": only where there is room).
 */

/**
 * A table of records. For what is too long to hold, page on the server and give a `foot`.
 * @template Row
 * @param {{ label: string, rows: Row[], key: (row: Row) => unknown, columns: Column<Row>[], sort?: { by: string, down: boolean }, onSort?: (by: string) => void, empty?: unknown, foot?: unknown }} options
 */
export const table = ({ label, rows, key, columns, sort, onSort, empty, foot }) => html`
  <div class="sheet flush scrolls"><table aria-label=${label}>
    <thead><tr>${columns.map(column => head(column, sort, onSort))}</tr></thead>
    <tbody>${repeat(rows, key, row => html`<tr>${columns.map(column => html`<td class=${column.kind ?? ""}>${column.cell(row)}</td>`)}</tr>`)}</tbody>
  </table>
  ${rows.length === 0 && empty ? html`<p class="note">${empty}</p>` : nothing}${foot ? html`<div class="note">${foot}</div>` : nothing}</div>`;

/** A table head that sorts, if it has a name. @param {{ head: string, name?: string, kind?: string }} column @param {{ by: string, down: boolean } | undefined} sort @param {((by: string) => void) | undefined} onSort */
export function head({ head: words, name, kind = "" }, sort, onSort) {
  if (!name || !onSort) return html`<th scope="col" class=${kind}>${words || html`<span class="unseen">Actions</span>`}</th>`;
  const sorted = sort?.by === name ? (sort.down ? "descending" : "ascending") : "none";
  return html`<th scope="col" class=${kind} aria-sort=${sorted}><button type="button" class="plain sort" @click=${() => onSort(name)}>${words}</button></th>`;
}
