// @ts-check
// How reading goes, mailbox by mailbox, by state.
import { html, nothing } from "../../parts/html.js";
import { chips } from "../../parts/chips.js";
import { table } from "../../parts/table.js";
import { Pager } from "../../parts/pager.js";
import { fullTime, time } from "../../parts/times.js";
import { stateNamed, stateNames } from "./states.js";
import * as api from "../../api.js";

/** @typedef {{ extension: string, account: string, state: string, reason?: string, lastGoodRead?: string, staleSince?: string, nextTry?: string, followed: boolean }} Mailbox */

const perPage = 50;
const whatNeedsCare = stateNames.filter(name => name !== "reading" && name !== "waiting");

/** @param {import("../../frame/page.js").Page} page */
export function mailboxes(page) {
  const pager = new Pager();
  /** @type {Mailbox[]} */ let rows = [];
  let state = page.query.get("state") ?? undefined;

  // Whoever has chosen nothing sees what is worst.
  const wanted = () => state ?? whatNeedsCare.find(name => self.counts[name] > 0) ?? "";

  async function read() {
    const asked = wanted();
    const answer = await ask(asked);
    self.counts = answer.counts;
    const turned = asked === wanted() ? answer : await ask(wanted()); // Trouble came up, or went.
    rows = turned.mailboxes;
    pager.take(turned.next);
  }

  const ask = (/** @type {string} */ asked) => api.get(`/mailboxes${api.query({ state: asked, after: pager.after, limit: perPage })}`, { signal: page.signal });

  async function reread() {
    try { await read(); }
    catch (failure) { page.fault(failure); }
    page.draw();
  }

  function pick(/** @type {string} */ name) {
    state = name;
    pager.restart();
    page.setQuery({ state });
    return reread();
  }

  const all = () => Object.values(self.counts).reduce((sum, count) => sum + count, 0);
  const when = (/** @type {string | undefined} */ instant) => instant ? html`<span title=${fullTime(instant)}>${time(instant)}</span>` : "";
  const name = (/** @type {Mailbox} */ { extension }) => page.live.rows.get(extension)?.name ?? "";

  const self = {
    /** @type {Record<string, number>} */ counts: {},
    read,
    async show(/** @type {string} */ wantedState) {
      await pick(wantedState);
      document.getElementById("mailboxes")?.scrollIntoView({ block: "start" });
    },
    view: () => html`<section class="part" id="mailboxes"><div class="bar"><h2>Mailboxes</h2>
        ${chips({ label: "State", value: wanted(), pick, options: [{ value: "", words: "All", count: all() }, ...stateNames.filter(known => self.counts[known] > 0 || known === wanted()).map(known => ({ value: known, words: stateNamed(known).words, count: self.counts[known] ?? 0 }))] })}</div>
      ${table({ label: "Mailboxes", rows, key: row => row.extension, empty: all() === 0 ? "No calendar is read: nobody has an Exchange user account and the integration on." : "None are in this state.",
        foot: pager.view({ shown: rows.length, total: wanted() ? self.counts[wanted()] : all(), go: reread, label: "Pages of mailboxes" }), columns: [
          { head: "Ext.", kind: "num", cell: row => html`<a href="/settings/users?user=${encodeURIComponent(row.extension)}">${row.extension}</a>` },
          { head: "Name", cell: row => html`${name(row)}<span class="beneath-words">${row.account}</span>` },
          { head: "State", cell: row => html`<span class=${stateNamed(row.state).mark}>${stateNamed(row.state).mark ? " " : nothing}${stateNamed(row.state).words}</span>${row.reason ? html`<span class="beneath-words">${row.reason}</span>` : nothing}` },
          { head: "Last read", kind: "num wide", cell: row => row.lastGoodRead ? when(row.lastGoodRead) : "never" },
          { head: "Next try", kind: "num wide", cell: row => when(row.nextTry) },
          { head: "Seen by", kind: "wide num", cell: row => row.followed ? "followed" : "polled" },
        ] })}</section>`,
  };
  page.live.watch(changed => { if (!changed) page.draw(); }, page.signal); // For the names.
  return self;
}
