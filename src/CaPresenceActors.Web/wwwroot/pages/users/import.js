// @ts-check
// Users from a CSV file: choose it, see what it would do line by line, then let it.
import { html, nothing } from "../../parts/html.js";
import { openDialog } from "../../parts/dialog.js";
import { chips } from "../../parts/chips.js";
import { table } from "../../parts/table.js";
import { announce } from "../../frame/announce.js";
import { changeList } from "../records/changes.js";
import * as api from "../../api.js";

/**
 * @typedef {{ line: number, extension?: string, name?: string, kind: "add" | "change" | "same" | "wrong", changes?: import("../records/changes.js").Change[], problem?: string }} Line
 * @typedef {{ added: number, changed: number, unchanged: number, badLines: number, rows: Line[] }} Preview
 */

const kinds = /** @type {[Line["kind"], string, string][]} */ ([["wrong", "wrong", "no"], ["add", "new", "ok"], ["change", "changed", "maybe"], ["same", "as it is", ""]]);
const longest = 64 * 1024 * 1024;

/** How many lines are of a kind in the whole file, of which not all are shown. @param {Preview} preview @returns {Record<Line["kind"], number>} */
const counts = ({ added, changed, unchanged, badLines }) => ({ wrong: badLines, add: added, change: changed, same: unchanged });

const people = (/** @type {number} */ count) => `${count.toLocaleString()} ${count === 1 ? "user" : "users"}`;

/** @param {import("../../frame/page.js").Page} page @param {File | undefined} given dropped already @returns {Promise<boolean>} whether anybody was imported */
export async function importUsers(page, given) {
  /** @type {File | undefined} */ let file;
  /** @type {Preview | undefined} */ let preview;
  /** @type {Line["kind"] | ""} */ let shown = "";
  let fault = "", busy = "", over = false, imported = false;
  const closed = new AbortController();
  const signal = AbortSignal.any([closed.signal, page.signal]);
  let draw = () => {};

  async function send(/** @type {string} */ what, /** @type {string} */ path) {
    busy = what; fault = ""; draw();
    try { return await api.post(path, file, { type: "text/csv", signal }); }
    catch (/** @type {any} */ failure) { if (!api.wasLeft(failure)) fault = failure.detail ?? failure.message; }
    finally { busy = ""; draw(); }
    return undefined;
  }

  async function look(/** @type {File | undefined} */ chosen) {
    if (!chosen || busy) return;
    file = chosen; preview = undefined; shown = ""; over = false;
    if (file.size > longest) { fault = `${file.name} has ${(file.size / 1024 / 1024).toFixed(0)} MB; at most 64 are taken. Import it in parts.`; draw(); return; }
    preview = await send(`Reading ${file.name}…`, "/users/import?preview=true");
    if (preview?.badLines) shown = "wrong";
    if (preview) announce(preview.badLines ? `${preview.badLines} lines are wrong.` : `${preview.added} new, ${preview.changed} changed, ${preview.unchanged} as they are.`);
    draw();
  }

  async function bringIn(/** @type {() => void} */ close) {
    if (busy || !preview) return;
    const did = await send(`Importing ${people(preview.added + preview.changed)}…`, "/users/import");
    if (!did) return;
    imported = true;
    page.say(`Imported: ${did.added.toLocaleString()} new, ${did.changed.toLocaleString()} changed, ${did.unchanged.toLocaleString()} as they were.`);
    close();
  }

  const chooser = () => html`
    <div class="drop ${over ? "over" : ""}" @dragover=${(/** @type {DragEvent} */ event) => { event.preventDefault(); if (!over) { over = true; draw(); } }}
      @dragleave=${() => { over = false; draw(); }} @drop=${(/** @type {DragEvent} */ event) => { event.preventDefault(); look(event.dataTransfer?.files[0]); }}>
      <label for="import-file">${preview ? "Another CSV file" : "Drop a CSV file here, or choose one"}</label>
      <input type="file" id="import-file" accept=".csv,text/csv" @change=${(/** @type {Event} */ event) => { const input = /** @type {HTMLInputElement} */ (event.target); look(input.files?.[0]); }}>
      ${preview ? nothing : html`<p class="hint">UTF-8, with the columns <code>extension,name,exchangeAccount</code> and, if wanted, <code>integration,timeZone,group</code>.<br>
        Known extensions are changed, others are added, nobody is removed. Nothing is done before you have seen what it would be.</p>`}
    </div>`;

  const told = (/** @type {Preview} */ seen) => {
    const many = counts(seen);
    const all = seen.added + seen.changed + seen.unchanged + seen.badLines;
    const rows = seen.rows.filter(({ kind }) => !shown || kind === shown);
    return html`
      ${seen.badLines ? html`<p class="fault" role="alert">${seen.badLines.toLocaleString()} ${seen.badLines === 1 ? "line is" : "lines are"} wrong, so nobody can be imported. Mend the file and choose it again.</p>` : nothing}
      ${chips({ label: "Lines", value: shown, pick: kind => { shown = kind; draw(); }, options: [{ value: /** @type {Line["kind"] | ""} */ (""), words: "All lines", count: all },
        ...kinds.filter(([kind]) => many[kind] > 0).map(([kind, words]) => ({ value: kind, words: words[0].toUpperCase() + words.slice(1), count: many[kind] }))] })}
      <div class="preview" tabindex="0" role="region" aria-label="Preview">${table({ label: "What the file would do", rows, key: row => row.line, empty: "No such line is among those that are shown.", columns: [
        { head: "Line", kind: "num", cell: row => row.line.toLocaleString() },
        ...shown === "wrong" ? [] : [{ head: "Ext.", kind: "num", cell: (/** @type {Line} */ row) => row.extension ?? "" }, { head: "Name", cell: (/** @type {Line} */ row) => row.name ?? "" }],
        { head: "What", cell: row => { const [, words, mark] = /** @type {[string, string, string]} */ (kinds.find(([kind]) => kind === row.kind)); return html`<span class="kind ${mark}">${mark ? " " : nothing}${words}</span>`; } },
        { head: "How", cell: row => row.problem ?? (row.changes ? changeList(row.changes) : "") },
      ] })}</div>
      ${all > seen.rows.length ? html`<p class="hint">${seen.rows.length.toLocaleString()} of ${all.toLocaleString()} lines are shown.</p>` : nothing}`;
  };

  await openDialog({
    title: "Import users", wide: true,
    view: dialog => {
      if (draw !== dialog.draw) { draw = dialog.draw; if (given) { const dropped = given; queueMicrotask(() => look(dropped)); } }
      const wouldDo = preview && !preview.badLines ? preview.added + preview.changed : 0;
      return html`<div class="stack">
        ${busy ? html`<div class="bar progress"><span role="status">${busy}</span><progress aria-label=${busy}></progress></div>` : nothing}
        ${fault ? html`<p class="fault" role="alert">${fault}</p>` : nothing}
        ${preview ? told(preview) : nothing}
        ${busy ? nothing : chooser()}
        <div class="bar end"><button type="button" @click=${() => dialog.close()}>${busy ? "Stop" : "Cancel"}</button>
          ${preview && !preview.badLines ? html`<button type="button" class="first" ?disabled=${wouldDo === 0} aria-disabled=${busy !== ""} @click=${() => bringIn(dialog.close)}>${wouldDo ? `Import ${people(wouldDo)}` : "Nothing to import"}</button>` : nothing}</div></div>`;
    },
  });
  closed.abort();
  return imported;
}
