// @ts-check
import { html } from "../../parts/html.js";

/** @typedef {{ member: string, before?: string, after?: string }} Change */

const words = {
  name: "Name", exchangeAccount: "Exchange user account", integration: "Integration", timeZone: "Time zone", group: "Group", hideTimes: "Hide times", keywords: "Own keywords",
  role: "Role", password: "Password", url: "Address", enabled: "Delivers", extensions: "Extensions", secret: "Secret", scope: "May", server: "Server", port: "Port", path: "Exchange Web Services address",
  userName: "User name", tls: "TLS", access: "Read by", authentication: "Log-in by", certificate: "Certificate", pollIntervalSeconds: "Read every, seconds", requestTimeoutSeconds: "Time limit, seconds",
  afterEvent: "After an event", usersMayChangeProfile: "Users may change their profile", newUsersIntegrated: "New users are integrated", scheduleTimes: "Who sees times", invitation: "Invitation", sessions: "Sessions",
};

const values = { true: "yes", false: "no" };

/** A member of settings in words: `keywords[lunch]` is the keyword “lunch”. @param {string} member */
export function memberName(member) {
  const row = /^(\w+)\[(.*)\]$/s.exec(member);
  if (row) return `${row[1] === "keywords" ? "Keyword" : row[1] === "presences" ? "Presence" : words[row[1]] ?? row[1]} “${row[2]}”`;
  if (member === "keywords.order") return "Order of the keywords";
  if (member === "presences.order") return "Order of the presences";
  const [first, ...inner] = member.split(".");
  return [words[first] ?? first, ...inner.map(part => words[part] ?? part)].join(", ");
}

const shown = (/** @type {string | undefined} */ value) => value === undefined ? html`<span class="none">none</span>` : value === "" ? html`<span class="none">empty</span>` : values[value] ?? value;

/** What was and what is, one beneath the other. @param {Change[]} changes */
export const changeList = changes => html`<ul class="changes">${changes.map(({ member, before, after }) => html`<li><span class="member">${memberName(member)}</span>
  <span class="was"><span class="unseen">was </span>${shown(before)}</span><span aria-hidden="true" class="arrow">→</span><span class="is"><span class="unseen">is </span>${shown(after)}</span></li>`)}</ul>`;
