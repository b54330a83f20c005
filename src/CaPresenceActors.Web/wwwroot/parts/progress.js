// @ts-check
import { html, nothing } from "./html.js";

/** How far long work is: a bar, the figures and a way to cancel. @param {{ label: string, done: number, total: number, cancel?: () => void }} options */
export const progress = ({ label, done, total, cancel }) => html`
  <div class="bar progress">
    <span>${label}</span>
    <progress aria-label=${label} .max=${Math.max(1, total)} .value=${total ? done : 0}></progress>
    <span class="soft">${done.toLocaleString()} of ${total.toLocaleString()}</span>
    ${cancel ? html`<button type="button" @click=${cancel}>Cancel</button>` : nothing}
  </div>`;
