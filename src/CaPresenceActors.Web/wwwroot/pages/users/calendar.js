// @ts-check
import { html } from "../../parts/html.js";
import { stale } from "../../parts/presence.js";

/**
 * How somebody's calendar stands, in a few words.
 * @param {import("../users.js").User} user @param {import("../../live.js").Row | undefined} row @param {boolean} siteIntegrates
 */
export function calendarOf(user, row, siteIntegrates) {
  if (!user.integration) return html`<span class="none">not integrated</span>`;
  if (!user.exchangeAccount) return html`<span class="maybe"> no account</span>`;
  if (!siteIntegrates) return html`<span class="none">integration is off</span>`;
  if (row?.staleSince) return html`<a href="/settings/users?user=${encodeURIComponent(user.extension)}">${stale(row.staleSince)}</a>`;
  return html`<span class="ok"> integrated</span>`;
}
