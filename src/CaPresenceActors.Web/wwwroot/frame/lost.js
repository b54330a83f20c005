// @ts-check
// The line at the top of every page that tells when what is seen is not live any more.
import { html, render } from "../parts/html.js";
import { live } from "../live.js";
import { time } from "../parts/times.js";
import { announce } from "./announce.js";

const line = /** @type {HTMLElement} */ (document.getElementById("line"));
const patienceMs = 2500; // A restart of the server or a change of network is over by then, and nobody need be frightened.
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

function show() {
  line.hidden = false;
  render(html`<span>The connection is lost. What you see is of ${time(live.connection.since)}. Trying again…</span><button class="plain" @click=${() => live.retry()}>Try now</button>`, line);
}

export function start() {
  live.addEventListener("connection", () => {
    clearTimeout(timer);
    document.documentElement.classList.toggle("is-lost", live.connection.kind === "lost");
    if (live.connection.kind === "lost") timer = setTimeout(show, patienceMs);
    else {
      if (!line.hidden) announce("The connection is back. Nothing was missed.");
      line.hidden = true;
    }
  });
}
