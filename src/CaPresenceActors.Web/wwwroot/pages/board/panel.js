// @ts-check
import { html, ref } from "../../parts/html.js";
import { personNow } from "../../parts/person.js";
import { whyShown } from "../../parts/why.js";

/** The person beside the board. @param {import("../../frame/page.js").Page} page @param {{ extension: () => string | undefined, close: () => void }} options */
export function personPanel(page, { extension, close }) {
  const now = personNow(page, () => extension() ?? "");
  const why = whyShown(page);
  /** @type {HTMLElement | undefined} */ let heading;

  return {
    focus: () => heading?.focus({ preventScroll: true }),
    /** @param {import("../../live.js").Row} row */
    view: row => html`
      <aside class="sheet beside" aria-label="Person" @keydown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === "Escape") close(); }}>
        <div class="bar"><h2 class="name" tabindex="-1" ${ref(found => { heading = /** @type {HTMLElement | undefined} */ (found); })}>${row.name}</h2><span class="soft">${row.extension}</span><span class="grow"></span>
          <a href="/people/${encodeURIComponent(row.extension)}">Open</a><button type="button" class="plain icon" aria-label="Close" @click=${close}>✕</button></div>
        ${now.view(row)}
        ${why.view(row)}
      </aside>`,
  };
}
