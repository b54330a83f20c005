// @ts-check
// Signing in, of one name: whether it can, and what an administrator can do about it. Part of the dialogs of users and of sign-ins.
import { html, nothing } from "../../parts/html.js";
import { field } from "../../parts/field.js";
import { confirm } from "../../parts/confirm.js";
import { showOnce } from "../../parts/shown-once.js";
import { date, fullTime, time } from "../../parts/times.js";
import { changePassword } from "../../frame/password.js";
import * as api from "../../api.js";

/** @typedef {{ name: string, role: import("../../frame/session.js").Role, extension?: string, displayName: string, hasPassword: boolean, invitedUntil?: string, lastSignInAt?: string }} SignIn */

const address = (/** @type {string} */ name, /** @type {string} */ what) => `/sign-ins/${encodeURIComponent(name)}${what}`;

/** Whether somebody can sign in, in words. @param {SignIn} signIn */
export const standing = ({ hasPassword, invitedUntil }) => [
  hasPassword ? "Has a password" : "No password yet",
  invitedUntil && Date.parse(invitedUntil) > Date.now() ? `invited until ${date(invitedUntil)}` : "",
].filter(Boolean).join(", ");

/** A link with which somebody chooses a password, shown once. @param {string} name @param {string} displayName @param {AbortSignal} signal */
export async function invite(name, displayName, signal) {
  const { link, expiresAt } = await api.post(address(name, "/invitation"), undefined, { signal });
  await showOnce({ title: `Invitation for ${displayName}`, label: "Link", secret: link, text: html`With this link ${displayName} chooses a password. It opens once, until ${time(expiresAt)}; a newer one replaces it.` });
}

/**
 * @param {import("../../frame/page.js").Page} page
 * @param {SignIn} signIn @param {{ draw: () => void, changed: (signIn: SignIn) => void }} told
 */
export function signInPart(page, signIn, { draw, changed }) {
  let setting = false, password = "", fault = "", busy = false;
  const mine = page.session.current.name === signIn.name;

  async function run(/** @type {() => Promise<any>} */ work) {
    if (busy) return;
    busy = true; fault = ""; draw();
    try { await work(); }
    catch (/** @type {any} */ failure) { fault = failure.detail ?? failure.message; }
    busy = false; draw();
  }

  const became = (/** @type {Partial<SignIn>} */ now) => { Object.assign(signIn, now); changed(signIn); };

  const setPassword = () => run(async () => {
    became(await api.put(address(signIn.name, "/password"), { password }, { signal: page.signal }));
    setting = false; password = "";
    page.say(`${signIn.displayName} has a new password and is signed out everywhere.`);
  });

  const inviteByLink = () => run(async () => {
    await invite(signIn.name, signIn.displayName, page.signal);
    const { signIns } = await api.get(`/sign-ins${api.query({ search: signIn.name, limit: 1000 })}`, { signal: page.signal });
    became(signIns.find((/** @type {SignIn} */ one) => one.name === signIn.name) ?? {});
  });

  const signOut = () => run(async () => {
    const sure = await confirm({ title: "Sign out everywhere", text: `${signIn.displayName} has to sign in again in every browser.`, yes: "Sign out everywhere" });
    if (!sure) return;
    await api.del(address(signIn.name, "/sessions"), undefined, { signal: page.signal });
    page.say(`${signIn.displayName} is signed out everywhere.`);
  });

  return {
    view: () => html`<div class="sign-in-part">
      <p>${standing(signIn)}${signIn.lastSignInAt ? html`, last signed in <span title=${fullTime(signIn.lastSignInAt)}>${time(signIn.lastSignInAt)}</span>` : nothing}.</p>
      ${setting ? html`<div class="once">
          ${field({ id: "set-password", label: `New password of ${signIn.displayName}`, type: "password", value: password, input: value => { password = value; }, autocomplete: "new-password", fault, hint: "8 to 256 characters." })}
          <button type="button" class="first" @click=${setPassword}>Set</button><button type="button" @click=${() => { setting = false; password = fault = ""; draw(); }}>Cancel</button></div>`
        : html`<div class="bar actions">
          <button type="button" aria-disabled=${busy} @click=${inviteByLink}>Invite by link</button>
          ${mine ? html`<button type="button" @click=${changePassword}>Change your password</button>` : html`<button type="button" @click=${() => { setting = true; fault = ""; draw(); }}>Set password</button>`}
          ${signIn.hasPassword && !mine ? html`<button type="button" aria-disabled=${busy} @click=${signOut}>Sign out everywhere</button>` : nothing}</div>
        ${fault ? html`<p class="fault" role="alert">${fault}</p>` : nothing}`}
    </div>`,
  };
}
