// @ts-check
import { html } from "../parts/html.js";
import { personNow } from "../parts/person.js";
import { daySheet } from "../parts/day-sheet.js";
import { whyShown } from "../parts/why.js";
import { liveSign } from "../parts/live-sign.js";
import { shortcuts } from "./me/shortcuts.js";
import { options } from "./me/options.js";
import { myKeywords } from "./me/keywords.js";

export default {
  styles: ["/parts/day.css", "/pages/settings.css", "/pages/me.css"],

  /** @param {import("../frame/page.js").Page} page */
  open(page) {
    const extension = page.session.current.extension;
    if (!extension) {
      return {
        view: () => html`<div class="bar"><h1>Me</h1></div>
          <section class="sheet"><p>You are signed in as ${page.session.current.name}, who has no extension, so there is no presence to set here. <a href="/">Go to the board</a></p></section>`,
      };
    }

    const now = personNow(page, () => extension);
    const [quick, today, mine, keywords] = [shortcuts(page, extension), daySheet(page, extension), options(page, extension), myKeywords(page, extension)];
    const why = whyShown(page);
    page.live.watch(changed => { if (!changed || changed.has(extension) || changed.size === 0) page.draw(); }, page.signal);
    page.client.addEventListener("change", () => page.draw(), { signal: page.signal });

    return {
      view: () => {
        const row = page.live.rows.get(extension);
        return html`
          <div class="bar"><h1>${row?.name ?? page.session.current.displayName}</h1><span class="soft">${extension}</span><span class="grow"></span>${liveSign()}</div>
          <section class="sheet" aria-label="My presence now">${row ? html`${now.view(row)}<div class="quick">${quick.view(row)}${why.view(row)}</div>` : html`<p class="soft">Reading the board…</p>`}</section>
          ${today.view()}${keywords.view()}${mine.view()}`;
      },
    };
  },
};
