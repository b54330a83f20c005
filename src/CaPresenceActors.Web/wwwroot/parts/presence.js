// @ts-check
import { html, vars, nothing } from "./html.js";
import { client } from "../client.js";
import { time, fullTime } from "./times.js";

/** A presence: the shape of its availability, its word, and the colour that the site gave it. @param {string} name */
export function presence(name) {
  const { availability, colour } = client.presence(name);
  return html`<span class="presence ${availability}" ${vars({ "--colour": colour })}>${name}</span>`;
}

/** Says that a calendar has not been read for too long. @param {string | undefined} staleSince @param {Date} [now] */
export const stale = (staleSince, now) => staleSince
  ? html`<span class="stale" title="The calendar could not be read since ${fullTime(staleSince)}; the last known one counts.">stale since ${time(staleSince, now)}</span>`
  : nothing;
