// @ts-check
// Who is on the board in which order, and which of them are looked for. Made for 100,000 rows: names are folded and sorted once, and a look is one pass over them.

/**
 * @typedef {import("../../live.js").Row} Row
 * @typedef {{ search: string, presence: string, show: string, sort: string }} Wanted
 *   `show`: "" everybody, "favourites", or "group:Sales". `sort`: "name", "extension", "presence" or "since", with "-" before it for downwards.
 * @typedef {{ extensions: string[], counts: Map<string, number>, scope: number }} Found `counts` by presence and `scope` leave the chosen presence aside, so that the chips tell what choosing another would bring.
 */

// Letters that Unicode does not take apart into a letter and its mark.
const folds = { "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i" };
const ascii = /^[\x00-\x7f]*$/;

/** How a name is compared: without case, accents and width. @param {string} text */
export function fold(text) {
  const lower = text.toLowerCase();
  return ascii.test(lower) ? lower : lower.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[øłđðþæœßı]/g, letter => folds[letter]);
}

const numbered = (/** @type {string} */ extension) => /^\d+$/.test(extension) ? extension.padStart(32, "0") : extension;
const byKey = (/** @type {[string, string, string]} */ a, /** @type {[string, string, string]} */ b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;

export class BoardIndex {
  /** Extension → the name and how it is compared. @type {Map<string, { name: string, key: string }>} */ #keys = new Map();
  /** @type {Map<string, string[]>} */ #orders = new Map();
  /** @type {Map<string, number>} */ groups = new Map();

  /** Takes another set of rows; what has not changed is not folded again. @param {Map<string, Row>} rows */
  replace(rows) {
    const keys = new Map();
    const groups = new Map();
    for (const row of rows.values()) {
      const known = this.#keys.get(row.extension);
      keys.set(row.extension, known?.name === row.name ? known : { name: row.name, key: fold(row.name) });
      if (row.group) groups.set(row.group, (groups.get(row.group) ?? 0) + 1);
    }
    this.#keys = keys;
    this.#orders.clear();
    this.groups = new Map([...groups].sort(([a], [b]) => a.localeCompare(b)));
  }

  /** Whether these rows are the ones that are sorted. @param {Map<string, Row>} rows @param {Iterable<string>} changed */
  fits(rows, changed) {
    if (rows.size !== this.#keys.size) return false;
    for (const extension of changed) if (this.#keys.get(extension)?.name !== rows.get(extension)?.name) return false;
    return true;
  }

  /** @param {Map<string, Row>} rows @param {Wanted} wanted @param {Set<string>} favourites @param {string[]} presences in the site's order @returns {Found} */
  find(rows, { search, presence, show, sort }, favourites, presences) {
    const words = fold(search).split(/\s+/).filter(Boolean);
    const group = show.startsWith("group:") ? show.slice("group:".length) : undefined;
    const counts = new Map();
    /** @type {string[]} */ const extensions = [];
    let scope = 0;
    const down = sort.startsWith("-");
    const by = down ? sort.slice(1) : sort;
    for (const extension of this.#order(by === "extension" ? "extension" : "name")) {
      const row = /** @type {Row} */ (rows.get(extension));
      if (show === "favourites" && !favourites.has(extension) || group !== undefined && row.group !== group) continue;
      if (words.length && !this.#matches(extension, words)) continue;
      scope++;
      counts.set(row.presence, (counts.get(row.presence) ?? 0) + 1);
      if (!presence || row.presence === presence) extensions.push(extension);
    }
    if (by === "presence") sortBy(extensions, extension => presences.indexOf(/** @type {Row} */ (rows.get(extension)).presence));
    if (by === "since") sortBy(extensions, extension => Date.parse(/** @type {Row} */ (rows.get(extension)).since));
    if (down) extensions.reverse();
    return { extensions, counts, scope };
  }

  #matches(/** @type {string} */ extension, /** @type {string[]} */ words) {
    const key = this.#keys.get(extension)?.key ?? "";
    const number = extension.toLowerCase();
    for (const word of words) if (!key.includes(word) && !number.includes(word)) return false;
    return true;
  }

  #order(/** @type {"name" | "extension"} */ by) {
    const known = this.#orders.get(by);
    if (known) return known;
    const keyed = [...this.#keys].map(([extension, { key }]) => /** @type {[string, string, string]} */ (by === "name" ? [key, numbered(extension), extension] : [numbered(extension), key, extension]));
    const order = keyed.sort(byKey).map(([, , extension]) => extension);
    this.#orders.set(by, order);
    return order;
  }
}

/** Sorts by a number; equal ones stay as they are. @param {string[]} extensions @param {(extension: string) => number} number */
function sortBy(extensions, number) {
  const numbers = new Map(extensions.map(extension => [extension, number(extension)]));
  extensions.sort((a, b) => /** @type {number} */ (numbers.get(a)) - /** @type {number} */ (numbers.get(b)));
}
