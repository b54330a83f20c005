// @ts-check
// Which keyword wins in a subject, and why the others lose, by the rules that calendars are read by.
import { html, nothing } from "./html.js";
import { presence } from "./presence.js";
import { latest } from "./latest.js";
import * as api from "../api.js";

const pauseMs = 150;

/**
 * @typedef {{ keyword: string, presence: string, position: number, verdict: "wins" | "lower" | "notWholeWord" | "noMatch", reason: string }} Candidate
 * @typedef {{ rows: { id: number }[], winner?: { keyword: string, presence: string, position: number }, candidates: Candidate[] }} Answer
 */

/**
 * @param {import("../frame/page.js").Page} page
 * @param {{ complete: () => { keywords: import("../client.js").Keyword[], rows: { id: number }[] }, position: (row: { id: number }) => number }} list
 *   the list as it is typed: what of it can be tried, and the place of a row in it, from 1.
 */
export function subjectTest(page, { complete, position }) {
  let subject = "", trouble = "";
  /** @type {Answer | undefined} */ let answer;

  const asking = latest(page, {
    pauseMs,
    ask: async signal => {
      const { keywords, rows } = complete();
      return { rows, ...await api.post("/rules/test", { subject, keywords }, { signal }) };
    },
    answered: told => { answer = told; trouble = ""; page.draw(); },
    failed: failure => { answer = undefined; trouble = failure.detail ?? failure.message; page.draw(); },
  });

  /** Tries it again: the subject or the list has changed. */
  function again() {
    if (subject.trim()) { asking.soon(); return; }
    asking.forget();
    answer = undefined;
    trouble = "";
    page.draw();
  }

  const place = (/** @type {{ position: number }} */ found) => position(/** @type {Answer} */ (answer).rows[found.position - 1]);

  const verdict = (/** @type {Candidate} */ candidate) => candidate.verdict === "wins"
    ? html`<li>${presence(candidate.presence)} by “${candidate.keyword}”, number ${place(candidate)}</li>`
    : html`<li><s>“${candidate.keyword}”, number ${place(candidate)}</s> ${candidate.verdict === "lower" ? "lower in the list" : "not a whole word here"}</li>`;

  function verdicts() {
    if (trouble) return html`<p class="fault">${trouble}</p>`;
    if (!answer) return html`<p class="soft">Which keyword wins shows here. Nothing of it is kept.</p>`;
    const winning = answer.candidates.filter(one => one.verdict === "wins"), others = answer.candidates.filter(one => one.verdict === "lower" || one.verdict === "notWholeWord");
    return html`${winning.length ? nothing : html`<p>No keyword matches. Such an event changes nothing.</p>`}${answer.candidates.length ? html`<ol class="why">${winning.map(verdict)}${others.map(verdict)}</ol>` : nothing}`;
  }

  return {
    again,
    view: () => html`
      <section class="sheet" aria-labelledby="try-subject"><h2 id="try-subject">Try a subject</h2>
        <div class="tester">
          <input type="text" aria-labelledby="try-subject" autocomplete="off" maxlength="255" placeholder="such as Office lunch meeting" .value=${subject}
            @input=${(/** @type {InputEvent} */ event) => { subject = /** @type {HTMLInputElement} */ (event.target).value; again(); }}>
          <div role="status">${verdicts()}</div>
        </div>
      </section>`,
  };
}
