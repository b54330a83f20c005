// @ts-check
import { html } from "./html.js";

/** Glyphs in the colour of the words beside them; never alone without a name for screen readers. */
export const icons = {
  brand: html`<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/></svg>`,
  board: html`<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 6h16M4 12h16M4 18h10"/></svg>`,
  me: html`<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="8" r="4"/><path d="M4 20c1.5-4 4.5-6 8-6s6.500 2 8 6"/></svg>`,
  more: html`<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12h.01M12 12h.01M19 12h.01"/></svg>`,
  star: html`<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true"><path d="m12 3.500 2.600 5.300 5.900.9-4.200 4.100 1 5.800-5.300-2.700-5.300 2.700 1-5.800-4.200-4.100 5.900-.9z"/></svg>`,
  search: html`<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true"><circle cx="11" cy="11" r="6"/><path d="m20 20-4.500-4.500"/></svg>`,
};
