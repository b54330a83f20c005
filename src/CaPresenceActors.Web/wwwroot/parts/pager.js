// @ts-check
import { html, nothing } from "./html.js";

/**
 * Where one is in a list that the server pages by key: it can only say what comes after a row, so the way back is remembered.
 */
export class Pager {
  /** @type {string[]} */ #before = [];
  /** @type {string | undefined} */ #next;
  #skipped = [0];

  /** The row after which this page begins; undefined on the first. @type {string | undefined} */
  get after() { return this.#before.at(-1); }

  get isFirst() { return this.#before.length === 0; }

  /** How many rows the pages before this one had. */
  get skipped() { return /** @type {number} */ (this.#skipped.at(-1)); }

  restart() { this.#before = []; this.#skipped = [0]; this.#next = undefined; }

  /** Takes what a page said of the one after it. @param {string | undefined} next an address of this API */
  take(next) { this.#next = next ? new URL(next, location.origin).searchParams.get("after") ?? undefined : undefined; }

  /** @param {number} shown how many rows this page has */
  forward(shown) { if (this.#next !== undefined) { this.#before.push(this.#next); this.#skipped.push(this.skipped + shown); } }

  back() { this.#before.pop(); if (this.#skipped.length > 1) this.#skipped.pop(); }

  /** @param {{ shown: number, total?: number, go: () => void, label: string }} options */
  view({ shown, total, go, label }) {
    if (this.isFirst && this.#next === undefined) return undefined;
    return html`<nav class="bar pager" aria-label=${label}>
      <span class="soft">${shown === 0 ? "There is no more." : html`${(this.skipped + 1).toLocaleString()} to ${(this.skipped + shown).toLocaleString()}${total === undefined ? nothing : html` of ${total.toLocaleString()}`}`}</span><span class="grow"></span>
      <button type="button" ?disabled=${this.isFirst} @click=${() => { this.back(); go(); }}>Previous</button>
      <button type="button" ?disabled=${this.#next === undefined} @click=${() => { this.forward(shown); go(); }}>Next</button></nav>`;
  }
}
