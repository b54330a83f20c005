// @ts-check
// Goes the whole way to Exchange with what is typed, and says of each step what was found, what it means and what to do.
import { html, nothing } from "../../parts/html.js";
import { start } from "../../job.js";
import { date } from "../../parts/times.js";
import { announce } from "../../frame/announce.js";
import { show } from "../../parts/saving.js";

/**
 * @typedef {{ step: string, state: "waiting"|"running"|"ok"|"warning"|"failed"|"skipped", found?: string, means?: string, toDo?: string, milliseconds?: number }} Step
 * @typedef {{ extension: string, account: string, reason: string, toDo?: string }} FailedMailbox
 * @typedef {{ id: string, state: "running"|"done"|"cancelled"|"failed", problem?: string, steps: Step[], mailboxes?: { total: number, done: number, good: number, failed: FailedMailbox[], more?: number },
 *   certificate?: { subject: string, issuer: string, names: string[], validFrom: string, validUntil: string, sha256: string, trusted: boolean, problem?: string } }} Test
 */

/** @type {Record<string, string>} */
const names = { name: "Name", tcp: "Network", tls: "Encryption", logIn: "Log-in", clock: "Clock", rights: "Rights", mailboxes: "Read every calendar" };
/** @type {Record<Step["state"], [look: string, words: string]>} */
const looks = { waiting: ["later", "waiting"], running: ["running", "under way"], ok: ["ok", "all is well"], warning: ["maybe", "works, but"], failed: ["no", "failed"], skipped: ["later", "left out"] };

const took = (/** @type {number | undefined} */ ms) => ms === undefined ? "" : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
const colons = (/** @type {string} */ sha256) => sha256.toUpperCase().match(/../g)?.join(":") ?? sha256;

