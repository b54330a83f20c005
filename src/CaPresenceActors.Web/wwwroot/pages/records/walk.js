// @ts-check
import { html } from "../../parts/html.js";
import { newest } from "../../parts/newest.js";
import * as api from "../../api.js";

const enough = 30;
const mostPieces = 12; // What is rare is looked for in pieces; after so many, somebody is asked whether to go on.

/**
 * Records, newest first, and older ones on demand.
 * @template Row
 * @param {import("../../frame/page.js").Page} page
 * @param {{ address: () => string, rowsOf: (answer: any) => Row[], more: string }} options
 */
export function walk(page, { address, rowsOf, more }) {
  const self = {
    /** @type {Row[]} */ rows: [],
    begun: false,
    get busy() { return first.busy || older; },
    get fault() { return first.fault; },
    /** Begins again from the newest. */
    restart: () => first.now(),
    soon: () => first.soon(),
    /** What stands beneath the rows. */
    foot: () => older ? html`<span role="status">Looking further back…</span>` : next ? html`<button type="button" @click=${goOn}>${more}</button>` : undefined,
    get isWhole() { return next === undefined; },
  };
  /** @type {string | undefined} */ let next;
  let older = false, run = 0;

  const first = newest(page, signal => look(address(), signal), answer => { self.rows = answer.rows; next = answer.next; self.begun = true; run++; older = false; });

  /** Goes on through pieces until there is something to show. @param {string} from @param {AbortSignal} signal @returns {Promise<{ rows: Row[], next: string | undefined }>} */
  async function look(from, signal) {
    /** @type {Row[]} */ const rows = [];
    /** @type {string | undefined} */ let at = from;
    for (let pieces = 0; at !== undefined && pieces < mostPieces && (pieces === 0 || rows.length < enough); pieces++) {
      const answer = await api.get(at, { signal });
      rows.push(...rowsOf(answer));
      at = answer.next?.replace("/api/v1", "");
    }
    return { rows, next: at };
  }

  async function goOn() {
    if (older || !next) return;
    const mine = run;
    older = true; page.draw();
    try {
      const answer = await look(next, page.signal);
      if (mine !== run) return; // The question has changed meanwhile.
      self.rows = [...self.rows, ...answer.rows];
      next = answer.next;
    } catch (failure) {
      page.fault(failure);
    }
    older = false; page.draw();
  }

  return self;
}
