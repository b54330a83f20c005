// @ts-check
// What a person shows now, and for who may, setting it. The panel beside the board and the person's page are made of it.
import { html, nothing } from "./html.js";
import { presence, stale } from "./presence.js";
import { setPresence } from "./set-presence.js";
import { outlook } from "./outlook.js";
import { time, fullTime } from "./times.js";

/**
 * @param {import("../frame/page.js").Page} page
 * @param {() => string} extension
 */
export function personNow(page, extension) {
  const setting = setPresence(page, extension);
  const maySet = () => page.session.may("receptionist") || page.session.current.extension === extension();

  return {
    /** @param {import("../live.js").Row} row */
    view: row => {
      const { until, next } = outlook(row);
      const words = [`since ${time(row.since)}`, until && (until.startsWith("until") ? until : `until ${until}`), next].filter(Boolean).join(", ");
      return html`
        <div class="bar now-shown"><span class="shown-large">${presence(row.presence)}</span><span class="soft" title=${fullTime(row.since)}>${words}</span>${stale(row.staleSince)}
          <span class="grow"></span>${row.manual && maySet() ? html`<button type="button" @click=${setting.clear}>Back to calendar</button>` : nothing}</div>
        ${row.integrated ? nothing : html`<p class="soft">The calendar does not drive this extension.</p>`}
        ${row.timesHidden ? html`<p class="soft">Times are hidden.</p>` : nothing}
        ${maySet() ? setting.view(row) : nothing}`;
    },
  };
}
