// @ts-check
import { html, nothing } from "./html.js";
import { openDialog } from "./dialog.js";
import { announce } from "../frame/announce.js";

/** Copies words to the clipboard. @param {string} text @returns {Promise<boolean>} whether the browser let it; over plain HTTP from afar it does not */
async function copied(text) {
  try { await navigator.clipboard.writeText(text); return true; }
  catch { return false; }
}

/**
 * Shows a secret that nobody can be shown again. It goes only by the button, so that a slip on Escape does not lose it.
 * @param {{ title: string, label: string, secret: string, text: unknown }} options
 */
export async function showOnce({ title, label, secret, text }) {
  let said = "";
  await openDialog({
    title, must: true,
    view: ({ close, draw }) => {
      const copy = async (/** @type {Event} */ event) => {
        const input = /** @type {HTMLInputElement} */ (/** @type {HTMLElement} */ (event.currentTarget).parentElement?.querySelector("input"));
        input.select();
        said = await copied(secret) ? "Copied." : "It is selected: copy it with the keyboard or the menu.";
        announce(said);
        draw();
      };
      return html`
        <p>${text}</p>
        <label for="shown-once">${label}</label>
        <div class="once"><input id="shown-once" class="mono" readonly spellcheck="false" autocomplete="off" .value=${secret} @focus=${(/** @type {FocusEvent} */ event) => /** @type {HTMLInputElement} */ (event.target).select()}>
          <button type="button" class="first" @click=${copy}>Copy</button></div>
        <p class="hint">${said || "It is shown this once. Whoever has it can use it."}</p>
        <div class="bar end"><button type="button" @click=${() => close()}>I have it</button></div>${nothing}`;
    },
  });
}
