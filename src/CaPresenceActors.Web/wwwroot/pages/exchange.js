// @ts-check
// System Settings › MS Exchange Setting: the manual's screen.
import * as api from "../api.js";
import { html } from "../parts/html.js";
import { check } from "../parts/field.js";
import { keywordList } from "../parts/keyword-list.js";
import { subjectTest } from "../parts/subject-test.js";
import { saving, show } from "../parts/saving.js";
import { undo } from "../parts/undo.js";
import { changedMeanwhile } from "../parts/changed-meanwhile.js";
import { connection } from "./exchange/connection.js";
import { connectionTest } from "./exchange/connection-test.js";
import { lint } from "./exchange/lint.js";
import { dryRun } from "./exchange/dry-run.js";

export default {
  styles: ["/pages/settings.css", "/pages/exchange/exchange.css"],

  /** @param {import("../frame/page.js").Page} page */
  async open(page) {
    let integration = false, savedIntegration = false;
    const exchange = connection(page, { changed: () => {} });
    const tester = connectionTest(page, exchange);
    const keywords = keywordList(page, { id: "site", changed: () => { found.soon(); subject.again(); }, notes: row => found.notes(row), foundHead: () => found.head() });
    const found = lint(page, () => keywords.complete);
    const subject = subjectTest(page, { complete: () => keywords.complete, position: row => keywords.rows.findIndex(one => one.id === row.id) + 1 });
    const lastChange = undo(page, { undone: async site => { keywords.load(site.keywords); await meanwhile.remember(); }, typed: () => keywords.isChanged });
    const meanwhile = changedMeanwhile({
      read: async () => ({ site: await api.get("/site", { signal: page.signal }), connection: await api.get("/site/exchange", { signal: page.signal }) }),
      parts: [
        { what: "the connection", of: ({ connection: told }) => told ?? null, typed: () => exchange.isChanged },
        { what: "the keywords", of: ({ site }) => site.keywords, typed: () => keywords.isChanged },
      ],
    });

    const ok = saving(page, {
      conflict: meanwhile.stops,
      parts: [
        exchange.part,
        {
          what: "the keywords",
          isChanged: () => keywords.isChanged,
          check: () => keywords.check(),
          save: async () => keywords.load((await api.put("/site/keywords", { keywords: keywords.value }, { signal: page.signal })).keywords),
          refuse: detail => keywords.refuse(detail),
        },
        {
          what: "the integration",
          isChanged: () => integration !== savedIntegration,
          check: () => undefined,
          save: async () => { savedIntegration = integration = (await api.put("/site/integration", { integration }, { signal: page.signal })).integration; },
          refuse: () => false,
        },
      ],
      saved: async () => { await Promise.all([lastChange.load(), meanwhile.remember(), page.client.refresh(page.signal)]); },
    });

    function tryOut() {
      const wrong = keywords.check();
      if (wrong) {
        ok.refuse("Not run: what is marked needs another look.");
        requestAnimationFrame(() => show(wrong));
        return;
      }
      ok.clear();
      page.draw();
      dryRun(page, { keywords: keywords.value });
    }

    await page.client.refresh(page.signal);
    const { site, connection: told } = await meanwhile.remember();
    exchange.load(told);
    keywords.load(site.keywords);
    integration = savedIntegration = site.integration;
    await lastChange.load();
    page.client.addEventListener("change", () => page.draw(), { signal: page.signal });

    return {
      view: () => html`
        <div class="bar actions"><h1>MS Exchange Setting</h1>${ok.unsaved()}<span class="grow"></span>${lastChange.view()}<button type="button" @click=${tryOut}>Dry run</button>${ok.button()}${ok.trouble()}</div>
        <section class="sheet" aria-label="Exchange server">
          ${check({ label: "Enable Exchange Schedule Integration", checked: integration, change: wanted => { integration = wanted; page.draw(); } })}
          ${exchange.view()}
        </section>
        ${tester.view()}
        <section class="sheet" aria-labelledby="keywords-head">
          <div class="bar"><h2 id="keywords-head">Schedule keywords, the highest match wins</h2><span class="grow"></span>${keywords.count()}</div>
          ${keywords.view()}
        </section>
        ${subject.view()}`,
    };
  },
};
