// @ts-check
import { html, nothing } from "../../parts/html.js";
import { table } from "../../parts/table.js";
import { fullTime, time } from "../../parts/times.js";

/** @typedef {{ at: string, since: string, category: string, level: string, message: string, count: number }} Logged */

const marks = { warning: "maybe", error: "no", critical: "no" };

/** What the log has warned of. @param {Logged[]} errors newest first @param {unknown} foot */
export const errorTable = (errors, foot) => table({ label: "Recent errors and warnings", rows: errors, foot, key: one => `${one.category} ${one.level} ${one.message}`, empty: "None since the program started.", columns: [
  { head: "When", kind: "num", cell: one => html`<span title=${fullTime(one.at)}>${time(one.at)}</span>` },
  { head: "What", cell: one => html`<span class=${marks[one.level] ?? ""}> ${one.message}</span><span class="beneath-words">${one.level}, ${one.category.split(".").at(-1)}${one.count > 1 ? html`, ${one.count.toLocaleString()} times since ${time(one.since)}` : nothing}</span>` },
] });
