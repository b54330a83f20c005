// @ts-check
// OK: saves the parts of a page that were changed, one after the other, and keeps what was typed where one is refused.
import { html, nothing } from "./html.js";
import { announce } from "../frame/announce.js";

/**
 * @typedef {{ what: string, isChanged: () => boolean, check: () => string | undefined, save: () => Promise<void>, refuse: (detail: string) => boolean }} Part
 * `what`: its name within a sentence. `check`: the id of the first input that needs another look. `refuse`: puts the server's words at their field, if they name one.
 */

/**
 * @param {import("../frame/page.js").Page} page
 * @param {{ parts: Part[], saved?: () => Promise<void> | void, conflict?: () => Promise<boolean> }} options `conflict`: asks whether to go on where somebody else has changed the same.
 */
export function saving(page, { parts, saved = () => {}, conflict = async () => false }) {
  let busy = false, trouble = "";

  const changed = () => parts.filter(part => part.isChanged());

  async function save() {
    if (busy) return;
    trouble = "";
    const wrong = changed().map(part => part.check()).find(Boolean);
    if (wrong) {
      refuse("Nothing was saved: what is marked needs another look.");
      requestAnimationFrame(() => show(wrong));
      return;
    }
    busy = true;
    page.draw();
    try {
      if (!await conflict()) await saveAll();
    } catch (failure) {
      refuse(/** @type {any} */ (failure).detail ?? String(failure));
    }
    busy = false;
    page.draw();
  }

  async function saveAll() {
    /** @type {string[]} */ const done = [];
    for (const part of changed()) {
      try {
        await part.save();
        done.push(part.what);
      } catch (/** @type {any} */ failure) {
        if (failure?.name === "AbortError") return;
        if (failure?.name !== "ApiProblem") console.error(failure);
        const words = failure.detail ?? failure.message;
        const before = done.length ? `Saved: ${done.join(", ")}. ` : "";
        refuse(part.refuse(words) ? `${before}Not saved: ${part.what}. See what is marked.` : `${before}Not saved: ${part.what}. ${words}`);
        if (done.length) await saved();
        return;
      }
    }
    await saved();
    page.say(done.length ? `Saved: ${done.join(", ")}.` : "Nothing was changed.", done.length ? "done" : "info");
  }

  function refuse(/** @type {string} */ words) {
    trouble = words;
    announce(words, "assertive");
    page.draw();
  }

  page.askBeforeLeaving(() => changed().length ? `What you have typed is not saved: ${changed().map(part => part.what).join(", ")}.` : null);

  return {
    save, refuse,
    get isChanged() { return changed().length > 0; },
    button: () => html`<button type="button" class="first" ?disabled=${busy} @click=${save}>${busy ? "Saving…" : "OK"}</button>`,
    /** What stands in the way, beneath the bar. */
    trouble: () => trouble ? html`<p class="fault not-saved">${trouble}</p>` : nothing,
    unsaved: () => changed().length && !busy ? html`<span class="soft unsaved">not saved yet</span>` : nothing,
    clear: () => { trouble = ""; },
  };
}

/** Brings an input into view and gives it the focus, opening whatever it is folded into. @param {string} id */
export function show(id) {
  const input = document.getElementById(id);
  const folded = input?.closest("details");
  if (folded) folded.open = true;
  input?.focus();
  input?.scrollIntoView({ block: "center" });
}
