// @ts-check
import { html, render, ref, nothing } from "./html.js";

let opened = 0;

/**
 * Opens a modal dialog and answers with what `close` was given; undefined after Escape. Focus goes in and comes back by itself.
 * @template T
 * @param {{ title: string, view: (dialog: { close: (result?: T) => void, draw: () => void }) => unknown, must?: boolean, wide?: boolean }} options
 *   `must`: it cannot be put away with Escape.
 * @returns {Promise<T | undefined>}
 */
export function openDialog({ title, view, must = false, wide = false }) {
  const place = document.createElement("div");
  const titleId = `dialog-title-${opened++}`; // One may ask a question above another.
  /** @type {HTMLElement} */ (document.getElementById("dialogs")).append(place);
  return new Promise(resolve => {
    /** @type {HTMLDialogElement} */ let element;
    /** @type {T | undefined} */ let answer;
    const close = (/** @type {T | undefined} */ result) => { answer = result; element.close(); };
    const ended = () => { place.remove(); resolve(answer); };
    const draw = () => render(html`
      <dialog class="dialog ${wide ? "wide-dialog" : ""}" aria-labelledby=${titleId} ${ref(found => { if (found) element = /** @type {HTMLDialogElement} */ (found); })}
        @close=${ended} @cancel=${(/** @type {Event} */ event) => { if (must) event.preventDefault(); }}>
        <div class="bar"><h2 id=${titleId}>${title}</h2><span class="grow"></span>${must ? nothing : html`<button class="plain icon" aria-label="Close" @click=${() => close()}>✕</button>`}</div>
        ${view({ close, draw })}
      </dialog>`, place);
    draw();
    element.showModal();
  });
}
