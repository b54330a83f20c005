// @ts-check
// Who is signed in, and what they may do about it.
import { html } from "../parts/html.js";
import { session } from "./session.js";
import { theme, setTheme } from "./theme.js";
import { changePassword } from "./password.js";
import { leave } from "./leaving.js";

const themes = /** @type {[import("./theme.js").Theme, string][]} */ ([["system", "As the system"], ["light", "Light"], ["dark", "Dark"]]);

/** @param {() => void} draw */
export const accountMenu = draw => html`
  <div class="account">
    <button class="plain who" popovertarget="account-menu"><span class="name">${session.current.displayName || session.current.name}</span><span class="soft">${session.current.role}</span></button>
    <div id="account-menu" class="menu" popover aria-label="Account">
      <div class="themes" role="group" aria-label="Colours">${themes.map(([name, words]) => html`
        <button class="chip" aria-pressed=${theme() === name ? "true" : "false"} @click=${() => { setTheme(name); draw(); }}>${words}</button>`)}</div>
      <button class="plain" popovertarget="account-menu" popovertargetaction="hide" @click=${changePassword}>Change password…</button>
      <button class="plain" @click=${() => leave(false)}>Sign out</button>
      <button class="plain" @click=${() => leave(true)}>Sign out everywhere</button>
    </div>
  </div>`;
