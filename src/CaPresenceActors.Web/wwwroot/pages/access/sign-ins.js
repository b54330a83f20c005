// @ts-check
// Administrators and receptionists: who may do more than look after themselves.
import { html, nothing } from "../../parts/html.js";
import { table } from "../../parts/table.js";
import { field, choice } from "../../parts/field.js";
import { openDialog } from "../../parts/dialog.js";
import { confirm } from "../../parts/confirm.js";
import { newest } from "../../parts/newest.js";
import { fullTime, time } from "../../parts/times.js";
import { roles, roleHint, roleName } from "./roles.js";
import { invite, signInPart, standing } from "./sign-in-part.js";
import * as api from "../../api.js";

/** @typedef {import("./sign-in-part.js").SignIn} SignIn */

const most = 1000;
const mostFound = 50;

/** @param {import("../../frame/page.js").Page} page */
export function signIns(page) {
  /** @type {SignIn[]} */ let known = [];

  /** @type {SignIn[] | undefined} */ let found;
  let search = "";

  async function load() {
    const [administrators, receptionists] = await Promise.all(["administrator", "receptionist"].map(role => api.get(`/sign-ins${api.query({ role, limit: most })}`, { signal: page.signal })));
    known = [...administrators.signIns, ...receptionists.signIns];
    if (search) await finding.now();
    page.draw();
  }

  const finding = newest(page,
    async signal => search ? (await api.get(`/sign-ins${api.query({ search, limit: mostFound })}`, { signal })).signIns : undefined,
    answer => { found = answer; });

  const look = (/** @type {string} */ wanted) => { search = wanted.trim(); finding.soon(); };

  const isLast = (/** @type {SignIn} */ one) => one.role === "administrator" && one.hasPassword && known.filter(({ role, hasPassword }) => role === "administrator" && hasPassword).length === 1;

  async function add() {
    const typed = { name: "", role: "receptionist" };
    let fault = "", busy = false;
    const added = await openDialog({
      title: "Add a sign-in",
      view: ({ close, draw }) => {
        const submit = async (/** @type {Event} */ event) => {
          event.preventDefault();
          if (busy) return;
          const name = typed.name.trim();
          fault = known.some(one => one.name === name) ? `There is a sign-in called ${name} already.` : "";
          if (!fault) {
            busy = true; draw();
            try { return close(await api.put(`/sign-ins/${encodeURIComponent(name)}`, { role: typed.role }, { signal: page.signal })); }
            catch (/** @type {any} */ failure) { fault = failure.detail ?? failure.message; }
            busy = false;
          }
          draw();
        };
        return html`<form @submit=${submit}>
          ${field({ id: "sign-in-name", label: "Name", value: typed.name, input: value => { typed.name = value; }, required: true, autofocus: true, maxlength: 64, autocomplete: "off", fault, hint: "Letters, digits and . _ - @, or the extension of a user." })}
          ${choice({ id: "sign-in-role", label: "Role", value: typed.role, options: roles, change: value => { typed.role = value; draw(); }, hint: roleHint[typed.role] })}
          <div class="bar end"><button type="button" @click=${() => close()}>Cancel</button><button class="first" aria-disabled=${busy}>Add and invite</button></div></form>`;
      },
    });
    if (!added) return;
    try { await invite(added.name, added.displayName, page.signal); }
    catch (failure) { page.fault(failure); }
    await reload();
  }

  async function open(/** @type {SignIn} */ one) {
    const signIn = { ...one };
    const last = isLast(one);
    let fault = "", busy = false;
    /** @type {ReturnType<typeof signInPart>} */ let part;
    await openDialog({
      title: signIn.displayName === signIn.name ? signIn.name : `${signIn.displayName} (${signIn.name})`,
      view: ({ close, draw }) => {
        part ??= signInPart(page, signIn, { draw, changed: () => {} });
        const run = async (/** @type {() => Promise<any>} */ work) => {
          if (busy) return;
          busy = true; fault = ""; draw();
          try { await work(); }
          catch (/** @type {any} */ failure) { fault = failure.detail ?? failure.message; }
          busy = false; draw();
        };
        const setRole = (/** @type {string} */ role) => run(async () => {
          Object.assign(signIn, await api.put(`/sign-ins/${encodeURIComponent(signIn.name)}`, { role }, { signal: page.signal }));
          page.say(`${signIn.displayName} is ${roleName(role).toLowerCase()} now, and is signed out everywhere.`);
        });
        const remove = () => run(async () => {
          const sure = await confirm({ title: `Remove ${signIn.displayName}`, danger: true, yes: "Remove",
            text: signIn.extension ? `${signIn.displayName} cannot sign in any more. The extension and its profile stay.` : `${signIn.displayName} cannot sign in any more, and is signed out at once.` });
          if (!sure) return;
          await api.del(`/sign-ins/${encodeURIComponent(signIn.name)}`, undefined, { signal: page.signal });
          page.say(`${signIn.displayName} is removed.`);
          close();
        });
        return html`<div class="stack">
          ${choice({ id: "sign-in-role", label: "Role", value: signIn.role, options: roles, change: setRole, disabled: last || busy, fault, hint: last ? "The last administrator who can sign in can be neither removed nor given another role. Appoint another one first." : roleHint[signIn.role] })}
          ${part.view()}
          <div class="bar"><button type="button" class="danger" ?disabled=${last} aria-disabled=${busy} @click=${remove}>Remove</button><span class="grow"></span><button type="button" @click=${() => close()}>Close</button></div></div>`;
      },
    });
    await reload();
  }

  async function reload() {
    try { await load(); }
    catch (failure) { page.fault(failure); }
  }

  return {
    load,
    view: () => html`
      <div class="bar"><h2>Administrators and receptionists</h2><span class="grow"></span>
        <input type="search" aria-label="Find a sign-in" placeholder="Find another name" autocomplete="off" spellcheck="false" @input=${(/** @type {InputEvent} */ event) => look(/** @type {HTMLInputElement} */ (event.target).value)}><button type="button" @click=${add}>Add a sign-in</button></div>
      ${finding.fault ? html`<p class="fault" role="alert">${finding.fault}</p>` : nothing}
      ${table({ label: found ? "Sign-ins that were found" : "Administrators and receptionists", rows: found ?? known, key: one => one.name, empty: found ? "Nobody fits." : "Nobody has a role yet.", columns: [
        { head: "Name", cell: one => html`<button type="button" class="link" @click=${() => open(one)}>${one.displayName}</button>${one.extension ? html` <span class="soft">${one.extension}</span>` : nothing}${one.name === page.session.current.name ? html` <span class="soft">you</span>` : nothing}` },
        { head: "Role", cell: one => html`${roleName(one.role)}${isLast(one) ? html`<span class="beneath-words">the last one who can sign in: protected</span>` : nothing}` },
        { head: "Signing in", kind: "wide", cell: standing },
        { head: "Last sign-in", kind: "num wide", cell: one => one.lastSignInAt ? html`<span title=${fullTime(one.lastSignInAt)}>${time(one.lastSignInAt)}</span>` : "never" },
      ] })}
      <p class="hint">Everybody with an extension is a user, too: passwords, invitations and roles of users are in their <a href="/settings/users">profiles</a>.</p>`,
  };
}
