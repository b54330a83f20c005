// @ts-check
import { html } from "../parts/html.js";

export default {
  /** @param {import("../frame/page.js").Page} page */
  open(page) {
    page.live.watch(() => page.draw(), page.signal);
    return { view: () => html`<div class="bar"><h1>Board</h1></div>${[...page.live.rows.values()].map(row => html`<p><a href="/people/${encodeURIComponent(row.extension)}">${row.name}</a> ${row.presence}</p>`)}` };
  },
};
