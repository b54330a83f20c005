// @ts-check
// Webhooks: receivers that presence changes are posted to, and how that goes.
import { html, nothing } from "../../parts/html.js";
import { table } from "../../parts/table.js";
import { showOnce } from "../../parts/shown-once.js";
import { fullTime, time } from "../../parts/times.js";
import { askForWebhook } from "./webhook-form.js";
import { openWebhook } from "./webhook-dialog.js";
import * as api from "../../api.js";

/**
 * @typedef {{ id: string, name: string, url: string, enabled: boolean, extensions?: string[], position: number, behind: number,
 *   state: "idle" | "delivering" | "retrying" | "disabled", lastDeliveredAt?: string, nextTryAt?: string, lastError?: string }} Webhook
 */

const states = { idle: ["ok", "up to date"], delivering: ["ok", "delivering"], retrying: ["no", "tries again"], disabled: ["", "off"] };

/** How a webhook goes, as a mark and words. @param {Webhook} webhook */
export function stateOf({ state, behind, nextTryAt, lastError }) {
  const [mark, words] = state === "disabled" && lastError ? ["no", "switched itself off"] : states[state];
  return html`<span class=${mark}>${mark ? " " : nothing}${words}</span>${behind > 0 && state !== "disabled" ? html`<span class="soft">, ${behind.toLocaleString()} behind</span>` : nothing}${state === "retrying" && nextTryAt ? html`<span class="soft">, next ${time(nextTryAt)}</span>` : nothing}`;
}

/** What everybody is told who gets a new secret. @param {string} name @param {string} secret */
export const showSecret = (name, secret) => showOnce({ title: `Secret of ${name}`, label: "Secret", secret,
  text: html`The receiver proves with it that a delivery is genuine: the header <code>X-Capresence-Signature</code> is made with it.` });

/** @param {import("../../frame/page.js").Page} page */
export function webhooks(page) {
  /** @type {Webhook[]} */ let known = [];
  let fault = "";

  async function load() {
    known = (await api.get("/webhooks", { signal: page.signal })).webhooks;
    fault = "";
    page.draw();
  }

  // By itself it does not pop up; the list says that it is old.
  async function refresh() {
    try { await load(); }
    catch (/** @type {any} */ failure) { if (!api.wasLeft(failure)) { fault = failure.detail ?? failure.message; page.draw(); } }
  }

  async function add() {
    const made = await askForWebhook({ title: "New webhook", yes: "Create", save: spec => api.post("/webhooks", spec, { signal: page.signal }) });
    if (!made) return;
    await showSecret(made.name, made.secret);
    await refresh();
  }

  async function open(/** @type {Webhook} */ webhook) {
    await openWebhook(page, webhook);
    await refresh();
  }

  return {
    load,
    refresh,
    view: () => html`
      <div class="bar"><h2>Webhooks</h2><span class="grow"></span><button type="button" @click=${add}>New webhook</button></div>
      ${fault ? html`<p class="fault">Not current: ${fault}</p>` : nothing}
      ${table({ label: "Webhooks", rows: known, key: one => one.id, empty: "There are none. A webhook posts each presence change to an address of yours.", columns: [
        { head: "Name", cell: one => html`<button type="button" class="link" @click=${() => open(one)}>${one.name}</button><span class="beneath-words">${one.url}</span>` },
        { head: "State", cell: one => html`${stateOf(one)}${one.lastError && one.state !== "idle" ? html`<span class="beneath-words">${one.lastError}</span>` : nothing}` },
        { head: "Whose", kind: "wide", cell: one => one.extensions ? `${one.extensions.length.toLocaleString()} ${one.extensions.length === 1 ? "extension" : "extensions"}` : "everybody" },
        { head: "Last delivery", kind: "num wide", cell: one => one.lastDeliveredAt ? html`<span title=${fullTime(one.lastDeliveredAt)}>${time(one.lastDeliveredAt)}</span>` : "never" },
      ] })}`,
  };
}
