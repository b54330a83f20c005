// @ts-check
import { html, nothing, liveValue, ifDefined } from "./html.js";

/**
 * A labelled input with a hint and a fault beneath it, both tied to it for screen readers.
 * @param {{ id: string, label: unknown, value: string | number | undefined, input: (value: string) => void, type?: string, hint?: unknown, fault?: unknown, autocomplete?: string,
 *   placeholder?: string, required?: boolean, disabled?: boolean, readonly?: boolean, autofocus?: boolean, maxlength?: number, min?: number, max?: number, list?: string }} options
 */
export const field = ({ id, label, value, input, type = "text", hint, fault, autocomplete, placeholder, required, disabled, readonly, autofocus, maxlength, min, max, list }) => html`
  <div class="field">
    <label for=${id}>${label}</label>
    <input id=${id} name=${id} type=${type} .value=${liveValue(String(value ?? ""))} @input=${(/** @type {InputEvent} */ event) => input(/** @type {HTMLInputElement} */ (event.target).value)}
      autocomplete=${ifDefined(autocomplete)} placeholder=${ifDefined(placeholder)} maxlength=${ifDefined(maxlength)} min=${ifDefined(min)} max=${ifDefined(max)} list=${ifDefined(list)}
      ?required=${required} ?disabled=${disabled} ?readonly=${readonly} ?autofocus=${autofocus} spellcheck="false"
      aria-invalid=${fault ? "true" : "false"} aria-describedby=${ifDefined(described(id, hint, fault))}>
    ${notes(id, hint, fault)}
  </div>`;

/** A labelled drop-down. @param {{ id: string, label: unknown, value: string, options: [value: string, words: string][], change: (value: string) => void, hint?: unknown, fault?: unknown, disabled?: boolean }} options */
export const choice = ({ id, label, value, options, change, hint, fault, disabled }) => html`
  <div class="field">
    <label for=${id}>${label}</label>
    <select id=${id} ?disabled=${disabled} aria-invalid=${fault ? "true" : "false"} aria-describedby=${ifDefined(described(id, hint, fault))}
      @change=${(/** @type {Event} */ event) => change(/** @type {HTMLSelectElement} */ (event.target).value)}>
      ${options.map(([name, words]) => html`<option value=${name} .selected=${name === value}>${words}</option>`)}
    </select>
    ${notes(id, hint, fault)}
  </div>`;

/** A box to tick. @param {{ label: unknown, checked: boolean, change: (checked: boolean) => void, hint?: unknown, disabled?: boolean }} options */
export const check = ({ label, checked, change, hint, disabled }) => html`
  <label class="check"><input type="checkbox" .checked=${liveValue(checked)} ?disabled=${disabled} @change=${(/** @type {Event} */ event) => change(/** @type {HTMLInputElement} */ (event.target).checked)}>
    <span>${label}${hint ? html`<span class="hint">${hint}</span>` : nothing}</span></label>`;

const described = (/** @type {string} */ id, /** @type {unknown} */ hint, /** @type {unknown} */ fault) => [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ") || undefined;

const notes = (/** @type {string} */ id, /** @type {unknown} */ hint, /** @type {unknown} */ fault) => html`
  ${fault ? html`<p class="fault" id="${id}-fault">${fault}</p>` : nothing}${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}`;
