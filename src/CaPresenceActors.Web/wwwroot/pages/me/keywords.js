// @ts-check
// The keywords that count for me: the site's list, as it was downloaded at log-in, or a list of my own.
import * as api from "../../api.js";
import { html, nothing } from "../../parts/html.js";
import { confirm } from "../../parts/confirm.js";
import { keywordList } from "../../parts/keyword-list.js";
import { presence } from "../../parts/presence.js";
import { subjectTest } from "../../parts/subject-test.js";

/**
 * @param {import("../../frame/page.js").Page} page
 * @param {string} extension
 */
export function myKeywords(page, extension) {
  const address = `/users/${encodeURIComponent(extension)}/keywords`;
  /** @type {import("../../client.js").Keyword[] | undefined} */ let loaded;
  let busy = false, fault = "";

  const list = keywordList(page, { id: "mine", changed: () => tester.again() });
  const tester = subjectTest(page, { complete: () => list.complete, position: row => list.rows.findIndex(one => one.id === row.id) + 1 });
  page.askBeforeLeaving(() => page.client.keywords.own && list.isChanged ? "Your keywords are not saved yet." : null);

  // What was typed stays; a list that was changed elsewhere is taken over only where nothing was.
  function follow() {
    const { rows } = page.client.keywords;
    if (rows === loaded || (loaded && list.isChanged)) return;
    loaded = rows;
    list.load(rows);
  }

  async function put(/** @type {import("../../client.js").Keyword[] | null} */ keywords, /** @type {string} */ done, /** @type {import("../../client.js").Keyword[] | null | undefined} */ before = undefined) {
    busy = true; fault = ""; page.draw();
    try {
      await api.put(address, { keywords });
      await page.client.refresh(page.signal);
      loaded = page.client.keywords.rows;
      list.load(loaded);
      page.say(done, "done", before === undefined ? undefined : { label: "Undo", run: () => put(before, "Your keywords are as before") });
    } catch (/** @type {any} */ failure) {
      if (!list.refuse(failure.detail ?? "")) fault = failure.detail ?? String(failure);
    }
    busy = false; page.draw();
  }

  function save() {
    const wrong = list.check();
    if (wrong) document.getElementById(wrong)?.focus();
    else put(list.value, "Your keywords are saved", loaded);
  }

  async function backToSite() {
    if (await confirm({ title: "Back to the site's keywords?", text: "Your own list goes; the site's list counts for you from then on, with every change that is made to it.", yes: "Use the site's list" })) {
      await put(null, "The site's keywords count for you", page.client.keywords.rows);
    }
  }

  const readOnly = (/** @type {import("../../client.js").Keyword[]} */ rows) => rows.length
    ? html`<ol class="keywords">${rows.map(row => html`<li><span>“${row.keyword}”${row.wholeWord ? html` <span class="soft">whole word</span>` : nothing}</span> ${presence(row.presence)}</li>`)}</ol>`
    : html`<p class="soft">No keyword: your calendar changes nothing.</p>`;

  return {
    view: () => {
      const { own, rows } = page.client.keywords;
      if (own) follow(); else loaded = undefined;
      return html`
        <section class="sheet" aria-labelledby="keywords-title">
          <div class="bar"><h2 id="keywords-title">My keywords</h2><span class="soft">${own ? "a list of my own, the highest match wins" : `the site's list, ${rows.length} ${rows.length === 1 ? "keyword" : "keywords"}, the highest match wins`}</span>${own ? list.count() : nothing}<span class="grow"></span>
            ${own ? html`<button type="button" ?disabled=${busy} @click=${backToSite}>Back to the site's list</button><button type="button" class="first" ?disabled=${busy || !list.isChanged} @click=${save}>Save keywords</button>`
              : html`<button type="button" ?disabled=${busy} @click=${() => put(rows, "You have a copy of your own to change", null)}>Make my own copy</button>`}</div>
          ${fault ? html`<p class="fault" role="alert">${fault}</p>` : nothing}
          ${own ? html`${list.view()}${tester.view()}` : readOnly(rows)}
        </section>`;
    },
  };
}
