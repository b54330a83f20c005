// @ts-check
// The receptionist's screen: everybody, what they show, and until when.
import { html, liveValue, nothing } from "../parts/html.js";
import { chips } from "../parts/chips.js";
import { liveSign } from "../parts/live-sign.js";
import { everyMinute } from "../parts/times.js";
import { announce } from "../frame/announce.js";
import { BoardIndex } from "./board/index.js";
import { RowWindow } from "./board/window.js";
import { boardTable } from "./board/rows.js";
import { personPanel } from "./board/panel.js";
import { wall } from "./board/wall.js";

const flashMs = 1600;
const mostFlashes = 200; // In a storm everything flashes, which says nothing.
const settledMs = 400;
const mostGroupChips = 6;
const panelFits = matchMedia("(min-width: 761px)");

/** @param {URLSearchParams} query @returns {import("./board/index.js").Wanted} */
const wantedOf = query => ({ search: query.get("search") ?? "", presence: query.get("presence") ?? "", show: query.get("show") ?? "", sort: query.get("sort") ?? "name" });

export default {
  styles: ["/pages/board.css"],

  /** @param {import("../frame/page.js").Page} page */
  open(page) {
    const { live, client, signal } = page;
    const onWall = page.query.get("display") === "wall";
    const index = new BoardIndex();
    const window = new RowWindow(() => page.draw(), signal);
    const wanted = wantedOf(page.query);
    let open = page.query.get("person") ?? undefined;
    /** @type {string | undefined} */ let active;
    /** @type {import("./board/index.js").Found | undefined} */ let found;
    /** @type {Set<string>} */ let changed = new Set();
    /** @type {ReturnType<typeof setTimeout>} */ let settling;
    const close = () => { const row = open; open = undefined; page.setQuery({ person: null }); page.draw(); if (row) focusRow(row); };
    const panel = personPanel(page, { extension: () => open, close });
    const display = onWall ? wall(page) : undefined;

    live.watch(told => {
      if (!told || !index.fits(live.rows, told)) index.replace(live.rows);
      if (told?.size) { found = undefined; flash(told); }
      else if (!told) found = undefined;
      page.draw();
    }, signal);
    if (live.isLoaded) index.replace(live.rows);
    client.addEventListener("change", () => { found = undefined; page.draw(); }, { signal });
    everyMinute(() => page.draw(), signal);
    addEventListener("keydown", onShortcut, { signal });

    function flash(/** @type {Set<string>} */ told) {
      if (told.size > mostFlashes) return;
      for (const extension of told) changed.add(extension);
      setTimeout(() => { for (const extension of told) changed.delete(extension); page.draw(); }, flashMs);
    }

    function want(/** @type {Partial<import("./board/index.js").Wanted>} */ change) {
      Object.assign(wanted, change);
      found = undefined;
      page.draw();
      clearTimeout(settling);
      settling = setTimeout(settled, settledMs);
    }

    // The address and the screen reader hear of it when the typing rests.
    function settled() {
      if (signal.aborted) return;
      page.setQuery({ ...wanted, sort: wanted.sort === "name" ? null : wanted.sort });
      announce(`${look().extensions.length} found`);
    }

    const look = () => found ??= index.find(live.rows, wanted, new Set(client.favourites), client.presences.map(({ name }) => name));

    function sortBy(/** @type {string} */ by) { want({ sort: wanted.sort === by ? `-${by}` : by }); }

    async function star(/** @type {string} */ extension) {
      const starred = new Set(client.favourites);
      if (!starred.delete(extension)) starred.add(extension);
      try { await client.setFavourites([...starred]); }
      catch (failure) { page.fault(failure); }
    }

    function pick(/** @type {string} */ extension, /** @type {any} */ event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // A new tab: the link's own affair.
      if (getSelection()?.toString()) return;
      event.preventDefault();
      active = extension;
      if (!panelFits.matches) { page.go(`/people/${encodeURIComponent(extension)}`); return; }
      open = extension;
      page.setQuery({ person: extension });
      page.draw();
      if (event.target.closest("a")) requestAnimationFrame(() => panel.focus());
    }

    function focusRow(/** @type {string} */ extension) {
      const at = look().extensions.indexOf(extension);
      if (at < 0) return;
      active = extension;
      window.show(at);
      page.draw();
      requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector(`tr[data-extension="${CSS.escape(extension)}"] .who a`))?.focus({ preventScroll: true }));
    }

    function onKey(/** @type {KeyboardEvent} */ event) {
      const { extensions } = look();
      const from = extensions.indexOf(/** @type {HTMLElement} */ (event.target).closest("tr")?.dataset.extension ?? "");
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: window.rowsInSight, PageUp: -window.rowsInSight, Home: -extensions.length, End: extensions.length }[event.key];
      if (from < 0 || step === undefined) return;
      event.preventDefault();
      focusRow(extensions[Math.max(0, Math.min(extensions.length - 1, from + step))]);
    }

    function onShortcut(/** @type {KeyboardEvent} */ event) {
      const at = /** @type {HTMLElement} */ (event.target);
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || at.matches?.("input, textarea, select") || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      document.getElementById("search")?.focus();
    }

    function onSearchKey(/** @type {KeyboardEvent} */ event) {
      const first = look().extensions[0];
      if (event.key === "Escape" && wanted.search) { event.preventDefault(); want({ search: "" }); }
      if (!first) return;
      if (event.key === "ArrowDown") { event.preventDefault(); focusRow(first); }
      if (event.key === "Enter") pick(first, event);
    }

    const scopes = () => {
      const groups = [...index.groups];
      const few = groups.length <= mostGroupChips;
      return html`
        ${chips({ label: "Who", value: wanted.show, pick: show => want({ show }), options: [
          { value: "", words: "Everybody", count: live.rows.size },
          { value: "favourites", words: "Favourites", count: client.favourites.length },
          ...few ? groups.map(([name, count]) => ({ value: `group:${name}`, words: name, count })) : [],
        ] })}
        ${few ? nothing : html`<select aria-label="Group" class="groups" @change=${(/** @type {Event} */ event) => want({ show: /** @type {HTMLSelectElement} */ (event.target).value })}>
          <option value="" .selected=${!wanted.show.startsWith("group:")}>All groups</option>
          ${groups.map(([name, count]) => html`<option value="group:${name}" .selected=${wanted.show === `group:${name}`}>${name} (${count})</option>`)}</select>`}`;
    };

    const shown = (/** @type {Map<string, number>} */ counts) => chips({
      label: "Presence", value: wanted.presence, pick: presence => want({ presence: presence === wanted.presence ? "" : presence }),
      options: client.presences.filter(({ name }) => counts.has(name) || name === wanted.presence).map(({ name }) => ({ value: name, words: name, count: counts.get(name) ?? 0 })),
    });

    const empty = () => live.rows.size > 0 ? "Nobody fits." : !live.isLoaded ? "Reading the board…"
      : page.session.may("administrator") ? html`There are no extensions yet. <a href="/settings/users">Add or import users</a> to begin.` : "There are no extensions yet.";

    const whole = () => {
      const { extensions, counts } = look();
      const row = open === undefined ? undefined : live.rows.get(open);
      return html`
        <div class="bar head"><h1>Board</h1>${liveSign()}<span class="grow"></span>
          <input type="search" id="search" placeholder="Name or extension" aria-label="Search by name or extension" aria-keyshortcuts="/" autocomplete="off" spellcheck="false"
            .value=${liveValue(wanted.search)} @input=${(/** @type {InputEvent} */ event) => want({ search: /** @type {HTMLInputElement} */ (event.target).value })} @keydown=${onSearchKey}></div>
        <div class="bar filters">${scopes()}<span class="grow"></span>${shown(counts)}</div>
        <div class="board ${row ? "with-panel" : ""}">
          <div class="sheet flush list">
            ${boardTable({ extensions, rows: live.rows, window, sort: wanted.sort, onSort: sortBy, active, open, changed, favourites: new Set(client.favourites), star, pick, onKey })}
            ${extensions.length === 0 ? html`<p class="note">${empty()}</p>` : nothing}
          </div>
          ${row ? panel.view(row) : nothing}
        </div>`;
    };

    return { view: () => display ? display.view(wanted.show.replace("group:", "") || "Board", look().extensions, changed) : whole() };
  },
};
