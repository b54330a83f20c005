// @ts-check
import { html } from "../parts/html.js";
import { field } from "../parts/field.js";
import { icons } from "../parts/icons.js";
import { time } from "../parts/times.js";
import * as api from "../api.js";

// The token leaves the address at once, so that it stays neither in the history nor on the screen. It is kept for as long as this document lives.
const token = location.pathname === "/welcome" ? location.hash.slice(1) : "";
if (token) history.replaceState(history.state, "", "/welcome");

export default {
  styles: ["/pages/sign-in.css"],

  /** @param {import("../frame/page.js").Page} page */
  async open(page) {
    addEventListener("hashchange", () => { if (location.hash) location.reload(); }, { signal: page.signal }); // Another link, opened in the same tab.
    /** @type {{ purpose: string, name?: string, displayName?: string, expiresAt: string } | undefined} */ let invitation;
    let refused = token ? "" : "This address has no invitation in it. Open the whole link that you were given.";
    let name = "", password = "", again = "", fault = "", busy = false;
    if (token) {
      try { invitation = await api.post("/invitations/look", { token }, { asked: false }); }
      catch (/** @type {any} */ failure) { refused = failure.detail ?? failure.message; }
    }

    async function submit(/** @type {Event} */ event) {
      event.preventDefault();
      if (busy) return;
      fault = password === again ? "" : "The password and its repetition differ.";
      if (!fault) {
        busy = true; page.draw();
        try {
          await page.session.accept({ token, ...invitation?.name ? {} : { name: name.trim() }, password });
          await page.client.refresh();
          page.go("/", { replace: true });
          return;
        } catch (/** @type {any} */ failure) {
          fault = failure.detail ?? failure.message;
        }
        busy = false;
      }
      page.draw();
    }

    const first = invitation?.purpose === "firstAdministrator";
    return {
      view: () => refused
        ? html`<section class="sheet door"><div class="brand">${icons.brand}<span>Presence</span></div><h1>This invitation does not open</h1><p class="fault">${refused}</p>
            <p>Ask for a new one, or <a href="/sign-in">sign in</a>.</p></section>`
        : html`
        <form class="sheet door" @submit=${submit}>
          <div class="brand">${icons.brand}<span>Presence</span></div>
          <h1>${first ? "Set up Presence" : `Welcome${invitation?.displayName ? `, ${invitation.displayName}` : ""}`}</h1>
          <p class="soft">${first ? "Choose the name and the password of the first administrator." : "Choose your password. From then on you sign in with it."}</p>
          ${invitation?.name
            ? field({ id: "username", label: "You sign in as", value: invitation.name, input: () => {}, autocomplete: "username", readonly: true })
            : field({ id: "username", label: "Name", value: name, input: value => { name = value; }, autocomplete: "username", required: true, autofocus: true })}
          ${field({ id: "new-password", label: "Password", type: "password", value: password, input: value => { password = value; }, autocomplete: "new-password", required: true, hint: "8 to 256 characters, and not the name." })}
          ${field({ id: "again-password", label: "Password again", type: "password", value: again, input: value => { again = value; }, autocomplete: "new-password", required: true, fault })}
          <button class="first" aria-disabled=${busy ? "true" : "false"}>${first ? "Begin" : "Set password and sign in"}</button>
          <p class="hint">This invitation ends ${time(invitation?.expiresAt)}.</p>
        </form>`,
    };
  },
};
