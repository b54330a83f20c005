// @ts-check
// A keyword list that is edited: the site's, or a person's own. It keeps whatever was typed until it is loaded anew.
import { html, nothing, repeat, liveValue, ifDefined, vars, classMap } from "./html.js";
import { reorder } from "./reorder.js";
import { announce } from "../frame/announce.js";

/** How many rows a list may have (the manual's limit), and how long a keyword may be. */
export const mostRows = 40;
const longest = 100;

/**
 * @typedef {import("../client.js").Keyword} Keyword
 * @typedef {Keyword & { id: number }} Row
 * @typedef {{ found?: unknown, warnings?: string[] }} Notes what is known of a row beside what was typed
 */

/** The form in which keywords are compared: case, width and spaces make no difference. @param {string} text */
const normalised = text => text.normalize("NFKC").replace(/\s+/gu, " ").trim();

/**
 * @param {import("../frame/page.js").Page} page
 * @param {{ id: string, changed: () => void, notes?: (row: Row) => Notes, foundHead?: () => string }} options
 */
export function keywordList(page, { id, changed, notes = () => ({}), foundHead }) {
  /** @type {Row[]} */ let rows = [];
  /** @type {Keyword[]} */ let saved = [];
  /** @type {Map<number, string>} */ let faults = new Map();
  let next = 0, checked = false;

  const inputId = (/** @type {Row} */ row) => `${id}-keyword-${row.id}`;
  const choiceId = (/** @type {Row} */ row) => `${id}-presence-${row.id}`;
  const wantsChoice = (/** @type {Row} */ row) => faults.has(row.id) && choiceFault(row) === faults.get(row.id);
  const faultyId = (/** @type {Row} */ row) => wantsChoice(row) ? choiceId(row) : inputId(row);
  const named = (/** @type {Row} */ row) => row.keyword.trim() ? `“${row.keyword.trim()}”` : "the empty keyword";
  const order = reorder({
    id,
    rows: () => rows,
    name: named,
    move: (from, to) => { const moved = [...rows]; moved.splice(to, 0, ...moved.splice(from, 1)); rows = moved; touched(); },
  });

  function touched() {
    if (checked) faults = find();
    changed();
    page.draw();
  }

  function set(/** @type {Row} */ row, /** @type {Partial<Keyword>} */ members) {
    rows = rows.map(one => one.id === row.id ? { ...one, ...members } : one);
    touched();
  }

  function add() {
    if (rows.length >= mostRows) {
      announce(`A list holds at most ${mostRows} keywords. Remove one first.`, "assertive");
      return;
    }
    const row = { id: next++, keyword: "", presence: "", wholeWord: false };
    rows = [...rows, row];
    touched();
    requestAnimationFrame(() => document.getElementById(inputId(row))?.focus());
  }

  function remove(/** @type {Row} */ row) {
    const at = rows.indexOf(row);
    rows = rows.filter(one => one !== row);
    touched();
    announce(`${named(row)} removed`);
    const beside = rows[Math.min(at, rows.length - 1)];
    requestAnimationFrame(() => document.getElementById(beside ? `${id}-remove-${beside.id}` : `${id}-add`)?.focus());
  }

  /** What is wrong with the presence of a row. @param {Row} row */
  function choiceFault({ presence }) {
    if (!presence) return "Choose the presence that it leads to.";
    return page.client.knows(presence) ? undefined : `There is no presence “${presence}” any more; choose another.`;
  }

  /** What is wrong with each row, in words. */
  function find() {
    const found = new Map();
    const seen = new Map();
    rows.forEach((row, i) => {
      const text = normalised(row.keyword);
      const key = text.toLowerCase();
      if (text.length === 0) found.set(row.id, "Type a keyword, or remove the row.");
      else if (text.length > longest) found.set(row.id, `${text.length} characters; at most ${longest} are allowed.`);
      else if (seen.has(key)) found.set(row.id, `The same as number ${seen.get(key)}; a keyword may stand in the list once.`);
      else if (choiceFault(row)) found.set(row.id, choiceFault(row));
      if (key && !seen.has(key)) seen.set(key, i + 1);
    });
    return found;
  }

  const plain = (/** @type {Keyword} */ { keyword, presence, wholeWord }) => ({ keyword: keyword.trim(), presence, wholeWord: Boolean(wholeWord) });
  const value = () => rows.map(plain);

  return {
    get rows() { return rows; },
    get value() { return value(); },
    get isChanged() { return JSON.stringify(value()) !== JSON.stringify(saved); },

    /** The rows that can be tried as they are typed, and the row of each. */
    get complete() {
      const wrong = find();
      const whole = rows.filter(row => !wrong.has(row.id));
      return { keywords: whole.map(plain), rows: whole };
    },

    /** @param {Keyword[]} list as it is stored */
    load(list) {
      saved = list.map(plain);
      rows = saved.map(row => ({ ...row, id: next++ }));
      faults = new Map();
      checked = false;
      changed();
      page.draw();
    },

    /** Looks through what was typed; answers with the id of the first input that needs another look. */
    check() {
      checked = true;
      faults = find();
      page.draw();
      const first = rows.find(row => faults.has(row.id));
      return first && faultyId(first);
    },

    /** Puts a refusal of the server beside its row; false when it names none. @param {string} detail */
    refuse(detail) {
      const row = rows[Number(/^Keyword (\d+)\b/.exec(detail)?.[1]) - 1];
      if (!row) return false;
      faults = new Map(faults).set(row.id, detail);
      page.draw();
      requestAnimationFrame(() => document.getElementById(inputId(row))?.focus());
      return true;
    },

    view: () => html`
      <div class="keyword-rows">
        <div class="keyword-head" aria-hidden="true"><span></span><span></span><span>Keyword</span><span>Presence</span><span>Whole word</span><span>${foundHead?.()}</span><span></span></div>
        <ol>${repeat(rows, row => row.id, (row, i) => rowView(row, i))}</ol>
        ${rows.length === 0 ? html`<p class="soft">No keywords: no event changes a presence.</p>` : nothing}
      </div>
      <div class="bar keyword-foot">
        <button type="button" id="${id}-add" aria-disabled=${ifDefined(rows.length >= mostRows ? "true" : undefined)} @click=${add}>Add keyword</button>
        ${rows.length >= mostRows ? html`<span class="soft">A list holds at most ${mostRows} keywords. Remove one to add another.</span>` : nothing}
      </div>`,

    count: () => html`<span class="soft">${rows.length} of ${mostRows}</span>`,
  };

  function rowView(/** @type {Row} */ row, /** @type {number} */ i) {
    const fault = faults.get(row.id);
    const { found, warnings = [] } = notes(row);
    const noteId = `${id}-note-${row.id}`;
    const { availability, colour } = page.client.presence(row.presence);
    return html`<li class="keyword-row" data-row data-keyword=${row.keyword}>
      <span class="place">${order.handle(row)}</span>
      <span class="number soft">${i + 1}</span>
      <input id=${inputId(row)} class="text" type="text" autocomplete="off" spellcheck="false" aria-label="Keyword ${i + 1}" .value=${liveValue(row.keyword)} aria-invalid=${fault && !wantsChoice(row) ? "true" : "false"}
        aria-describedby=${ifDefined((fault || warnings.length) && !wantsChoice(row) ? noteId : undefined)}
        @input=${(/** @type {InputEvent} */ event) => set(row, { keyword: /** @type {HTMLInputElement} */ (event.target).value })} @keydown=${(/** @type {KeyboardEvent} */ event) => order.onKey(event, row)}>
      <span class="leads-to"><span class=${classMap({ presence: true, [availability]: true, none: !row.presence })} ${vars({ "--colour": colour })} aria-hidden="true"></span>
        <select id=${choiceId(row)} aria-label="Presence of keyword ${i + 1}" aria-invalid=${wantsChoice(row) ? "true" : "false"} aria-describedby=${ifDefined(wantsChoice(row) ? noteId : undefined)} @change=${(/** @type {Event} */ event) => set(row, { presence: /** @type {HTMLSelectElement} */ (event.target).value })}>
          ${row.presence ? nothing : html`<option value="" .selected=${true}>Choose…</option>`}
          ${row.presence && !page.client.knows(row.presence) ? html`<option value=${row.presence} .selected=${true}>${row.presence}</option>` : nothing}
          ${page.client.presences.map(({ name }) => html`<option value=${name} .selected=${name === row.presence}>${name}</option>`)}
        </select></span>
      <label class="whole"><input type="checkbox" aria-label="Whole word, keyword ${i + 1}" .checked=${liveValue(Boolean(row.wholeWord))} @change=${(/** @type {Event} */ event) => set(row, { wholeWord: /** @type {HTMLInputElement} */ (event.target).checked })}><span aria-hidden="true">Whole word</span></label>
      <span class="found soft">${found}</span>
      <button type="button" class="plain icon remove" id="${id}-remove-${row.id}" aria-label="Remove ${named(row)}" title="Remove" @click=${() => remove(row)}>✕</button>
      ${fault || warnings.length ? html`<div class="notes" id=${noteId}>${fault ? html`<p class="fault">${fault}</p>` : warnings.map(words => html`<p class="warning">${words}</p>`)}</div>` : nothing}
    </li>`;
  }
}
