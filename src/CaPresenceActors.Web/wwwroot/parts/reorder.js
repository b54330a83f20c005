// @ts-check
// Putting rows into another order: by dragging a handle, or with Alt and an arrow key on it.
import { html } from "./html.js";
import { announce } from "../frame/announce.js";

const edgePx = 60; // So near to the edge of the window, dragging scrolls.
const stepPx = 12;

/**
 * Rows are elements with `data-row` beside one another, in the order of the list; each holds the handle of its row.
 * @template {{ id: string | number }} Row
 * @param {{ id: string, rows: () => Row[], name: (row: Row) => string, move: (from: number, to: number) => void }} options
 *   `id` is unique in the page; `move` changes the list and draws.
 */
export function reorder({ id, rows, name, move }) {
  const handleId = (/** @type {Row} */ row) => `${id}-handle-${row.id}`;

  function place(/** @type {number} */ from, /** @type {number} */ to, /** @type {string} */ focus) {
    const row = rows()[from];
    if (from === to || to < 0 || to >= rows().length) return;
    move(from, to);
    announce(`${name(row)}: number ${to + 1} of ${rows().length}`);
    requestAnimationFrame(() => document.getElementById(focus)?.focus()); // The row was taken out of the document for a moment, and lost the focus.
  }

  /** For the handle, and for whatever else of a row should take Alt and an arrow key. @param {KeyboardEvent} event @param {Row} row */
  function onKey(event, row) {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const from = rows().indexOf(row);
    const to = { ArrowUp: from - 1, ArrowDown: from + 1, Home: 0, End: rows().length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    place(from, to, /** @type {Element} */ (event.currentTarget).id);
  }

  function drag(/** @type {PointerEvent} */ event, /** @type {Row} */ row) {
    if (event.button !== 0) return;
    const handle = /** @type {HTMLElement} */ (event.currentTarget);
    const element = /** @type {HTMLElement} */ (handle.closest("[data-row]"));
    const beside = /** @type {HTMLElement[]} */ ([...(element.parentElement?.children ?? [])].filter(child => child.matches("[data-row]")));
    const from = beside.indexOf(element);
    const boxes = beside.map(one => one.getBoundingClientRect());
    const [startY, startScroll] = [event.clientY, scrollY];
    let pointerY = startY, to = from, scrolling = 0;
    const ended = new AbortController();
    event.preventDefault();
    handle.focus();
    element.dataset.dragged = "";

    function follow() {
      const moved = pointerY - startY + scrollY - startScroll;
      const middle = boxes[from].top + boxes[from].height / 2 + moved;
      to = boxes.findIndex((box, i) => i === boxes.length - 1 || middle < box.bottom);
      beside.forEach((one, i) => one.style.setProperty("transform", `translateY(${i === from ? moved : shift(i)}px)`));
    }

    function shift(/** @type {number} */ i) {
      if (i > from && i <= to) return -boxes[from].height;
      return i < from && i >= to ? boxes[from].height : 0;
    }

    function scroll() {
      const by = pointerY < Math.min(edgePx, startY) ? -stepPx : pointerY > Math.max(innerHeight - edgePx, startY) ? stepPx : 0; // A drag that begins at the edge does not run away.
      if (by) { scrollBy(0, by); follow(); }
      scrolling = requestAnimationFrame(scroll);
    }

    function end(/** @type {boolean} */ drop) {
      ended.abort();
      cancelAnimationFrame(scrolling);
      delete element.dataset.dragged;
      for (const one of beside) one.style.removeProperty("transform");
      if (drop) place(from, to, handle.id);
    }

    addEventListener("pointermove", move => { pointerY = move.clientY; follow(); }, { signal: ended.signal });
    addEventListener("pointerup", () => end(rows()[from] === row), { signal: ended.signal });
    addEventListener("pointercancel", () => end(false), { signal: ended.signal });
    addEventListener("keydown", key => { if (key.key === "Escape") { key.preventDefault(); end(false); } }, { signal: ended.signal, capture: true });
    scrolling = requestAnimationFrame(scroll);
  }

  return {
    onKey,
    /** @param {Row} row */
    handle: row => html`<button type="button" class="plain icon handle" id=${handleId(row)} title="Drag, or press Alt and an arrow key" aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
      aria-label="Move ${name(row)}, number ${rows().indexOf(row) + 1} of ${rows().length}" @pointerdown=${(/** @type {PointerEvent} */ event) => drag(event, row)} @keydown=${(/** @type {KeyboardEvent} */ event) => onKey(event, row)}>
      <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true"><path d="M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01"/></svg></button>`,
  };
}
