// @ts-check
// Takes the last save of the keyword list or the presence list back, after saying what that does.
import * as api from "../api.js";
import { html, nothing } from "./html.js";
import { openDialog } from "./dialog.js";
import { fullTime, time } from "./times.js";

/** @typedef {{ what: "keywords" | "presences", savedAt: string, savedBy: string, sentence: string, before: { keywords?: any[], presences?: any[] } }} LastSave */

const lists = { keywords: { key: "keyword", words: "keyword list", label: "Undo last keyword change" }, presences: { key: "name", words: "presence list", label: "Undo last presence change" } };
const shown = { keyword: "keyword", name: "name", presence: "presence", wholeWord: "whole word", availability: "availability", activity: "activity", colour: "colour" };
const told = (/** @type {any} */ value) => value === true ? "yes" : value === false || value == null ? "no" : `“${value}”`;

/** What undoing does to a list, in sentences. @param {any[]} now @param {any[]} then @param {string} key */
export function differences(now, then, key) {
  const old = new Map(now.map(row => [row[key], row]));
  const kept = new Set(then.map(row => row[key]));
  const back = then.filter(row => !old.has(row[key])).map(row => `“${row[key]}” comes back${row.presence ? `, leading to “${row.presence}”` : ""}.`);
  const gone = now.filter(row => !kept.has(row[key])).map(row => `“${row[key]}” goes.`);
  const other = then.flatMap(row => {
    const was = old.get(row[key]);
    if (!was) return [];
    const members = Object.keys(shown).filter(member => (was[member] ?? null) !== (row[member] ?? null) && Boolean(was[member] || row[member]));
    return members.map(member => `“${row[key]}”: ${shown[member]} ${told(was[member])} becomes ${told(row[member])}.`);
  });
  const order = (/** @type {any[]} */ rows, /** @type {(name: string) => boolean} */ both) => rows.map(row => row[key]).filter(both).join("\n");
  const moved = order(now, name => kept.has(name)) !== order(then, name => old.has(name)) ? ["The order is as it was."] : [];
  return [...back, ...gone, ...other, ...moved];
}

/**
 * @param {import("../frame/page.js").Page} page
 * @param {{ undone: (site: any) => Promise<void> | void, typed: () => boolean }} options `typed`: whether something typed in the page's list would be lost.
 */
export function undo(page, { undone, typed }) {
  /** @type {LastSave | undefined} */ let last;
  let busy = false;

  async function load() {
    last = await api.get("/site/undo", { signal: page.signal });
    page.draw();
  }

  async function ask() {
    busy = true;
    page.draw();
    try {
      const [, site] = await Promise.all([load(), api.get("/site", { signal: page.signal })]);
      if (last && await confirmed(last, site)) {
        await undone(await api.post("/site/undo", undefined, { signal: page.signal }));
        page.say("The last change was undone.", "done");
        await Promise.all([load(), page.client.refresh(page.signal)]);
      }
    } catch (failure) { page.fault(failure); }
    busy = false;
    page.draw();
  }

  async function confirmed(/** @type {LastSave} */ save, /** @type {any} */ site) {
    const { words, label } = lists[save.what];
    const effects = /** @type {const} */ (["presences", "keywords"]).flatMap(what => save.before[what] ? differences(site[what], /** @type {any[]} */ (save.before[what]), lists[what].key) : []);
    return await openDialog({
      title: label,
      view: ({ close }) => html`
        <p>${save.sentence} <span class="soft" title=${fullTime(save.savedAt)}>(${time(save.savedAt)})</span></p>
        <p>Undo puts the ${words} back as it was before:</p>
        <ul class="effects">${effects.slice(0, 12).map(words => html`<li>${words}</li>`)}${effects.length > 12 ? html`<li>and ${effects.length - 12} more</li>` : nothing}</ul>
        ${typed() ? html`<p>What you have typed in the list of this page and not saved is lost.</p>` : nothing}
        <p class="soft">It takes effect at once, and can be undone itself.</p>
        <div class="bar end"><button type="button" @click=${() => close(false)}>Cancel</button><button type="button" class="first" @click=${() => close(true)}>Undo</button></div>`,
    }) === true;
  }

  return {
    load,
    view: () => html`<button type="button" ?disabled=${busy || !last} title=${last?.sentence ?? "Nothing to undo"} @click=${ask}>${last ? lists[last.what].label : "Undo last change"}</button>`,
  };
}
