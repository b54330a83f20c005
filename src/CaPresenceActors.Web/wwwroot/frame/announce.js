// @ts-check
// What is said to the person: words at the edge of the page, and to screen readers.
import { html, render, repeat, nothing } from "../parts/html.js";

/**
 * @typedef {"done" | "info" | "fault"} Kind
 * @typedef {{ label: string, run: () => void }} Action
 * @typedef {{ id: number, text: string, kind: Kind, action?: Action, timer: ReturnType<typeof setTimeout> | undefined }} Toast
 */

const shownMs = 6000;
const withActionMs = 12000;
/** @type {Toast[]} */
let toasts = [];
let next = 0;

const by = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** To screen readers alone. @param {string} text @param {"polite" | "assertive"} [how] */
export function announce(text, how = "polite") {
  const line = document.createElement("p");
  line.textContent = text;
  by(how).append(line);
  setTimeout(() => line.remove(), 10000);
}

/** Shows words for a while; faults stay until they are taken away. @param {string} text @param {Kind} [kind] @param {Action} [action] such as Undo */
export function say(text, kind = "done", action = undefined) {
  const toast = /** @type {Toast} */ ({ id: next++, text, kind, action, timer: undefined });
  toasts = [...toasts.filter(shown => shown.text !== text), toast].slice(-4);
  wait(toast);
  draw();
  announce(text, kind === "fault" ? "assertive" : "polite");
}

function wait(/** @type {Toast} */ toast) {
  if (toast.kind !== "fault") toast.timer = setTimeout(() => remove(toast), toast.action ? withActionMs : shownMs);
}

function remove(/** @type {Toast} */ toast) {
  clearTimeout(toast.timer);
  toasts = toasts.filter(shown => shown !== toast);
  draw();
}

function draw() {
  render(repeat(toasts, toast => toast.id, toast => html`
    <div class="toast ${toast.kind}" @pointerenter=${() => clearTimeout(toast.timer)} @pointerleave=${() => wait(toast)} @focusin=${() => clearTimeout(toast.timer)} @focusout=${() => wait(toast)}>
      <span>${toast.text}</span>
      ${toast.action ? html`<button class="plain" @click=${() => { remove(toast); toast.action?.run(); }}>${toast.action.label}</button>` : nothing}
      <button class="plain icon" aria-label="Close" @click=${() => remove(toast)}>✕</button>
    </div>`), by("toasts"));
}
