// @ts-check
// One webhook: how it goes, its last deliveries, and everything that can be done about it.
import { html, nothing } from "../../parts/html.js";
import { field } from "../../parts/field.js";
import { table } from "../../parts/table.js";
import { openDialog } from "../../parts/dialog.js";
import { confirm } from "../../parts/confirm.js";
import { fullTime, time } from "../../parts/times.js";
import { refreshing } from "../../parts/refreshing.js";
import { askForWebhook } from "./webhook-form.js";
import { showSecret, stateOf } from "./webhooks.js";
import * as api from "../../api.js";

/**
 * @typedef {import("./webhooks.js").Webhook} Webhook
 * @typedef {{ at: string, kind: "changes" | "reset" | "test", deliveryId: string, firstPosition?: number, lastPosition?: number, count: number, status?: number, milliseconds: number, error?: string }} Delivery
 */

const refreshMs = 3000;
const kinds = { changes: "", reset: "what was pruned", test: "test" };

const span = (/** @type {Delivery} */ { kind, count, firstPosition, lastPosition }) => kind === "changes"
  ? html`${count.toLocaleString()} ${count === 1 ? "change" : "changes"} <span class="soft">${firstPosition}${lastPosition === firstPosition ? nothing : html` to ${lastPosition}`}</span>`
  : kinds[kind];

/** @param {import("../../frame/page.js").Page} page @param {Webhook} given */
export async function openWebhook(page, given) {
  let webhook = given;
  const address = `/webhooks/${encodeURIComponent(given.id)}`;
  const closed = new AbortController();
  const signal = AbortSignal.any([closed.signal, page.signal]);
  /** @type {Delivery[]} */ let deliveries = [];
  /** @type {Delivery | undefined} */ let tested;
  let fault = "", busy = "", replaying = false, after = "";
  let draw = () => {};

  async function read() {
    try {
      const [now, { deliveries: last }] = await Promise.all([api.get(address, { signal }), api.get(`${address}/deliveries`, { signal })]);
      webhook = now; deliveries = last;
    } catch (/** @type {any} */ failure) {
      if (!api.wasLeft(failure)) fault = failure.detail ?? failure.message;
    }
    if (!signal.aborted) draw();
  }

  async function run(/** @type {string} */ what, /** @type {() => Promise<any>} */ work) {
    if (busy) return;
    busy = what; fault = ""; tested = undefined; draw();
    try { await work(); }
    catch (/** @type {any} */ failure) { if (!api.wasLeft(failure)) fault = failure.detail ?? failure.message; }
    busy = ""; 
    await read();
  }

  const test = () => run("test", async () => { tested = await api.post(`${address}/test`, undefined, { signal }); });
  const save = (/** @type {any} */ spec) => api.put(address, spec, { signal });
  const toggle = () => run("toggle", async () => { const { name, url, extensions, enabled } = webhook; webhook = await save({ name, url, ...extensions ? { extensions } : {}, enabled: !enabled }); });
  const edit = () => run("edit", async () => { webhook = await askForWebhook({ title: `Edit ${webhook.name}`, yes: "Save", spec: webhook, save }) ?? webhook; });

  const renew = () => run("secret", async () => {
    if (!await confirm({ title: "New secret", text: "The old one ends at once: deliveries are refused until the receiver knows the new one. They come again by themselves.", yes: "New secret", danger: true })) return;
    await showSecret(webhook.name, (await api.post(`${address}/secret`, undefined, { signal })).secret);
  });

  const replay = (/** @type {Event} */ event) => {
    event.preventDefault();
    return run("replay", async () => {
      webhook = await api.post(`${address}/replay`, { after: Number(after) }, { signal });
      replaying = false;
      page.say(`${webhook.name} goes on after position ${Number(after).toLocaleString()}.`);
    });
  };

  const whatCame = () => tested && html`<p role="status" class=${tested.error ? "no" : "ok"}> ${tested.error ? `The test was not taken. ${tested.error}` : `The test was taken: status ${tested.status} in ${tested.milliseconds.toLocaleString()} ms.`}</p>`;

  refreshing(read, refreshMs, signal);
  await openDialog({
    title: given.name, wide: true,
    view: dialog => {
      if (draw !== dialog.draw) { draw = dialog.draw; read(); }
      const remove = () => run("remove", async () => {
        if (!await confirm({ title: `Remove ${webhook.name}`, text: "Nothing is sent to it any more. Its secret and its place in the journal are gone.", yes: "Remove", danger: true })) return;
        await api.del(address, undefined, { signal });
        page.say(`The webhook ${webhook.name} is removed.`);
        closed.abort();
        dialog.close();
      });
      return html`<div class="stack">
        <div><p class="mono">${webhook.url}</p>
          <p>${stateOf(webhook)}<span class="soft">, at position ${webhook.position.toLocaleString()}${webhook.extensions ? `, for ${webhook.extensions.join(", ")}` : ""}</span></p>
          ${webhook.lastError ? html`<p class="fault">${webhook.lastError}</p>` : nothing}</div>
        <div class="bar actions">
          <button type="button" class="first" aria-disabled=${busy === "test"} @click=${test}>${busy === "test" ? "Testing…" : "Test"}</button>
          <button type="button" @click=${edit}>Edit</button>
          <button type="button" @click=${toggle}>${webhook.enabled ? "Switch off" : "Switch on"}</button>
          <button type="button" aria-expanded=${replaying} @click=${() => { replaying = !replaying; after ||= String(webhook.position); draw(); }}>Replay…</button>
          <button type="button" @click=${renew}>New secret</button>
          <button type="button" class="danger" @click=${remove}>Remove</button></div>
        ${replaying ? html`<form class="once" @submit=${replay}>
          ${field({ id: "replay-after", label: "Go on after position", type: "number", min: 0, value: after, input: value => { after = value; }, required: true, hint: "Everything after it is sent (again). Positions are those of the history and of the deliveries." })}
          <button class="first">Replay</button></form>` : nothing}
        ${whatCame() ?? nothing}
        ${fault ? html`<p class="fault" role="alert">${fault}</p>` : nothing}
        <div><h3>Last deliveries</h3>
        ${table({ label: "Last deliveries", rows: deliveries, key: one => `${one.deliveryId} ${one.at}`, empty: "None since the program started.", columns: [
          { head: "When", kind: "num", cell: one => html`<span title=${fullTime(one.at)}>${time(one.at)}</span>` },
          { head: "What", cell: span },
          { head: "Answer", cell: one => html`<span class=${one.error ? "no" : "ok"}> ${one.error ?? one.status}</span>` },
          { head: "Took", kind: "num wide", cell: one => `${one.milliseconds.toLocaleString()} ms` },
        ] })}</div></div>`;
    },
  });
  closed.abort();
}
