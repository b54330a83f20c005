// @ts-check
import { html, nothing } from "../parts/html.js";
import { personNow } from "../parts/person.js";
import { liveSign } from "../parts/live-sign.js";
import { daySheet } from "../parts/day-sheet.js";
import { whyShown } from "../parts/why.js";
import { beforeSheet } from "../parts/before.js";
import { everyMinute } from "../parts/times.js";

export default {
  styles: ["/parts/day.css"],

  /** @param {import("../frame/page.js").Page} page */
  open(page) {
    const { extension } = page.params;
    const now = personNow(page, () => extension);
    const day = daySheet(page, extension);
    const why = whyShown(page);
    const before = page.session.may("receptionist") || page.session.current.extension === extension ? beforeSheet(page, extension) : undefined;
    page.live.watch(changed => { if (!changed || changed.has(extension) || changed.size === 0) page.draw(); }, page.signal);
    page.client.addEventListener("change", () => page.draw(), { signal: page.signal });
    everyMinute(() => page.draw(), page.signal);

    const here = (/** @type {import("../live.js").Row} */ row) => html`
      <div class="bar"><h1>${row.name}</h1><span class="soft">${extension}</span>${row.group ? html`<span class="soft">${row.group}</span>` : nothing}<span class="grow"></span>${liveSign()}</div>
      <section class="sheet" aria-label="Presence now">${now.view(row)}${why.view(row)}</section>
      ${day.view()}${before?.view() ?? nothing}`;

    const missing = () => html`
      <div class="bar"><h1>${extension}</h1></div>
      <section class="sheet"><p>${page.live.isLoaded ? html`Nobody has the extension ${extension}. <a href="/">Go to the board</a>` : "Reading the board…"}</p></section>`;

    return {
      view: () => {
        const row = page.live.rows.get(extension);
        if (row) page.retitle(row.name);
        return row ? here(row) : missing();
      },
    };
  },
};
