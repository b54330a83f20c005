// @ts-check
// System Settings › Presences: which there are, their order, and what each says to other systems.
import * as api from "../api.js";
import { html, nothing, repeat, liveValue, ifDefined, vars } from "../parts/html.js";
import { reorder } from "../parts/reorder.js";
import { saving } from "../parts/saving.js";
import { undo } from "../parts/undo.js";
import { changedMeanwhile } from "../parts/changed-meanwhile.js";
import { announce } from "../frame/announce.js";
import { faultsOf, isUsed, mostPresences, steps } from "./presences/draft.js";
import { askReplacement, usedIn } from "./presences/replace.js";

/** @typedef {import("./presences/draft.js").Row} Row */

/** @type {[value: string, words: string][]} */
const availabilities = [["open", "Open"], ["busy", "Busy"], ["away", "Away"], ["closed", "Closed"]];

/** RFC 4480 §3.2, as the server knows them. */
const activities = ["appointment", "away", "breakfast", "busy", "dinner", "holiday", "in-transit", "looking-for-work", "lunch", "meal", "meeting", "on-the-phone", "other", "performance", "permanent-absence",
  "playing", "presentation", "shopping", "sleeping", "spectator", "steering", "travel", "tv", "unknown", "vacation", "working", "worship"];

export default {
  styles: ["/pages/settings.css", "/pages/presences/presences.css"],

  /** @param {import("../frame/page.js").Page} page */
  async open(page) {
    /** @type {Row[]} */ let rows = [];
    /** @type {import("../client.js").Presence[]} */ let stored = [];
    /** @type {Map<string, import("./presences/draft.js").Use>} */ let uses = new Map();
    /** @type {{ row: Row, at: number, by?: string }[]} What goes, and the stored name of what takes its place. */ let gone = [];
    /** @type {Map<number, string>} */ let faults = new Map();
    let next = 0, checked = false;

    const plain = (/** @type {import("../client.js").Presence} */ { name, availability, activity, colour }) => ({ name: name.trim(), availability, activity: activity || undefined, colour });
    const isChanged = () => JSON.stringify(rows.map(plain)) !== JSON.stringify(stored.map(plain));
    const nameId = (/** @type {Row} */ row) => `presence-name-${row.id}`;
    const order = reorder({
      id: "presences",
      rows: () => rows,
      name: row => row.name.trim() || "the presence without a name",
      move: (from, to) => { const moved = [...rows]; moved.splice(to, 0, ...moved.splice(from, 1)); rows = moved; touched(); },
    });

    function touched() {
      if (checked) faults = faultsOf(rows);
      page.draw();
    }

    function set(/** @type {Row} */ row, /** @type {Partial<Row>} */ members) {
      rows = rows.map(one => one.id === row.id ? { ...one, ...members } : one);
      touched();
    }

    function take(/** @type {any} */ site) {
      stored = site.presences;
      rows = stored.map(presence => ({ ...presence, id: next++, saved: presence.name }));
      gone = [];
      faults = new Map();
      checked = false;
      page.draw();
    }

    async function count() {
      const { presences } = await api.get("/site/presences/use", { signal: page.signal });
      uses = new Map(presences.map((/** @type {any} */ use) => [use.name, use]));
      page.draw();
    }

    function add() {
      if (rows.length >= mostPresences) {
        announce(`A site has at most ${mostPresences} presences. Remove one first.`, "assertive");
        return;
      }
      const row = /** @type {Row} */ ({ id: next++, name: "", availability: "busy", colour: "#5b6472" });
      rows = [...rows, row];
      touched();
      requestAnimationFrame(() => document.getElementById(nameId(row))?.focus());
    }

    async function remove(/** @type {Row} */ row) {
      if (rows.length === 1) { announce("A site needs at least one presence.", "assertive"); return; }
      const at = rows.indexOf(row);
      let by;
      if (row.saved !== undefined) {
        await count().catch(failure => page.fault(failure));
        const use = uses.get(row.saved);
        if (use && isUsed(use)) {
          const others = rows.filter(other => other !== row && other.saved !== undefined);
          const chosen = await askReplacement(row.name, use, others.map(other => other.name));
          if (chosen === undefined) return;
          by = others.find(other => other.name === chosen)?.saved;
        }
        gone = [...gone.map(one => one.by === row.saved ? { ...one, by: by ?? one.by } : one), { row, at, by }];
      }
      rows = rows.filter(one => one.id !== row.id);
      touched();
      announce(`${row.name || "The presence"} removed`);
      requestAnimationFrame(() => document.getElementById("presences-add")?.focus());
    }

    function takeBack(/** @type {{ row: Row, at: number }} */ one) {
      gone = gone.filter(other => other.row !== one.row);
      rows = [...rows.slice(0, one.at), one.row, ...rows.slice(one.at)];
      touched();
    }

    async function save() {
      const replacements = gone.flatMap(({ row, by }) => by ? [{ presence: /** @type {string} */ (row.saved), by }] : []);
      const { before, list, after } = steps(rows, stored, replacements);
      let site;
      try {
        for (const rename of before) site = await renamed(rename);
        if (list) site = await api.put("/site/presences", list, { signal: page.signal });
        for (const rename of after) site = await renamed(rename);
      } finally {
        if (site) stored = site.presences; // What was done is done, if something later was refused.
      }
      take(site ?? { presences: stored });
    }

    async function renamed(/** @type {{ from: string, to: string }} */ rename) {
      const site = await api.post("/site/presences/rename", rename, { signal: page.signal });
      rows = rows.map(row => row.saved === rename.from ? { ...row, saved: rename.to } : row);
      gone = gone.map(one => one.by === rename.from ? { ...one, by: rename.to } : one);
      stored = site.presences;
      return site;
    }

    const meanwhile = changedMeanwhile({ read: () => api.get("/site", { signal: page.signal }), parts: [{ what: "the presences", of: site => site.presences, typed: isChanged }] });
    const lastChange = undo(page, { undone: async site => { take(site); await Promise.all([count(), meanwhile.remember()]); }, typed: isChanged });
    const ok = saving(page, {
      conflict: meanwhile.stops,
      parts: [{
        what: "the presences",
        isChanged,
        check: () => { checked = true; faults = faultsOf(rows); page.draw(); const first = rows.find(row => faults.has(row.id)); return first && nameId(first); },
        save,
        refuse: detail => {
          const row = rows[Number(/^(?:The name of )?[Pp]resence (\d+)\b/.exec(detail)?.[1]) - 1];
          if (row) faults = new Map(faults).set(row.id, detail);
          return row !== undefined;
        },
      }],
      saved: async () => { await Promise.all([count(), lastChange.load(), meanwhile.remember(), page.client.refresh(page.signal)]); },
    });

    take(await meanwhile.remember());
    await Promise.all([count(), lastChange.load()]);

    return {
      view: () => html`
        <div class="bar actions"><h1>Presences</h1>${ok.unsaved()}<span class="grow"></span>${lastChange.view()}${ok.button()}${ok.trouble()}</div>
        <section class="sheet" aria-labelledby="presences-head">
          <div class="bar"><h2 id="presences-head">The presences that people can show</h2><span class="grow"></span><span class="soft">${rows.length} of ${mostPresences}</span></div>
          <div class="presence-head" aria-hidden="true"><span></span><span></span><span>Name</span><span>Colour</span><span>Light and dark</span><span>Availability</span><span>Activity</span><span>In use</span><span></span></div>
          <ol class="presence-rows">${repeat(rows, row => row.id, rowView)}</ol>
          <div class="bar keyword-foot"><button type="button" id="presences-add" aria-disabled=${ifDefined(rows.length >= mostPresences ? "true" : undefined)} @click=${add}>Add presence</button></div>
          <p class="hint">The first one is the default: it shows when nothing else does. A new name goes along to keywords and to what was set by hand. Words stay readable in any colour: it is darkened or lightened as needed.</p>
          <p class="hint">To other systems, open says that somebody can be reached, busy that they are there and should not be disturbed, away that they are not at the desk, and closed that they cannot be reached.</p>
        </section>
        ${gone.length ? html`<section class="sheet" aria-labelledby="gone-head"><h2 id="gone-head">Removed when you save</h2><ul class="gone">${gone.map(one => html`
          <li><span>${one.row.name}${one.by ? html`: ${rows.find(row => row.saved === one.by)?.name ?? one.by} takes its place` : nothing}</span><button type="button" @click=${() => takeBack(one)}>Keep it</button></li>`)}</ul></section>` : nothing}`,
    };

    function rowView(/** @type {Row} */ row, /** @type {number} */ i) {
      const fault = faults.get(row.id);
      const used = row.saved === undefined ? [] : usedIn(uses.get(row.saved));
      const noteId = `presence-note-${row.id}`;
      const number = `presence ${i + 1}`;
      const preview = (/** @type {string} */ ground) => html`<span class="swatch ${ground}"><span class="presence ${row.availability}" ${vars({ "--colour": row.colour })}>${row.name || "…"}</span></span>`;
      return html`<li class="presence-row" data-row>
        <span class="place">${order.handle(row)}</span>
        <span class="number soft">${i + 1}</span>
        <div class="text"><input id=${nameId(row)} type="text" autocomplete="off" spellcheck="false" maxlength="64" aria-label="Name of ${number}" .value=${liveValue(row.name)} aria-invalid=${fault ? "true" : "false"}
          aria-describedby=${ifDefined(fault || i === 0 ? noteId : undefined)} @input=${(/** @type {InputEvent} */ event) => set(row, { name: /** @type {HTMLInputElement} */ (event.target).value })} @keydown=${(/** @type {KeyboardEvent} */ event) => order.onKey(event, row)}></div>
        <input class="colour" type="color" aria-label="Colour of ${number}" .value=${liveValue(row.colour)} @input=${(/** @type {InputEvent} */ event) => set(row, { colour: /** @type {HTMLInputElement} */ (event.target).value })}>
        <div class="preview" aria-hidden="true">${preview("on-light")}${preview("on-dark")}</div>
        <select class="availability" aria-label="Availability of ${number}" @change=${(/** @type {Event} */ event) => set(row, { availability: /** @type {any} */ (/** @type {HTMLSelectElement} */ (event.target).value) })}>
          ${availabilities.map(([value, words]) => html`<option value=${value} .selected=${value === row.availability}>${words}</option>`)}</select>
        <select class="activity" aria-label="Activity of ${number}" @change=${(/** @type {Event} */ event) => set(row, { activity: /** @type {HTMLSelectElement} */ (event.target).value || undefined })}>
          <option value="" .selected=${!row.activity}>no activity</option>${activities.map(value => html`<option value=${value} .selected=${value === row.activity}>${value}</option>`)}</select>
        <span class="use soft">${used.length ? used.join(", ") : row.saved === undefined ? "new" : "not in use"}</span>
        <button type="button" class="plain icon remove" aria-label="Remove ${row.name || number}" title="Remove" ?disabled=${rows.length === 1} @click=${() => remove(row)}>✕</button>
        ${fault || i === 0 || row.saved !== undefined && row.saved !== row.name.trim() ? html`<div class="notes" id=${noteId}>
          ${fault ? html`<p class="fault">${fault}</p>` : nothing}
          ${i === 0 ? html`<p class="hint">Default: shows when nothing else does.</p>` : nothing}
          ${!fault && row.saved !== undefined && row.saved !== row.name.trim() ? html`<p class="hint">${row.saved} is renamed; keywords and users go along.</p>` : nothing}</div>` : nothing}
      </li>`;
    }
  },
};
