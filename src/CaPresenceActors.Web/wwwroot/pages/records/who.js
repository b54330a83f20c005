// @ts-check
// Choosing a person by extension or name. Who has left can still be asked for by extension.
import { html, nothing, liveValue } from "../../parts/html.js";
import { announce } from "../../frame/announce.js";

const most = 6;

/** @param {Map<string, import("../../live.js").Row>} rows @param {string} typed @returns {import("../../live.js").Row[]} who fits, the exact extension first */
export function fitting(rows, typed) {
  const wanted = typed.trim().toLocaleLowerCase();
  if (!wanted) return [];
  /** @type {import("../../live.js").Row[]} */ const found = [];
  const exact = rows.get(typed.trim());
  if (exact) found.push(exact);
  for (const row of rows.values()) {
    if (found.length > most) break;
    if (row !== exact && (row.extension.startsWith(wanted) || row.name.toLocaleLowerCase().includes(wanted))) found.push(row);
  }
  return found;
}

/**
 * @param {import("../../frame/page.js").Page} page
 * @param {{ value: string, pick: (extension: string) => void }} options `value` is an extension
 */
export function who(page, { value, pick }) {
  let typed = value, inForce = value, choosing = false;

  function type(/** @type {string} */ text) {
    typed = text;
    choosing = true;
    if (text.trim() === "") { choosing = false; take(""); }
    else if (page.live.rows.has(text.trim())) {
      choosing = fitting(page.live.rows, text).length > 1; // It may be the beginning of a longer one.
      take(text.trim());
    }
    page.draw();
  }

  function choose(/** @type {string} */ extension) {
    typed = extension;
    choosing = false;
    take(extension);
    page.draw();
  }

  function take(/** @type {string} */ extension) {
    if (extension === inForce) return;
    inForce = extension;
    pick(extension);
  }

  /** The extension, who fits alone, or, where nobody fits, what is typed: somebody who has left. Undefined where several fit. */
  function meant() {
    const found = fitting(page.live.rows, typed);
    if (found.length > 1 && found[0].extension !== typed.trim()) return undefined;
    return found[0]?.extension ?? typed.trim();
  }

  function onKey(/** @type {KeyboardEvent} */ event) {
    if (event.key === "Escape" && choosing) { event.preventDefault(); choosing = false; page.draw(); }
    if (event.key !== "Enter" || !typed.trim()) return;
    event.preventDefault();
    const extension = meant();
    if (extension !== undefined) return choose(extension);
    choosing = true;
    announce("Several fit: choose one beneath, or type on");
    page.draw();
  }

  // Whoever leaves the field with nothing that is clear finds in it what the page goes by.
  function leave(/** @type {FocusEvent} */ event) {
    const field = /** @type {HTMLElement} */ (event.currentTarget);
    if (page.signal.aborted || field.contains(/** @type {Node | null} */ (event.relatedTarget)) || !choosing && typed === inForce) return;
    choose(typed.trim() ? meant() ?? inForce : "");
  }

  return {
    clear() { typed = inForce = ""; choosing = false; },
    view: () => {
      const found = choosing ? fitting(page.live.rows, typed) : [];
      const name = !choosing && typed ? page.live.rows.get(typed.trim())?.name : undefined;
      return html`<div class="field wider who-field" @focusout=${leave}><label for="who">Extension or name</label>
        <input type="search" id="who" placeholder="Extension, or part of a name" autocomplete="off" spellcheck="false" aria-describedby="who-hint" .value=${liveValue(typed)} @input=${(/** @type {InputEvent} */ event) => type(/** @type {HTMLInputElement} */ (event.target).value)} @keydown=${onKey}>
        <span class="unseen" id="who-hint">Press Enter to look for an extension, or choose from the names that fit.</span>
        ${name ? html`<span class="beneath-words">${name}</span>` : nothing}
        ${choosing && typed.trim() ? html`<div class="menu suggestions" role="group" aria-label="Who fits" @mousedown=${(/** @type {Event} */ event) => event.preventDefault() /* A press is no leaving. */}>
          ${found.slice(0, most).map(row => html`<button type="button" class="plain" @click=${() => choose(row.extension)}>${row.name} <span class="soft">${row.extension}</span></button>`)}
          ${found.length > most ? html`<span class="hint">and more: type on</span>` : nothing}
          ${found.some(({ extension }) => extension === typed.trim()) ? nothing : html`<button type="button" class="plain" @click=${() => choose(typed.trim())}>Extension “${typed.trim()}”</button>`}</div>` : nothing}</div>`;
    },
  };
}
