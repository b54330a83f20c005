// @ts-check
// A chart of minutes: lines or stacked bars over time, with axes, a legend, and the same as a table for who cannot see it.
import { html, svg, nothing, ref } from "../../parts/html.js";

/**
 * @typedef {{ at: string, [member: string]: any }} Point
 * @typedef {{ name: string, member: string, mark: string }} Series `mark` is a class: its colour and its dash
 * @typedef {{ id: string, title: string, unit: string, points: Point[], minutes: number, series: Series[], kind: "lines" | "bars", sentence: string, digits?: number }} Chart
 */

const height = 220, top = 24, bottom = 26, left = 52, right = 12, labelHalf = 8;
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const tickMinutes = [5, 10, 15, 30, 60, 120, 180, 360];

/** Values for the axis: at most five, round ones. @param {number} most @returns {number[]} */
export function ticks(most) {
  if (most <= 0) return [0, 1];
  const rough = most / 4, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(candidate => candidate >= rough) ?? 10 * power;
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}

/** Instants for the axis: whole quarters, hours and so on, no closer than words need. @param {number} from @param {number} to @param {number} width */
function instants(from, to, width) {
  const minutes = (to - from) / 60_000, most = Math.max(2, Math.floor(width / 70));
  const step = (tickMinutes.find(candidate => minutes / candidate <= most) ?? 720) * 60_000;
  const offset = new Date(to).getTimezoneOffset() * 60_000;
  const first = Math.ceil((from - offset) / step) * step + offset;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => first + i * step);
}

/** @param {(width: number) => void} changed @param {AbortSignal} signal */
export function widthOf(changed, signal) {
  /** @type {Element | undefined} */ let watched;
  const observer = new ResizeObserver(([entry]) => changed(Math.round(entry.contentRect.width)));
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
  return ref(element => {
    if (!element || element === watched) return;
    if (watched) observer.unobserve(watched);
    observer.observe(watched = element);
  });
}

/** @param {Chart} chart @param {number} width in pixels @param {unknown} measured */
export function chart({ id, title, unit, points, minutes, series, kind, sentence, digits = 0 }, width, measured) {
  const words = (/** @type {number | undefined} */ value) => value === undefined ? "none" : value.toLocaleString(undefined, { maximumFractionDigits: digits });
  return html`<figure class="chart" aria-labelledby="${id}-title">
    <figcaption><h2 id="${id}-title">${title}</h2><p class="legend">${series.map(one => html`<span class="key ${one.mark}"><svg viewBox="0 0 22 8" aria-hidden="true">${kind === "lines" ? svg`<path d="M1 4h20"/>` : svg`<rect x="5" y="0" width="12" height="8" rx="2"/>`}</svg>${one.name}</span>`)}</p></figcaption>
    <div class="drawing" ${measured}>${drawing({ points, minutes, series, kind, sentence, unit }, width, words)}</div>
    <details><summary>As a table</summary><div class="scrolls" tabindex="0" role="region" aria-label="${title}, as a table"><table>
      <thead><tr><th scope="col">Minute</th>${series.map(one => html`<th scope="col">${one.name}, ${unit}</th>`)}</tr></thead>
      <tbody>${points.toReversed().map(point => html`<tr><td class="num">${clock.format(new Date(point.at))}</td>${series.map(one => html`<td>${words(point[one.member])}</td>`)}</tr>`)}</tbody></table></div></details>
  </figure>`;
}

function drawing(/** @type {Pick<Chart, "points" | "minutes" | "series" | "kind" | "sentence" | "unit">} */ { points, minutes, series, kind, sentence, unit }, /** @type {number} */ width, /** @type {(value: number) => string} */ words) {
  if (points.length === 0 || width < 120) return html`<p class="soft">Nothing yet.</p>`;
  const minuteMs = 60_000;
  const to = Date.parse(/** @type {Point} */ (points.at(-1)).at) + minuteMs, from = to - minutes * minuteMs; // As wide at the start of the program as later.
  const totals = points.map(point => kind === "bars" ? series.reduce((sum, one) => sum + (point[one.member] ?? 0), 0) : Math.max(0, ...series.map(one => point[one.member] ?? 0)));
  const values = ticks(Math.max(...totals)), most = /** @type {number} */ (values.at(-1));
  const x = (/** @type {number} */ at) => left + (at - from) / (to - from) * (width - left - right);
  const y = (/** @type {number} */ value) => height - bottom - value / most * (height - top - bottom);
  const marks = kind === "lines" ? series.map(one => line(points, one, x, y, minuteMs)) : bars(points, series, x, y, minuteMs);
  return svg`<svg class="plot" width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="img" aria-label=${sentence}>
    <text class="unit" text-anchor="end" x=${left - 8} y="11">${unit}</text>
    ${values.map(value => svg`<line class="grid" x1=${left} x2=${width - right} y1=${y(value)} y2=${y(value)}/><text class="tick" text-anchor="end" x=${left - 8} y=${y(value) + 4}>${words(value)}</text>`)}
    ${instants(from, to, width - left - right).filter(at => x(at) <= width - right - labelHalf).map(at => svg`<text class="tick" text-anchor="middle" x=${x(at)} y=${height - 8}>${clock.format(new Date(at))}</text><line class="grid" x1=${x(at)} x2=${x(at)} y1=${height - bottom} y2=${height - bottom + 4}/>`)}
    ${marks}</svg>`;
}

/** A line that breaks where there is nothing; a minute alone is a dot. */
function line(/** @type {Point[]} */ points, /** @type {Series} */ { member, mark }, /** @type {(at: number) => number} */ x, /** @type {(value: number) => number} */ y, /** @type {number} */ minuteMs) {
  /** @type {string[]} */ const parts = [];
  /** @type {[number, number][]} */ const alone = [];
  points.forEach((point, i) => {
    if (point[member] === undefined) return;
    const at = [x(Date.parse(point.at) + minuteMs / 2), y(point[member])];
    const joined = points[i - 1]?.[member] !== undefined;
    if (!joined && points[i + 1]?.[member] === undefined) alone.push(/** @type {[number, number]} */ (at));
    parts.push(`${joined ? "L" : "M"}${at.map(value => value.toFixed(1)).join(" ")}`);
  });
  return svg`<path class="line ${mark}" d=${parts.join("") || "M0 0"}/>${alone.map(([cx, cy]) => svg`<circle class="dot ${mark}" cx=${cx} cy=${cy} r="2.5"/>`)}`;
}

function bars(/** @type {Point[]} */ points, /** @type {Series[]} */ series, /** @type {(at: number) => number} */ x, /** @type {(value: number) => number} */ y, /** @type {number} */ minuteMs) {
  return points.map(point => {
    const at = Date.parse(point.at), wide = Math.max(.5, (x(at + minuteMs) - x(at)) * .76);
    let beneath = 0;
    return series.map(({ member, mark }) => {
      const value = point[member] ?? 0;
      if (value === 0) return nothing;
      const foot = y(beneath), head = y(beneath += value);
      return svg`<rect class="bar-of ${mark}" x=${x(at)} y=${head} width=${wide} height=${Math.max(1, foot - head)}/>`;
    });
  });
}
