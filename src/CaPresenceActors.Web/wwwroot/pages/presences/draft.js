// @ts-check
// The presence list as it is typed, and the requests that make the stored list the same.

/** @typedef {import("../../client.js").Presence} Presence */
/** @typedef {Presence & { id: number, saved?: string }} Row `saved`: its name as it is stored; undefined for a new one. */
/** @typedef {{ keywords: number, ownKeywords: number, manual: number, shown: number }} Use */

export const mostPresences = 40;
export const longestName = 64;

/** The form in which names are compared: case, width and spaces make no difference. @param {string} text */
export const normalised = text => text.normalize("NFKC").replace(/\s+/gu, " ").trim().toLowerCase();

/** What is wrong with each row. @param {Row[]} rows @returns {Map<number, string>} */
export function faultsOf(rows) {
  const found = new Map();
  const seen = new Map();
  rows.forEach((row, i) => {
    const name = row.name.trim(), key = normalised(name);
    if (!key) found.set(row.id, "Type a name.");
    else if (name.length > longestName) found.set(row.id, `${name.length} characters; at most ${longestName} are allowed.`);
    else if (seen.has(key)) found.set(row.id, `The name of number ${seen.get(key)}; a name may stand in the list once.`);
    if (key && !seen.has(key)) seen.set(key, i + 1);
  });
  return found;
}

/** Whether something leads to a presence that would be lost with it. @param {Use | undefined} use */
export const isUsed = use => use !== undefined && use.keywords + use.ownKeywords + use.manual > 0;

/**
 * The steps from the stored list to the typed one: renames carry keywords and users along, the list does everything else. A name that is free only once another presence is gone is given after that.
 * @param {Row[]} rows @param {Presence[]} stored @param {{ presence: string, by: string }[]} replacements by stored names
 * @returns {{ before: { from: string, to: string }[], list: { presences: Presence[], replacements?: { presence: string, by: string }[] } | undefined, after: { from: string, to: string }[] }}
 */
export function steps(rows, stored, replacements) {
  const taken = new Set(stored.map(presence => normalised(presence.name)));
  let waiting = rows.filter(row => row.saved !== undefined && row.saved !== row.name.trim()).map(row => ({ from: /** @type {string} */ (row.saved), to: row.name.trim() }));
  const before = [];
  for (let found = true; found;) {
    found = false;
    for (const rename of waiting) {
      const to = normalised(rename.to), from = normalised(rename.from);
      if (to !== from && taken.has(to)) continue;
      taken.delete(from);
      taken.add(to);
      before.push(rename);
      waiting = waiting.filter(one => one !== rename);
      found = true;
    }
  }
  const late = new Map(waiting.map(rename => [rename.to, rename.from]));
  const early = new Map(before.map(rename => [rename.from, rename.to]));
  const now = (/** @type {string} */ name) => late.get(name) ?? name;
  const plain = rows.map(({ name, availability, activity, colour }) => ({ name: now(name.trim()), availability, ...activity && { activity }, colour }));
  const then = stored.map(({ name, availability, activity, colour }) => ({ name: early.get(name) ?? name, availability, ...activity && { activity }, colour }));
  const moved = replacements.map(({ presence, by }) => ({ presence, by: early.get(by) ?? now(by) }));
  const list = JSON.stringify(plain) === JSON.stringify(then) ? undefined : { presences: plain, ...moved.length && { replacements: moved } };
  return { before, list, after: waiting };
}
