// @ts-check
// What people choose for themselves: whether the calendar drives their presence, which calendar, and who sees its times.
import * as api from "../../api.js";
import { html, nothing } from "../../parts/html.js";
import { check, field } from "../../parts/field.js";

/**
 * @param {import("../../frame/page.js").Page} page
 * @param {string} extension
 */
export function options(page, extension) {
  const address = `/users/${encodeURIComponent(extension)}`;
  /** @type {string | undefined} */ let account;
  /** What was ticked and is not confirmed yet: a box must not jump back meanwhile. @type {Record<string, boolean>} */ let ticked = {};
  let fault = "", busy = false;

  const profile = () => page.client.me.profile ?? {};
  page.askBeforeLeaving(() => account === undefined || account === (profile().exchangeAccount ?? "") ? null : "Your Exchange account is not saved yet.");

  async function save(/** @type {string} */ what, /** @type {object} */ body, /** @type {string} */ done) {
    busy = true; fault = ""; page.draw();
    try {
      await api.put(`${address}/${what}`, body);
      await page.client.refresh(page.signal);
      if (what === "account") account = undefined;
      page.say(done);
    } catch (/** @type {any} */ failure) {
      if (what === "account") fault = failure.detail ?? String(failure); else page.fault(failure);
    }
    busy = false; ticked = {}; page.draw();
  }

  function tick(/** @type {string} */ what, /** @type {Record<string, boolean>} */ body, /** @type {string} */ done) {
    ticked = body;
    save(what, body, done);
  }

  const isTicked = (/** @type {string} */ member) => ticked[member] ?? Boolean(profile()[member]);

  return {
    view: () => html`
      <section class="sheet" aria-labelledby="options-title">
        <h2 id="options-title">My options</h2>
        ${check({ label: "Exchange integration for my extension", hint: "Your calendar sets your presence by itself.", checked: isTicked("integration"), disabled: busy,
          change: integration => tick("integration", { integration }, integration ? "Your calendar sets your presence" : "Your calendar is left alone") })}
        ${check({ label: "Hide the times of my schedule from other users", hint: "They see what you show, but not until when. Receptionists and administrators see the times all the same.", checked: isTicked("hideTimes"), disabled: busy,
          change: hideTimes => tick("privacy", { hideTimes }, hideTimes ? "Other users no longer see your times" : "Everybody sees your times") })}
        ${page.client.site.usersMayChangeProfile ? html`
          <form class="fields one-line" @submit=${(/** @type {Event} */ event) => { event.preventDefault(); save("account", { exchangeAccount: (account ?? "").trim() }, "Your Exchange account is saved"); }}>
            ${field({ id: "account", label: "Exchange user account", value: account ?? profile().exchangeAccount ?? "", hint: "[user name]@[domain name]", fault, autocomplete: "email", maxlength: 254, input: value => { account = value; fault = ""; page.draw(); } })}
            <div class="field"><button type="submit" ?disabled=${busy || account === undefined || account === (profile().exchangeAccount ?? "")}>Save</button></div>
          </form>` : profile().exchangeAccount ? html`<p class="hint">Exchange user account: ${profile().exchangeAccount}. Your administrator keeps it.</p>` : nothing}
      </section>`,
  };
}
