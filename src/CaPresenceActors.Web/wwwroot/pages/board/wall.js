// @ts-check
// The wall display: as many as fit, in columns; the others follow by turns. Nobody operates it.
import { html, repeat, vars, nothing } from "../../parts/html.js";
import { presence } from "../../parts/presence.js";
import { liveSign } from "../../parts/live-sign.js";
import { outlook } from "../../parts/outlook.js";
import { time } from "../../parts/times.js";

const turnMs = 12_000;
const columnPx = 430;
const rowPx = 80;
const barPx = 90;

/** @param {import("../../frame/page.js").Page} page */
export function wall(page) {
  let turn = 0;
  const timer = setInterval(() => { turn++; page.draw(); }, turnMs);
  page.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  addEventListener("resize", () => page.draw(), { signal: page.signal });

  return {
    /** @param {string} heading @param {string[]} extensions @param {Set<string>} changed */
    view: (heading, extensions, changed) => {
      const columns = Math.max(1, Math.floor((innerWidth - 64) / columnPx));
      const lines = Math.max(1, Math.floor((innerHeight - barPx) / rowPx));
      const pages = Math.max(1, Math.ceil(extensions.length / (columns * lines)));
      const at = turn % pages;
      const seen = extensions.slice(at * columns * lines, (at + 1) * columns * lines);
      const now = new Date();
      return html`
        <div class="bar"><h1>${heading}</h1>${liveSign()}<span class="grow"></span>${pages > 1 ? html`<span class="soft">${at + 1} / ${pages}</span>` : nothing}<b>${time(now, now)}</b></div>
        <ul class="wall" ${vars({ "--columns": columns, "--lines": lines, "--row": `${rowPx}px` })}>${repeat(seen, extension => extension, extension => line(page, extension, changed, now))}</ul>`;
    },
  };
}

function line(/** @type {import("../../frame/page.js").Page} */ page, /** @type {string} */ extension, /** @type {Set<string>} */ changed, /** @type {Date} */ now) {
  const row = page.live.rows.get(extension);
  if (!row) return nothing;
  const { until, next } = outlook(row, now);
  return html`<li class=${changed.has(extension) ? "changed" : ""}><span class="name">${row.name}</span><span class="ext">${extension}</span>${presence(row.presence)}<span class="next">${until ? (until.startsWith("until") ? until : `until ${until}`) : next}</span></li>`;
}
