// @ts-check
import { html, nothing } from "../parts/html.js";
import { field } from "../parts/field.js";
import { icons } from "../parts/icons.js";

/** Only an address of these pages is a way back; anything else could lead away. @param {string | null} back */
export const wayBack = back => back?.startsWith("/") && new URL(back, location.origin).origin === location.origin && !back.startsWith("/sign-in") ? back : "/";

export default {
  styles: ["/pages/sign-in.css"],

  /** @param {import("../frame/page.js").Page} page */
  open(page) {
    const back = wayBack(page.query.get("back"));
    let name = "", password = "", fault = "", busy = false;

    // Also when somebody signs in in another tab.
    page.session.addEventListener("change", async () => {
      try {
        await page.client.refresh();
        page.go(back, { replace: true });
      } catch (failure) {
        page.fault(failure);
      }
    }, { signal: page.signal });

    async function submit(/** @type {Event} */ event) {
      event.preventDefault();
      if (busy) return;
      busy = true; fault = ""; page.draw();
      try {
        await page.session.signIn(name.trim(), password);
        return;
      } catch (/** @type {any} */ failure) {
        fault = failure.detail ?? failure.message;
        password = "";
      }
      busy = false;
      page.draw();
      document.getElementById("password")?.focus();
    }

    return {
      view: () => html`
        <form class="sheet door" @submit=${submit}>
          <div class="brand">${icons.brand}<span>Presence</span></div>
          <h1>Sign in</h1>
          ${fault ? html`<p class="fault" role="alert">${fault}</p>` : nothing}
          ${field({ id: "name", label: "Extension or name", value: name, input: value => { name = value; }, autocomplete: "username", required: true, autofocus: true })}
          ${field({ id: "password", label: "Password", type: "password", value: password, input: value => { password = value; }, autocomplete: "current-password", required: true })}
          <button class="first" aria-disabled=${busy ? "true" : "false"}>${busy ? "Signing in…" : "Sign in"}</button>
          <p class="hint">No password yet, or forgotten? Your administrator can send you an invitation.</p>
        </form>`,
    };
  },
};
