// @ts-check
// How everything is: what needs attention first, in words; then the figures, calmly current.
import { html, nothing } from "../parts/html.js";
import { chips } from "../parts/chips.js";
import { refreshing } from "../parts/refreshing.js";
import { time } from "../parts/times.js";
import { findings } from "./health/findings.js";
import { facts } from "./health/facts.js";
import { charts } from "./health/charts.js";
import { mailboxes } from "./health/mailboxes.js";
import { errorTable } from "./health/errors.js";
import * as api from "../api.js";

const refreshMs = 10_000;
const atFirst = 6;

export default {
  styles: ["/pages/lists.css", "/pages/health.css"],

  /** @param {import("../frame/page.js").Page} page */
  async open(page) {
    /** @type {any} */ let health;
    /** @type {any[]} */ let errors = [];
    let readAt = new Date(), fault = "", showsAll = false;
    const drawn = charts(page);
    const boxes = mailboxes(page);

    async function read() {
      const options = { signal: page.signal };
      const [now, { errors: logged }] = await Promise.all([api.get("/health", options), api.get("/health/errors", options), drawn.read(), boxes.read()]);
      [health, errors, readAt, fault] = [now, logged, new Date(), ""];
      page.draw();
    }

    // What refreshes itself does not pop up: the page says how old it is.
    async function refresh() {
      try { await read(); }
      catch (/** @type {any} */ failure) { if (!api.wasLeft(failure)) { fault = failure.detail ?? failure.message; page.draw(); } }
    }

    await read();
    refreshing(refresh, refreshMs, page.signal);

    const needing = () => {
      const found = findings({ health, counts: boxes.counts, errors, site: page.client.site, now: readAt });
      if (found.length === 0) return html`<section class="sheet" aria-label="Attention"><p class="ok"> Everything is well: calendars are read, and presence follows them.</p></section>`;
      return html`<section class="sheet attention" aria-labelledby="attention"><h2 id="attention">Needs attention</h2><ul>${found.map(finding => html`
        <li class=${finding.mark}><div><strong>${finding.what}</strong> ${finding.means}<p class="hint">${finding.toDo}
          ${finding.link ? html` <a href=${finding.link[1]}>${finding.link[0]}</a>` : nothing}
          ${finding.state ? html` <button type="button" class="link" @click=${() => boxes.show(/** @type {string} */ (finding.state))}>Show which</button>` : nothing}</p></div></li>`)}</ul></section>`;
    };

    const more = () => errors.length > atFirst && !showsAll ? html`<button type="button" @click=${() => { showsAll = true; page.draw(); }}>Show all ${errors.length}</button>` : undefined;

    return {
      view: () => html`
        <div class="bar"><h1>Health</h1>${fault ? html`<span class="live lost">not current since ${time(readAt)}: ${fault}</span>` : html`<span class="soft">refreshes itself</span>`}</div>
        ${needing()}
        ${facts(health, page.client.site)}
        <section class="sheet" aria-label="The last minutes">
          <div class="bar"><h2>Over time</h2><span class="grow"></span>${chips({ label: "How far back", value: drawn.minutes, pick: drawn.pick, options: [{ value: 60, words: "1 hour" }, { value: 360, words: "6 hours" }, { value: 1440, words: "1 day" }] })}</div>
          ${drawn.view()}</section>
        <section class="part"><div class="bar"><h2>Recent errors and warnings</h2></div>${errorTable(showsAll ? errors : errors.slice(0, atFirst), more())}</section>
        ${boxes.view()}`,
    };
  },
};
