// @ts-check
// API tokens: what lets programs in.
import { html, nothing } from "../../parts/html.js";
import { table } from "../../parts/table.js";
import { field, choice } from "../../parts/field.js";
import { openDialog } from "../../parts/dialog.js";
import { confirm } from "../../parts/confirm.js";
import { showOnce } from "../../parts/shown-once.js";
import { date, fullTime, time } from "../../parts/times.js";
import { roles, roleHint, roleName } from "./roles.js";
import * as api from "../../api.js";

/** @typedef {{ id: string, name: string, scope: "read" | "write", role: string, createdAt: string, createdBy: string, lastUsedAt?: string, expiresAt?: string }} Token */

const scopes = /** @type {[string, string][]} */ ([["read", "Read only"], ["write", "Read and write"]]);
const scopeName = (/** @type {string} */ scope) => scopes.find(([value]) => value === scope)?.[1] ?? scope;
const isOver = (/** @type {Token} */ token) => token.expiresAt !== undefined && Date.parse(token.expiresAt) <= Date.now();

/** @param {import("../../frame/page.js").Page} page */
export function tokens(page) {
  /** @type {Token[]} */ let known = [];

  async function load() {
    known = (await api.get("/tokens", { signal: page.signal })).tokens;
    page.draw();
  }

  async function create() {
    const typed = { name: "", scope: "read", role: "receptionist", until: "" };
    let fault = "", busy = false;
    const made = await openDialog({
      title: "New API token",
      view: ({ close, draw }) => {
        const submit = async (/** @type {Event} */ event) => {
          event.preventDefault();
          if (busy) return;
          busy = true; fault = ""; draw();
          const expiresAt = typed.until ? endOf(typed.until) : undefined;
          try { return close(await api.post("/tokens", { name: typed.name, scope: typed.scope, role: typed.role, ...expiresAt ? { expiresAt } : {} }, { signal: page.signal })); }
          catch (/** @type {any} */ failure) { fault = failure.detail ?? failure.message; }
          busy = false; draw();
        };
        return html`<form @submit=${submit}>
          ${field({ id: "token-name", label: "Name", value: typed.name, input: value => { typed.name = value; }, required: true, autofocus: true, maxlength: 64, autocomplete: "off", placeholder: "such as switchboard", fault, hint: "History and audit call it token: and this name." })}
          ${choice({ id: "token-scope", label: "May", value: typed.scope, options: scopes, change: value => { typed.scope = value; draw(); }, hint: typed.scope === "read" ? "It can change nothing." : "It can do what its role may." })}
          ${choice({ id: "token-role", label: "Role", value: typed.role, options: roles, change: value => { typed.role = value; draw(); }, hint: roleHint[typed.role] })}
          ${field({ id: "token-until", label: "Counts until the end of", type: "date", value: typed.until, input: value => { typed.until = value; }, hint: "Empty: until it is revoked." })}
          <div class="bar end"><button type="button" @click=${() => close()}>Cancel</button><button class="first" aria-disabled=${busy}>Create</button></div></form>`;
      },
    });
    if (!made) return;
    await showOnce({ title: `Token ${made.name}`, label: "Token", secret: made.token, text: html`Send it as the header <code>Authorization: Bearer …</code>. Only its fingerprint is stored.` });
    await reload();
  }

  async function revoke(/** @type {Token} */ token) {
    const sure = await confirm({ title: `Revoke ${token.name}`, text: "What uses it is shut out at once. This cannot be taken back.", yes: "Revoke", danger: true });
    if (!sure) return;
    try {
      await api.del(`/tokens/${encodeURIComponent(token.id)}`, undefined, { signal: page.signal });
      page.say(`The token ${token.name} is revoked.`);
    } catch (failure) {
      page.fault(failure);
    }
    await reload();
  }

  async function reload() {
    try { await load(); }
    catch (failure) { page.fault(failure); }
  }

  return {
    load,
    view: () => html`
      <div class="bar"><h2>API tokens</h2><span class="grow"></span><button type="button" @click=${create}>New token</button></div>
      ${table({ label: "API tokens", rows: known, key: token => token.id, empty: "There are none. A token lets a program use the HTTP API.", columns: [
        { head: "Name", cell: token => html`${token.name}<span class="beneath-words narrow-only">${scopeName(token.scope)}, ${roleName(token.role)}</span>` },
        { head: "May", kind: "wide", cell: token => scopeName(token.scope) },
        { head: "Role", kind: "wide", cell: token => roleName(token.role) },
        { head: "Created", kind: "wide", cell: token => html`<span title=${fullTime(token.createdAt)}>${date(token.createdAt)}</span> <span class="soft">by ${token.createdBy}</span>` },
        { head: "Last used", kind: "num wide", cell: token => token.lastUsedAt ? html`<span title=${fullTime(token.lastUsedAt)}>${time(token.lastUsedAt)}</span>` : "never" },
        { head: "Counts until", kind: "num", cell: token => !token.expiresAt ? "no end" : isOver(token) ? html`<span class="stale">expired</span>` : date(token.expiresAt) },
        { head: "", kind: "short", cell: token => html`<button type="button" class="plain danger" aria-label="Revoke ${token.name}" @click=${() => revoke(token)}>Revoke</button>` },
      ] })}${nothing}`,
  };
}

/** The end of a day of the viewer's calendar. @param {string} day `YYYY-MM-DD` */
function endOf(day) {
  const [year, month, dayOfMonth] = day.split("-").map(Number);
  return new Date(year, month - 1, dayOfMonth + 1).toISOString();
}
