// @ts-check
import { html } from "./html.js";
import { live } from "../live.js";
import { time } from "./times.js";

/** Whether what is seen is live, and since when not. It is not a live region: the frame announces changes of it once, for every page. */
export function liveSign() {
  const { kind, since } = live.connection;
  if (kind === "live") return html`<span class="live">live</span>`;
  if (kind === "starting") return html`<span class="live starting">connecting…</span>`;
  return html`<span class="live lost">not live since ${time(since)}</span>`;
}
