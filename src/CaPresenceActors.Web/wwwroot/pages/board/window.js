// @ts-check
// Which rows of a long table are in sight. The document scrolls; all rows are equally high (`--row` of the style sheet), so a place follows from a number.

const spare = 12; // Rows beyond the edges, so that scrolling by a line draws nothing and Tab finds the next row.

export class RowWindow {
  /** @type {HTMLElement | undefined} */ #element;
  #rowPx = 41;
  #topPx = 0;
  #first = 0;
  #visible = 40;
  #moved;

  /** @param {() => void} moved called when other rows are in sight @param {AbortSignal} signal */
  constructor(moved, signal) {
    this.#moved = moved;
    addEventListener("scroll", () => this.#look(), { passive: true, signal });
    addEventListener("resize", () => this.measure(), { signal });
  }

  /** The table's body; measured when it comes. @param {Element | undefined} element */
  attach = element => {
    this.#element = /** @type {HTMLElement | undefined} */ (element);
    if (element) requestAnimationFrame(() => this.measure());
  };

  measure() {
    if (!this.#element) return;
    this.#rowPx = Number.parseFloat(getComputedStyle(this.#element).getPropertyValue("--row")) || 41;
    this.#look();
  }

  #look() {
    if (!this.#element) return;
    this.#topPx = this.#element.getBoundingClientRect().top + scrollY;
    const first = Math.max(0, Math.floor((scrollY - this.#topPx) / this.#rowPx));
    const visible = Math.ceil(innerHeight / this.#rowPx) + 1;
    if (Math.abs(first - this.#first) < spare / 2 && visible === this.#visible) return;
    this.#first = first;
    this.#visible = visible;
    this.#moved();
  }

  /** The rows to draw of so many, and the heights that stand for the others. @param {number} count */
  slice(count) {
    const start = Math.max(0, Math.min(this.#first, count - this.#visible) - spare);
    const end = Math.min(count, start + this.#visible + 2 * spare);
    return { start, end, abovePx: start * this.#rowPx, belowPx: (count - end) * this.#rowPx };
  }

  /** The first row that is whole in sight. */
  get firstInSight() { return Math.max(0, Math.ceil((scrollY - this.#topPx) / this.#rowPx)); }

  get rowsInSight() { return Math.max(1, Math.floor(innerHeight / this.#rowPx) - 3); }

  /** Scrolls as little as it takes. @param {number} index */
  show(index) {
    const headPx = 44, footPx = 90;
    const top = this.#topPx + index * this.#rowPx;
    if (top - headPx < scrollY) scrollTo(0, top - headPx);
    else if (top + this.#rowPx + footPx > scrollY + innerHeight) scrollTo(0, top + this.#rowPx + footPx - innerHeight);
    this.#look();
  }
}
