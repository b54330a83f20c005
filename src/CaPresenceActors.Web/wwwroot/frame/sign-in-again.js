// @ts-check
// When a session ends in mid-work: the person signs in again in a dialog, the request that found out is repeated, and nothing that was typed is lost.
import { html } from "../parts/html.js";
import { openDialog } from "../parts/dialog.js";
import { field } from "../parts/field.js";
import * as api from "../api.js";
import { session, onOtherTabs } from "./session.js";

/** Closes the dialog when another tab has done its work. */
let signedInElsewhere = () => {};

/** One dialog, however many requests find out at once. @type {Promise<boolean> | undefined} */
let asking;

const away = () => location.assign(`/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`);

async function signedIn() {
  const before = session.current.name;
  const is = await session.load().catch(() => false); // Without a connection the dialog stays, and the next request asks again.
  if (!is) return;
  if (before && session.current.name !== before) location.reload(); // Somebody else: nothing of the one before may stay.
  else signedInElsewhere();
}

function signedOut() {
  if (!session.isSignedIn) return;
  session.end();
  away();
}

async function ask() {
  const { name, displayName } = session.current;
  let password = "", fault = "", busy = false;
  const again = await openDialog({
    title: "Sign in again",
    must: true,
    view: ({ close, draw }) => {
      signedInElsewhere = () => close(true);
      const submit = async (/** @type {Event} */ event) => {
        event.preventDefault();
        if (busy) return;
        busy = true; fault = ""; draw();
        try { await session.signIn(name, password); return close(true); }
        catch (/** @type {any} */ failure) { fault = failure.detail ?? failure.message; }
        busy = false; draw();
      };
      return html`<form @submit=${submit}>
        <p>Your session has ended. What you typed is still here.</p>
        <input type="text" name="username" autocomplete="username" .value=${name} hidden>
        ${field({ id: "again", label: `Password of ${displayName || name}`, type: "password", value: password, input: value => { password = value; }, autocomplete: "current-password", required: true, autofocus: true, fault })}
        <div class="bar end"><button type="button" @click=${() => { close(false); away(); }}>Sign in as somebody else</button><button class="first" aria-disabled=${busy ? "true" : "false"}>Sign in</button></div>
      </form>`;
    },
  });
  return again === true;
}

export function start() {
  api.identity.signInAgain = () => session.isSignedIn ? asking ??= ask().finally(() => { asking = undefined; }) : Promise.resolve(false);
  onOtherTabs(what => what === "signedIn" ? signedIn() : signedOut());
}
