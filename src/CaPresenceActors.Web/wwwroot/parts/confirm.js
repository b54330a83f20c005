// @ts-check
import { html, nothing } from "./html.js";
import { openDialog } from "./dialog.js";

/** Asks before something that cannot be taken back. Where it can be, do it and offer Undo (say's action) instead.
 *  @param {{ title: string, text: unknown, yes: string, danger?: boolean }} question @returns {Promise<boolean>} */
export async function confirm({ title, text, yes, danger = false }) {
  return await openDialog({
    title,
    view: ({ close }) => html`
      <p>${text ?? nothing}</p>
      <div class="bar end"><button @click=${() => close(false)}>Cancel</button><button class=${danger ? "first danger" : "first"} @click=${() => close(true)}>${yes}</button></div>`,
  }) === true;
}
