// @ts-check
import { time } from "./times.js";

/** How long what is shown holds, and what comes then, in the words of the board. @param {import("../live.js").Row} row @param {Date} [now] @returns {{ until: string, next: string }} */
export function outlook(row, now) {
  const byHand = row.manual ? "set by hand" : "";
  if (row.manual === "untilCleared") return { until: "until cleared", next: byHand };
  if (!row.until) return { until: "", next: byHand };
  const until = time(row.until, now);
  if (row.availability === "open" && !row.manual) return { until: "", next: row.next ? `${row.next} at ${until}` : "" };
  return { until, next: [row.next ? `then ${row.next}` : "", byHand].filter(Boolean).join(", ") };
}
