// @ts-check
import { html } from "../parts/html.js";
import { openDialog } from "../parts/dialog.js";
import { field } from "../parts/field.js";
import { session } from "./session.js";
import { say } from "./announce.js";

/** The dialog in which people change their own password. */
export async function changePassword() {
  const typed = { current: "", wanted: "", again: "" };
  let fault = "", busy = false;
  const done = await openDialog({
    title: "Change password",
    view: ({ close, draw }) => {
      const submit = async (/** @type {Event} */ event) => {
        event.preventDefault();
        if (busy) return;
        fault = typed.wanted === typed.again ? "" : "The new password and its repetition differ.";
        if (!fault) {
          busy = true; draw();
          try { await session.changePassword(typed.current, typed.wanted); return close(true); }
          catch (/** @type {any} */ failure) { fault = failure.detail ?? failure.message; }
          busy = false;
        }
        draw();
      };
      return html`<form method="dialog" @submit=${submit}>
        <input type="text" name="username" autocomplete="username" .value=${session.current.name} hidden>
        ${field({ id: "current-password", label: "Password now", type: "password", value: typed.current, input: value => { typed.current = value; }, autocomplete: "current-password", required: true, autofocus: true })}
        ${field({ id: "new-password", label: "New password", type: "password", value: typed.wanted, input: value => { typed.wanted = value; }, autocomplete: "new-password", required: true })}
        ${field({ id: "again-password", label: "New password again", type: "password", value: typed.again, input: value => { typed.again = value; }, autocomplete: "new-password", required: true, fault })}
        <p class="hint">You are signed out everywhere else.</p>
        <div class="bar end"><button type="button" @click=${() => close(false)}>Cancel</button><button class="first" aria-disabled=${busy ? "true" : "false"}>Change password</button></div>
      </form>`;
    },
  });
  if (done) say("Your password is changed. You are signed out everywhere else.");
}
