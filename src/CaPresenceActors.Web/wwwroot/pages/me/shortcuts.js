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
  const presence = `/presence/${encodeURIComponent(extension)}`;

  async function run(/** @type {() => Promise<void>} */ change) {
    if (busy) return;
    busy = true; page.draw();
    try { await change(); }
    catch (failure) { page.fault(failure); }
    busy = false; page.draw();
  }

  const show = (/** @type {string} */ name) => run(async () => {
    const { manual } = await api.get(`${presence}/why`, { signal: page.signal }); // The row does not tell how long what was set by hand would have held.
    page.live.take(await api.put(`${presence}/manual`, { presence: name, hold: "untilNextChange" }));
    page.say(`You show ${name} until the next change`, "done", { label: "Undo", run: () => takeBack(manual) });
  });

  // What an appointment hid is not put before it.
  const takeBack = (/** @type {{ presence: string, hold: string, until?: string, hidden: boolean } | undefined} */ before) => run(async () => {
    const held = before && !before.hidden && (!before.until || Date.parse(before.until) > Date.now()) ? before : undefined;
    page.live.take(await (held ? api.put(`${presence}/manual`, { presence: held.presence, hold: held.hold, until: held.until }) : api.del(`${presence}/manual`)));
    page.say(held ? `You show ${held.presence} again` : "Back to the calendar", "done");
  });

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