/** @param {import("../../frame/page.js").Page} page @param {ReturnType<typeof import("./connection.js").connection>} connection */
export function connectionTest(page, connection) {
  /** @type {Test | undefined} */ let test;
  /** @type {{ cancel: () => Promise<void> } | undefined} */ let job;
  let testedWith = "", trouble = "", starting = false;

  async function run() {
    const wrong = connection.look();
    if (wrong) {
      trouble = "What is marked above needs another look first.";
      page.draw();
      requestAnimationFrame(() => show(wrong));
      return;
    }
    [trouble, test, testedWith, starting] = ["", undefined, connection.print, true];
    page.draw();
    try {
      const begun = await start("/connection-tests", connection.body(), { signal: page.signal });
      job = begun;
      for await (const state of begun.states) {
        test = /** @type {any} */ (state);
        starting = false;
        page.draw();
      }
      announce(outcome());
    } catch (/** @type {any} */ failure) {
      if (failure?.name !== "AbortError") trouble = failure.detail ?? failure.message;
    }
    job = undefined;
    starting = false;
    page.draw();
  }

  function outcome() {
    if (!test) return "";
    const failed = test.steps.filter(step => step.state === "failed");
    if (test.state === "cancelled") return "The test was cancelled.";
    if (test.state === "failed") return test.problem ?? "The test could not be carried out.";
    return failed.length ? `The test found a trouble: ${names[failed[0].step] ?? failed[0].step}. ${failed[0].toDo ?? ""}` : "The test found no trouble.";
  }

  const stepView = (/** @type {Step} */ step) => {
    const [look, words] = looks[step.state];
    return html`<li data-state=${step.state}><span class=${look} role="img" aria-label=${words}></span><span>${names[step.step] ?? step.step}</span>
      <div>${step.step === "mailboxes" ? mailboxes(step) : html`<span class=${step.state === "ok" ? "soft" : ""}>${step.found}</span>`}
        ${step.means ? html`<p class="soft">${step.means}</p>` : nothing}${step.toDo && !(step.step === "mailboxes" && test?.mailboxes?.failed.length) ? html`<p class="to-do">${step.toDo}</p>` : nothing}
        ${step.step === "tls" ? certificate() : nothing}</div>
      <span class="soft">${step.state === "skipped" ? nothing : took(step.milliseconds)}</span></li>`;
  };

  function mailboxes(/** @type {Step} */ step) {
    const { total = 0, done = 0, failed = [], more = 0 } = test?.mailboxes ?? {};
    /** @type {Map<string, FailedMailbox[]>} */ const alike = new Map();
    for (const one of failed) {
      const key = `${one.reason}\n${one.toDo ?? ""}`;
      alike.set(key, [...alike.get(key) ?? [], one]);
    }
    return html`
      ${step.state === "running" ? html`<progress aria-label="Calendars read" .max=${Math.max(1, total)} .value=${done}></progress><span class="soft">${done.toLocaleString()} of ${total.toLocaleString()}</span>`
        : html`<span class=${step.state === "ok" ? "soft" : ""}>${step.found}</span>`}
      ${[...alike.values()].map(group => html`<details class="alike" ?open=${group.length <= 3}><summary>${group.length === 1 ? group[0].extension : `${group.length.toLocaleString()} calendars`}: ${group[0].reason}</summary>
        <p class="to-do">${group[0].toDo}</p>
        <p class="those">${group.slice(0, 200).map(({ extension, account }) => html`<span><a href="/settings/users?search=${encodeURIComponent(extension)}">${extension}</a> <span class="soft">${account}</span></span>`)}</p>
        ${group.length > 200 ? html`<p class="soft">and ${(group.length - 200).toLocaleString()} more</p>` : nothing}</details>`)}
      ${more ? html`<p class="soft">${more.toLocaleString()} more could not be read; <a href="/operation/health">Health</a> lists them.</p>` : nothing}`;
  }

  function certificate() {
    const shown = test?.certificate;
    if (!shown) return nothing;
    const pinned = connection.pin.replace(/[:\s-]/g, "").toLowerCase() === shown.sha256.toLowerCase();
    return html`<details class="certificate" ?open=${!shown.trusted}><summary>Certificate of ${shown.subject}, valid until ${date(shown.validUntil)}</summary>
      ${shown.problem ? html`<p class="fault">${shown.problem}</p>` : nothing}
      <dl><dt>Issued by</dt><dd>${shown.issuer}</dd><dt>For</dt><dd>${shown.names.join(", ") || "no names"}</dd><dt>Valid</dt><dd>${date(shown.validFrom)} to ${date(shown.validUntil)}</dd>
        <dt>SHA-256</dt><dd class="fingerprint">${colons(shown.sha256)}</dd></dl>
      ${pinned ? html`<p class="soft">Pinned: this certificate is trusted, and no other.</p>` : html`
        <p class="soft">${shown.trusted ? "This machine trusts it. Pinned, it is trusted for its fingerprint alone, and another one is refused even if it is valid." : "Compare the fingerprint with the one that the Exchange server shows. Only if it is the same, pin it."}</p>
        <button type="button" @click=${() => { connection.pinCertificate(shown.sha256); page.say("The certificate is pinned. Test again; OK saves it.", "info"); }}>Pin this certificate</button>`}
    </details>`;
  }

  return {
    view: () => html`
      <section class="sheet" aria-labelledby="connection-head">
        <div class="bar"><h2 id="connection-head">Connection</h2><span class="grow"></span>
          ${job || starting ? html`<button type="button" ?disabled=${!job} @click=${() => job?.cancel().catch(failure => page.fault(failure))}>Cancel test</button>` : html`<button type="button" @click=${run}>Test connection</button>`}</div>
        ${trouble ? html`<p class="fault">${trouble}</p>` : nothing}
        ${test ? html`${test.state === "running" ? nothing : html`<p class=${testedWith === connection.print ? "" : "soft"}>${testedWith === connection.print ? (test.state === "done" ? nothing : outcome()) : "Something was changed since this test."}</p>`}
            <ol class="steps">${test.steps.map(stepView)}</ol>`
          : html`<p class="soft">${starting ? "Starting…" : "A test goes the whole way with what is typed above, from the server's name to every calendar. It changes nothing."}</p>`}
      </section>`,
  };
}
