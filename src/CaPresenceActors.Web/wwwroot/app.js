// @ts-check
// Begins: who is signed in, what they need, and the page of the address.
import { session } from "./frame/session.js";
import { client } from "./client.js";
import * as signInAgain from "./frame/sign-in-again.js";
import * as rail from "./frame/rail.js";
import * as lost from "./frame/lost.js";
import * as router from "./frame/router.js";
import { html, render } from "./parts/html.js";

async function start() {
  if (await session.load()) await client.refresh();
  signInAgain.start();
  rail.start();
  lost.start();
  await router.start();
}

async function startOrSay() {
  try {
    await start();
  } catch (/** @type {any} */ failure) {
    console.error(failure);
    render(html`<div class="bar"><h1>Presence cannot begin</h1></div><section class="sheet"><p class="fault">${failure.detail ?? failure.message}</p><p><button @click=${() => location.reload()}>Try again</button></p></section>`,
      /** @type {HTMLElement} */ (document.getElementById("page")));
  }
}

await startOrSay();
