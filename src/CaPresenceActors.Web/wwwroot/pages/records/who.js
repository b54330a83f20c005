// @ts-check
// Choosing a person by extension or name. Who has left can still be asked for by extension.
import { html, nothing, liveValue } from "../../parts/html.js";

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
  let typed = value, choosing = false;

  function type(/** @type {string} */ text) {
    typed = text;
    choosing = true;
    if (text.trim() === "") { choosing = false; pick(""); }
    page.draw();
  }

  function choose(/** @type {string} */ extension) {
    typed = extension;
    choosing = false;
    pick(extension);
    page.draw();
  }

  // Enter takes who fits alone, or the extension as it is typed.
  function enter(/** @type {KeyboardEvent} */ event) {
    if (event.key === "Escape" && choosing) { event.preventDefault(); choosing = false; page.draw(); }
    if (event.key !== "Enter" || !typed.trim()) return;
    event.preventDefault();
    const found = fitting(page.live.rows, typed);
    const exact = found.find(({ extension }) => extension === typed.trim());
    choose(exact?.extension ?? (found.length === 1 ? found[0].extension : typed.trim()));
  }

  return {
    clear() { typed = ""; choosing = false; },
    view: () => {
      const found = choosing ? fitting(page.live.rows, typed) : [];
      const name = !choosing && typed ? page.live.rows.get(typed.trim())?.name : undefined;
      return html`<div class="field wider who-field"><label for="who">Extension or name</label>
        <input type="search" id="who" autocomplete="off" spellcheck="false" aria-describedby="who-hint" .value=${liveValue(typed)} @input=${(/** @type {InputEvent} */ event) => type(/** @type {HTMLInputElement} */ (event.target).value)} @keydown=${enter}>
        <span class="unseen" id="who-hint">Press Enter to look for an extension, or choose from the names that fit.</span>
        ${name ? html`<span class="beneath-words">${name}</span>` : nothing}
        ${choosing && typed.trim() ? html`<div class="menu suggestions" role="group" aria-label="Who fits">
          ${found.slice(0, most).map(row => html`<button type="button" class="plain" @click=${() => choose(row.extension)}>${row.name} <span class="soft">${row.extension}</span></button>`)}
          ${found.length > most ? html`<span class="hint">and more: type on</span>` : nothing}
          ${found.some(({ extension }) => extension === typed.trim()) ? nothing : html`<button type="button" class="plain" @click=${() => choose(typed.trim())}>Extension “${typed.trim()}”</button>`}</div>` : nothing}</div>`;
    },
  };
}
