// @ts-check
import { html } from "../../parts/html.js";
import { chart, widthOf } from "./chart.js";
import * as api from "../../api.js";

/** Lateness and reads over the last minutes. @param {import("../../frame/page.js").Page} page */
export function charts(page) {
  /** @type {any[]} */ let points = [];
  let minutes = 60, width = 0;
  const measured = widthOf(now => { if (now !== width) { width = now; page.draw(); } }, page.signal);

  async function read() {
    const asked = minutes;
    const { points: told } = await api.get(`/health/series?minutes=${asked}`, { signal: page.signal });
    if (asked === minutes) points = told;
  }

  async function pick(/** @type {number} */ wanted) {
    minutes = wanted;
    self.minutes = wanted;
    try { await read(); }
    catch (failure) { page.fault(failure); }
    page.draw();
  }

  const told = () => {
    const late = points.filter(({ latenessP99Ms }) => latenessP99Ms !== undefined);
    const worst = Math.max(0, ...late.map(({ latenessMaxMs }) => latenessMaxMs));
    const reads = points.reduce((sum, point) => sum + point.reads, 0), failed = points.reduce((sum, point) => sum + point.failedReads, 0);
    return {
      lateness: late.length ? `Presence changed at most ${worst.toFixed(1)} ms after its instant in the last ${minutes} minutes.` : "No presence change was due in this time.",
      reads: `${reads.toLocaleString()} calendars were read in the last ${minutes} minutes, and ${failed.toLocaleString()} could not be.`,
    };
  };

  const self = {
    minutes,
    read,
    pick,
    view: () => {
      const sentences = told();
      return html`<div class="charts">
        ${chart({ id: "lateness", title: "How late presence changes, per minute", unit: "ms", points, minutes, kind: "lines", digits: 1, sentence: sentences.lateness,
          series: [{ name: "half of them within", member: "latenessP50Ms", mark: "half" }, { name: "99 of 100 within", member: "latenessP99Ms", mark: "most" }, { name: "the latest", member: "latenessMaxMs", mark: "latest" }] }, width, measured)}
        ${chart({ id: "reads", title: "Calendars read per minute", unit: "reads", points, minutes, kind: "bars", sentence: sentences.reads,
          series: [{ name: "read", member: "reads", mark: "good" }, { name: "could not be read", member: "failedReads", mark: "bad" }] }, width, undefined)}</div>`;
    },
  };
  return self;
}
