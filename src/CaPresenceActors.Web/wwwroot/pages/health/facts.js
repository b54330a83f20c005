// @ts-check
// The figures, as facts under four headings.
import { html, nothing } from "../../parts/html.js";
import { bytes } from "./findings.js";
import { fullTime, span, time } from "../../parts/times.js";

const modes = { automatic: "not chosen yet", impersonation: "impersonation, with changes told", impersonationWithPolling: "impersonation, polled", delegate: "delegate rights", availability: "free/busy with details" };

const number = (/** @type {number} */ value) => value.toLocaleString();
const at = (/** @type {string | undefined} */ instant) => instant ? html`<span title=${fullTime(instant)}>${time(instant)}</span>` : undefined;

/** Facts without a value are left out. @param {string} title @param {[name: string, value: unknown][]} rows */
const sheet = (title, rows) => html`<section class="sheet facts"><h2>${title}</h2><dl>${rows.map(([name, value]) => value === undefined || value === "" ? nothing : html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`;

const connection = (/** @type {any} */ poller, /** @type {any} */ site) => poller.halted ? html`<span class="no"> stopped</span>` : poller.trouble ? html`<span class="no"> cannot be read</span>`
  : site.integration === false ? "switched off" : poller.mailboxes === 0 ? "nobody to read" : html`<span class="ok"> reading</span>`;

const refusals = (/** @type {Record<string, number> | undefined} */ refused) => {
  const total = Object.values(refused ?? {}).reduce((sum, count) => sum + count, 0);
  return total === 0 ? "none" : number(total);
};

const clock = (/** @type {{ from: number, to: number } | undefined} */ difference) => {
  if (!difference) return "not known yet";
  const { from, to } = difference;
  return from <= 0 && to >= 0 ? `the same within ${Math.max(-from, to).toFixed(1)} s` : `${Math.abs((from + to) / 2).toFixed(1)} s ${from > 0 ? "ahead" : "behind"}`;
};

/** @param {any} health @param {any} site */
export function facts(health, site) {
  const { poller, storage, versions, journal } = health, { server, streams, lastSweep } = poller;
  return html`<div class="fact-sheets">
    ${sheet("Exchange", [
      ["Connection", connection(poller, site)],
      ["Server", versions?.exchange],
      ["Read by", poller.access ? html`${modes[poller.access.by] ?? poller.access.by}${poller.access.chosen ? html`<span class="soft">, found by trying</span>` : nothing}` : undefined],
      ["Requests", server && `${number(server.requests)}, refused: ${refusals(server.refused)}`],
      ["Throttling", server?.backOffUntil ? html`<span class="maybe"> pauses until ${at(server.backOffUntil)}</span>` : server ? "none" : undefined],
      ["Its clock", clock(health.clockDifferenceSeconds)],
    ])}
    ${sheet("Reading", [
      ["Calendars", number(poller.mailboxes)],
      ["Followed", poller.mailboxes ? `${number(poller.followed)}, polled: ${number(poller.mailboxes - poller.followed)}` : undefined],
      ["Under way", number(poller.inFlight)],
      ["Overdue", poller.overdue ? html`<span class="maybe"> ${number(poller.overdue)}</span>` : "none"],
      ["Last round", lastSweep && `${number(lastSweep.good)} of ${number(lastSweep.mailboxes)} in ${lastSweep.tookSeconds < 10 ? lastSweep.tookSeconds.toFixed(1) : Math.round(lastSweep.tookSeconds)} s`],
      ["Streams", streams && `${number(streams.open)} for ${number(streams.subscriptions)} calendars, told: ${number(streams.notifications)}`],
    ])}
    ${sheet("Program", [
      ["Running for", health.uptimeSeconds === undefined ? undefined : html`<span title="since ${fullTime(health.startedAt)}">${span(health.uptimeSeconds * 1000)}</span>`],
      ["Version", versions && `${versions.program}, on .NET ${versions.dotnet}`],
      ["Extensions", `${number(health.extensions)}, stale: ${health.stale ? number(health.stale) : "none"}`],
      ["Listening", `${number(health.subscribers)} change ${health.subscribers === 1 ? "stream" : "streams"}`],
    ])}
    ${sheet("Database", [
      ["Journal", journal.good ? html`<span class="ok"> takes writes</span>` : html`<span class="no"> takes no writes</span>`],
      ["Position", number(journal.head)],
      ["Size", storage && bytes(storage.databaseBytes)],
      ["Free on disk", storage?.freeDiskBytes === undefined ? undefined : bytes(storage.freeDiskBytes)],
      ["Version", versions && `${versions.storage}, tables ${versions.schema}`],
    ])}</div>`;
}
