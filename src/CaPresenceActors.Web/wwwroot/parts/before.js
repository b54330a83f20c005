// @ts-check
// What somebody showed before, newest first. For who may see it.
import * as api from "../api.js";
import { html, nothing } from "./html.js";
import { presence } from "./presence.js";
import { causeName } from "./causes.js";
import { time, fullTime } from "./times.js";

const recent = 12;

/**
 * @param {import("../frame/page.js").Page} page
 * @param {string} extension
 */
export function beforeSheet(page, extension) {
  /** @type {any[] | undefined} */ let changes;
  let fault = "", reading = 0;

  async function read() {
    const turn = ++reading;
    try {
      const history = await api.get(`/presence/${encodeURIComponent(extension)}/history${api.query({ limit: recent })}`, { signal: page.signal });
      if (turn !== reading) return; // It has changed again meanwhile.
      [changes, fault] = [history.changes, ""];
    } catch (/** @type {any} */ failure) {
      if (turn !== reading || api.wasLeft(failure)) return;
      fault = failure.detail ?? String(failure);
    }
    page.draw();
  }

  page.live.watch(changed => { if (!changed || changed.has(extension)) read(); }, page.signal);
  read();

  return {
    view: () => html`
      <section class="sheet" aria-labelledby="before-title">
        <h2 id="before-title">Before</h2>
        ${fault ? html`<p class="fault" role="alert">${fault}</p>` : nothing}
        ${changes?.length ? html`<ol class="before">${changes.map(change => html`<li><span class="soft" title=${fullTime(change.at)}>${time(change.at)}</span> ${presence(change.to)} <span class="soft">${causeName(change.cause)}${change.keyword ? html` · “${change.keyword}”` : nothing}</span></li>`)}</ol>`
          : html`<p class="soft">${changes ? "No change is on record." : "Reading…"}</p>`}
      </section>`,
  };
}
