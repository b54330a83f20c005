// @ts-check
// One user: the profile, and how they sign in.
import { html, nothing } from "../../parts/html.js";
import { field, choice, check } from "../../parts/field.js";
import { openDialog } from "../../parts/dialog.js";
import { confirm } from "../../parts/confirm.js";
import { roles, roleHint, roleName } from "../access/roles.js";
import { signInPart } from "../access/sign-in-part.js";
import { zones } from "./zones.js";
import * as api from "../../api.js";

/**
 * @typedef {import("../users.js").User} User
 * @typedef {import("../access/sign-in-part.js").SignIn} SignIn
 */

const address = (/** @type {string} */ extension, what = "") => `/users/${encodeURIComponent(extension)}${what}`;

/** Everything that the dialog begins with. @param {string} extension @param {AbortSignal} signal @returns {Promise<{ user: User, signIn?: SignIn, state?: any }>} */
async function read(extension, signal) {
  const [user, { signIns }] = await Promise.all([api.get(address(extension), { signal }), api.get(`/sign-ins${api.query({ search: extension, limit: 1000 })}`, { signal })]);
  return { user, signIn: signIns.find((/** @type {SignIn} */ one) => one.name === extension) };
}

/**
 * Adds a user, or opens one.
 * @param {import("../../frame/page.js").Page} page @param {{ extension?: string }} asked @returns {Promise<boolean>} whether anything was changed
 */
export async function openUser(page, { extension }) {
  /** @type {User | undefined} */ let user;
  /** @type {SignIn | undefined} */ let signIn;
  if (extension !== undefined) {
    try { ({ user, signIn } = await read(extension, page.signal)); }
    catch (failure) { page.fault(failure); return false; }
  }
  const { siteZone, known } = zones(page.client.site.timeZone);
  const typed = { extension: user?.extension ?? "", name: user?.name ?? "", exchangeAccount: user?.exchangeAccount ?? "", group: user?.group ?? "", timeZone: user?.timeZone ?? "",
    integration: user?.integration ?? true, hideTimes: user?.hideTimes ?? false, ownKeywords: user?.keywords !== undefined };
  const role = { was: signIn?.role ?? "user", is: /** @type {string} */ (signIn?.role ?? "user") };
  let fault = "", busy = false, changed = false;
  /** @type {ReturnType<typeof signInPart> | undefined} */ let part;

  async function save() {
    const at = user?.extension ?? typed.extension.trim();
    const { name, exchangeAccount, group, timeZone, integration } = typed;
    user = await api.put(address(at), { name, exchangeAccount, group, timeZone, integration }, { signal: page.signal });
    changed = true;
    if (typed.hideTimes !== (user?.hideTimes ?? false)) user = await api.put(address(at, "/privacy"), { hideTimes: typed.hideTimes }, { signal: page.signal });
    if (user?.keywords !== undefined && !typed.ownKeywords) user = await api.put(address(at, "/keywords"), { keywords: null }, { signal: page.signal });
    if (role.is !== role.was) role.was = (await api.put(`/sign-ins/${encodeURIComponent(at)}`, { role: role.is }, { signal: page.signal })).role;
  }

  async function isTaken(/** @type {string} */ wanted) {
    try { await api.get(address(wanted), { signal: page.signal }); return true; }
    catch (failure) {
      if (failure instanceof api.ApiProblem && failure.status === 404) return false;
      throw failure;
    }
  }

  await openDialog({
    title: user ? `${user.name} (${user.extension})` : "Add user", wide: true,
    view: ({ close, draw }) => {
      const run = async (/** @type {() => Promise<any>} */ work) => {
        if (busy) return;
        busy = true; fault = ""; draw();
        try { await work(); }
        catch (/** @type {any} */ failure) { if (!api.wasLeft(failure)) fault = failure.detail ?? failure.message; }
        busy = false; draw();
      };
      const submit = (/** @type {Event} */ event) => {
        event.preventDefault();
        return run(async () => {
          const isNew = user === undefined;
          if (isNew && await isTaken(typed.extension.trim())) { fault = `The extension ${typed.extension.trim()} has a user already. Look for it in the list to change it.`; return; }
          await save();
          page.say(isNew ? `${typed.name} is added.` : `${typed.name} is saved.`);
          close();
        });
      };
      const remove = () => run(async () => {
        const sure = user && await confirm({ title: `Remove ${user.name}`, yes: "Remove", danger: true,
          text: `The extension ${user.extension} leaves the board at once, with its profile, its own keywords and its sign-in. What was shown stays in the history.` });
        if (!sure || !user) return;
        await api.del(address(user.extension), undefined, { signal: page.signal });
        changed = true;
        page.say(`${user.name} is removed.`);
        close();
      });
      const set = (/** @type {string} */ member) => (/** @type {any} */ value) => { typed[member] = value; draw(); };
      if (signIn) part ??= signInPart(page, signIn, { draw, changed: () => {} });

      return html`<form @submit=${submit}>
        <div class="fields">
          ${user ? nothing : field({ id: "user-extension", label: "Extension", value: typed.extension, input: set("extension"), required: true, autofocus: true, maxlength: 32, autocomplete: "off", hint: "Letters, digits and * # + . _ -" })}
          ${field({ id: "user-name", label: "Name", value: typed.name, input: set("name"), required: true, autofocus: user !== undefined, autocomplete: "off" })}
          ${field({ id: "user-account", label: "Exchange User Account", value: typed.exchangeAccount, input: set("exchangeAccount"), type: "text", autocomplete: "off", placeholder: "[user name]@[domain name]" })}
          ${field({ id: "user-group", label: "Group", value: typed.group, input: set("group"), maxlength: 64, autocomplete: "off", list: "user-groups" })}
          ${field({ id: "user-zone", label: "Time zone", value: typed.timeZone, input: set("timeZone"), autocomplete: "off", placeholder: siteZone, list: "user-zones", hint: "Empty: the site's." })}
          <datalist id="user-groups">${page.client.groups.map(({ name }) => html`<option value=${name}></option>`)}</datalist>
          <datalist id="user-zones">${known.map(zone => html`<option value=${zone}></option>`)}</datalist>
        </div>
        <div class="stack tight">
          ${check({ label: "Integrate with Exchange", checked: typed.integration, change: set("integration"), hint: "The calendar of the account drives the presence." })}
          ${check({ label: "Hide times", checked: typed.hideTimes, change: set("hideTimes"), hint: "Other users do not see until when a presence lasts." })}
          ${user?.keywords ? check({ label: `Keywords of their own (${user.keywords.length})`, checked: typed.ownKeywords, change: set("ownKeywords"), hint: "Without the mark, the site's list counts again and their own is given up." }) : nothing}
        </div>
        ${part ? html`<fieldset><legend>Signing in</legend>
          ${choice({ id: "user-role", label: "Role", value: role.is, options: roles, change: value => { role.is = value; draw(); }, hint: `${roleHint[role.is]}${role.is !== role.was ? ` Was ${roleName(role.was).toLowerCase()}; counts when saved.` : ""}` })}
          ${part.view()}</fieldset>` : html`<p class="hint">Once added, the user can be invited to sign in: open the profile again.</p>`}
        ${fault ? html`<p class="fault" role="alert">${fault}</p>` : nothing}
        <div class="bar">${user ? html`<button type="button" class="danger" aria-disabled=${busy} @click=${remove}>Remove</button>` : nothing}<span class="grow"></span>
          <button type="button" @click=${() => close()}>Cancel</button><button class="first" aria-disabled=${busy}>${user ? "Save" : "Add"}</button></div></form>`;
    },
  });
  return changed;
}
