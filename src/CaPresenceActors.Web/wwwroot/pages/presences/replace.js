// @ts-check
import { html, nothing } from "../../parts/html.js";
import { openDialog } from "../../parts/dialog.js";
import { choice } from "../../parts/field.js";

const counted = (/** @type {number} */ count, /** @type {string} */ one, /** @type {string} */ many) => `${count.toLocaleString()} ${count === 1 ? one : many}`;

/** Where a presence is used, in words; empty where it is not. @param {import("./draft.js").Use | undefined} use */
export const usedIn = use => !use ? [] : [
  use.keywords && counted(use.keywords, "keyword", "keywords"),
  use.ownKeywords && counted(use.ownKeywords, "own keyword", "own keywords"),
  use.manual && `${counted(use.manual, "set", "set")} by hand`,
  use.shown && `${counted(use.shown, "shows", "show")} it now`,
].filter(Boolean);

/**
 * Asks what takes the place of a presence that is in use.
 * @param {string} name @param {import("./draft.js").Use} use @param {string[]} others the names to choose from
 * @returns {Promise<string | undefined>}
 */
export function askReplacement(name, use, others) {
  let by = "", missing = false;
  return openDialog({
    title: `What replaces ${name}?`,
    view: ({ close, draw }) => html`
      <p>${name} is in use. What leads to it is moved to another presence first:</p>
      <ul class="effects">
        ${use.keywords ? html`<li>${counted(use.keywords, "keyword", "keywords")} of the site</li>` : nothing}
        ${use.ownKeywords ? html`<li>${counted(use.ownKeywords, "keyword", "keywords")} in people's own lists</li>` : nothing}
        ${use.manual ? html`<li>${counted(use.manual, "extension", "extensions")} at which it is set by hand</li>` : nothing}
      </ul>
      ${choice({ id: "replacement", label: "Replaced by", value: by, options: [["", "Choose…"], ...others.map(other => /** @type {[string, string]} */ ([other, other]))], change: wanted => { by = wanted; missing = false; draw(); },
        fault: missing ? "Choose the presence that takes its place." : undefined })}
      <div class="bar end"><button type="button" @click=${() => close()}>Cancel</button>
        <button type="button" class="first" @click=${() => { if (by) close(by); else { missing = true; draw(); document.getElementById("replacement")?.focus(); } }}>Replace</button></div>`,
  });
}
