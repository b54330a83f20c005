// @ts-check
// Before saving: what would change for whom. Calendars are read for it, so it takes a while and can be cancelled.
import { html, nothing, repeat } from "../../parts/html.js";
import { openDialog } from "../../parts/dialog.js";
import { progress } from "../../parts/progress.js";
import { presence } from "../../parts/presence.js";
import { chips } from "../../parts/chips.js";
import { time } from "../../parts/times.js";
import { start } from "../../job.js";

/**
 * @typedef {{ from: string, until: string, before: string, after: string, keyword?: string }} Change
 * @typedef {{ id: string, state: "running"|"done"|"cancelled"|"failed", problem?: string, from?: string, to?: string, total: number, done: number, waits?: { until?: string, reason: string }, affected: number,
 *   people: { extension: string, name: string, changes: Change[], moreChanges?: number }[], more?: number, unread: number, unreadable: { extension: string, reason: string }[] }} DryRun
 */

const shownChanges = 5;

/** Opens the dialog and begins at once. @param {import("../../frame/page.js").Page} page @param {object} candidate the settings that are thought of: keywords, presences, options */
export async function dryRun(page, candidate) {
  /** @type {DryRun | undefined} */ let run;
  let days = 7, trouble = "";
  let left = new AbortController();
  /** @type {() => void} */ let draw = () => {};

  async function begin() {
    left.abort(); // Ends the one before, if it still goes.
    const mine = left = new AbortController();
    run = undefined;
    trouble = "";
    draw();
    try {
      const job = await start("/dry-runs", { ...candidate, days }, { signal: AbortSignal.any([mine.signal, page.signal]) });
      for await (const state of job.states) {
        if (mine.signal.aborted) return;
        run = /** @type {any} */ (state);
        cancel = job.cancel;
        draw();
      }
    } catch (/** @type {any} */ failure) {
      if (mine.signal.aborted || failure?.name === "AbortError") return;
      trouble = failure.detail ?? failure.message;
      draw();
    }
  }

  /** @type {() => Promise<void>} */ let cancel = async () => {};

  function head() {
    if (trouble) return html`<p class="fault">${trouble}</p>`;
    if (!run) return html`<p class="soft">Starting…</p>`;
    if (run.state === "running") return html`${progress({ label: "Reading calendars", done: run.done, total: run.total, cancel: () => cancel().catch(failure => page.fault(failure)) })}
      ${run.waits ? html`<p class="soft">${run.waits.reason}</p>` : nothing}`;
    const looked = `${run.done.toLocaleString()} of ${run.total.toLocaleString()} looked at`;
    if (run.state === "failed") return html`<p class="fault">${run.problem ?? "It could not be carried out."}</p><p class="soft">${looked}</p>`;
    return html`<p role="status"><strong>${run.affected === 0 ? "Nobody would show anything else" : `${run.affected.toLocaleString()} ${run.affected === 1 ? "person" : "people"} would show something else`}</strong>
      ${run.state === "cancelled" ? html`<span class="soft">so far; cancelled, ${looked}</span>` : html`<span class="soft">between ${time(run.from)} and ${time(run.to)}; ${looked}</span>`}</p>`;
  }

  const change = (/** @type {Change} */ one) => html`<li><span class="when soft">${time(one.from)} – ${time(one.until)}</span><span class="pair">${presence(one.before)} <span aria-label="becomes">→</span> ${presence(one.after)}</span>
    ${one.keyword ? html`<span class="soft">by “${one.keyword}”</span>` : nothing}</li>`;

  const person = (/** @type {DryRun["people"][number]} */ one) => html`<li class="person"><h3>${one.name} <span class="soft">${one.extension}</span></h3>
    <ul>${one.changes.slice(0, shownChanges).map(change)}</ul>
    ${one.changes.length > shownChanges ? html`<details><summary>${one.changes.length - shownChanges + (one.moreChanges ?? 0)} more</summary><ul>${one.changes.slice(shownChanges).map(change)}</ul>
      ${one.moreChanges ? html`<p class="soft">The last ${one.moreChanges} are not listed.</p>` : nothing}</details>` : nothing}</li>`;

  const unread = () => !run?.unreadable.length ? nothing : html`<details class="unreadable"><summary>${(run.unread ?? run.unreadable.length).toLocaleString()} ${run.unreadable.length === 1 ? "calendar" : "calendars"} could not be read</summary>
    <ul>${run.unreadable.map(({ extension, reason }) => html`<li>${extension} <span class="soft">${reason}</span></li>`)}</ul></details>`;

  begin();
  await openDialog({
    title: "Dry run",
    wide: true,
    view: dialog => {
      draw = dialog.draw;
      return html`<div class="dry-run">
        <p class="soft">What would change with the keywords as they are typed. Nothing is saved, and no subjects are shown.</p>
        ${chips({ label: "How far ahead", options: [{ value: 1, words: "1 day" }, { value: 7, words: "7 days" }, { value: 14, words: "14 days" }], value: days, pick: wanted => { if (wanted !== days) { days = wanted; begin(); } } })}
        ${head()}${unread()}
        ${run?.people.length ? html`<ol class="people" tabindex="0" aria-label="Who would show something else">${repeat(run.people, one => one.extension, person)}</ol>` : nothing}
        ${run?.more ? html`<p class="soft">${run.more.toLocaleString()} more are not listed.</p>` : nothing}
        <div class="bar end"><button type="button" @click=${() => dialog.close()}>Close</button></div></div>`;
    },
  });
  left.abort(); // Closing it cancels what still goes.
}
