// @ts-check
import { html, nothing } from "./html.js";

/** One of several, as buttons that are pressed or not. @template T
 *  @param {{ label: string, options: { value: T, words: unknown, count?: number }[], value: T, pick: (value: T) => void }} options */
export const chips = ({ label, options, value, pick }) => html`
  <div class="chips" role="group" aria-label=${label}>${options.map(option => html`
    <button type="button" class="chip" aria-pressed=${option.value === value ? "true" : "false"} @click=${() => pick(option.value)}>${option.words}${option.count === undefined ? nothing : html` <span class="count">${option.count.toLocaleString()}</span>`}</button>`)}
  </div>`;
