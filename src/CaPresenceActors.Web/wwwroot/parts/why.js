// @ts-check
import { html, nothing } from "./html.js";
import * as api from "../api.js";

/** "Why?": the server's sentences on what an extension shows, read when somebody asks. @param {import("../frame/page.js").Page} page */
export function whyShown(page) {
  /** @type {string | undefined} */ let asked;
  /** @type {{ extension: string, sequence: number, sentences: string[] } | undefined} */ let answer;

  async function ask(/** @type {import("../live.js").Row} */ row) {
    asked = row.extension;
    try {
      const { sentences } = await api.get(`/presence/${encodeURIComponent(row.extension)}/why`, { signal: page.signal });
      answer = { extension: row.extension, sequence: row.sequence, sentences };
    } catch (failure) {
      page.fault(failure);
    }
    asked = undefined;
    page.draw();
  }

  return {
    /** @param {import("../live.js").Row} row */
    view: row => {
      if (!page.session.may("receptionist") && page.session.current.extension !== row.extension) return nothing;
      const known = answer?.extension === row.extension && answer.sequence === row.sequence ? answer : undefined;
      return html`<div class="because">${known
        ? html`<h2>Why</h2><ul>${known.sentences.map(sentence => html`<li>${sentence}</li>`)}</ul>`
        : html`<button type="button" ?disabled=${asked === row.extension} @click=${() => ask(row)}>Why?</button>`}</div>`;
    },
  };
}
