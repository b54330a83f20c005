// @ts-check
import { html, liveValue } from "../../parts/html.js";

/** An instant as the address has it, from what stands in a field of date and time. @param {string} local in the viewer's zone @returns {string | undefined} */
export const instantOf = local => local && !Number.isNaN(Date.parse(local)) ? new Date(local).toISOString() : undefined;

/** A field of date and time. @param {{ id: string, label: string, value: string, change: (value: string) => void }} options */
export const when = ({ id, label, value, change }) => html`<div class="field instant"><label for=${id}>${label}</label>
  <input type="datetime-local" id=${id} .value=${liveValue(value)} @change=${(/** @type {Event} */ event) => change(/** @type {HTMLInputElement} */ (event.target).value)}></div>`;
