// @ts-check
// Two things that people want in one click: to be back before the calendar says so, and to be gone before it does.
import * as api from "../../api.js";
import { html, nothing } from "../../parts/html.js";
import { time } from "../../parts/times.js";

const soonMs = 2 * 3_600_000;

/**
 * @param {import("../../frame/page.js").Page} page
 * @param {string} extension
 */
export function shortcuts(page, extension) {
  let busy = false;
  const address = `/presence/${encodeURIComponent(extension)}/manual`;

  async function run(/** @type {() => Promise<any>} */ change, /** @type {string} */ done) {
    if (busy) return;
    busy = true; page.draw();
    try {
      page.live.take(await change());
      page.say(done, "done", { label: "Undo", run: () => run(() => api.del(address), "Back to the calendar") });
    } catch (failure) { page.fault(failure); }
    busy = false; page.draw();
  }

  const show = (/** @type {string} */ presence) => run(() => api.put(address, { presence, hold: "untilNextChange" }), `You show ${presence} until the next change`);

  return {
    /** @param {import("../../live.js").Row} row */
    view: row => {
      const usual = page.client.presences[0]?.name;
      const back = usual && row.presence !== usual;
      const early = row.next && row.next !== row.presence && row.next !== usual && row.until && new Date(row.until).getTime() - Date.now() < soonMs;
      return back || early ? html`<div class="bar shortcuts">
        ${back ? html`<button type="button" ?disabled=${busy} @click=${() => show(usual)}><b>Back now</b> <span class="soft">${usual}</span></button>` : nothing}
        ${early ? html`<button type="button" ?disabled=${busy} @click=${() => show(/** @type {string} */ (row.next))}><b>Leave early</b> <span class="soft">${row.next} now instead of at ${time(row.until)}</span></button>` : nothing}
      </div>` : nothing;
    },
  };
}
