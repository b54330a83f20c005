// @ts-check
// User profiles: whoever has an extension. There may be hundreds of thousands, so the server searches, filters and pages.
import { html, nothing, liveValue } from "../parts/html.js";
import { table } from "../parts/table.js";
import { choice } from "../parts/field.js";
import { newest } from "../parts/newest.js";
import { Pager } from "../parts/pager.js";
import { announce } from "../frame/announce.js";
import { openUser } from "./users/profile.js";
import { importUsers } from "./users/import.js";
import { calendarOf } from "./users/calendar.js";
import { stateChoices } from "./health/states.js";
import * as api from "../api.js";

/** @typedef {{ extension: string, name: string, exchangeAccount?: string, integration: boolean, timeZone?: string, group?: string, hideTimes?: boolean, keywords?: any[] }} User */

const perPage = 100;
const filters = ["search", "group", "account", "integration", "own", "state"];
const inNone = " "; // "Without a group" is the empty text to the server, which no choice in an address can be.

/** @type {[string, string][]} */ const accounts = [["", "All"], ["with", "With an account"], ["without", "Without an account"]];
/** @type {[string, string][]} */ const integrations = [["", "All"], ["true", "Integrated"], ["false", "Not integrated"]];
/** @type {[string, string][]} */ const lists = [["", "All"], ["true", "Their own"], ["false", "The site's"]];

/** What is not as the site has it. @param {User} user */
const own = ({ keywords, timeZone, hideTimes }) => [keywords && `${keywords.length} ${keywords.length === 1 ? "keyword" : "keywords"}`, timeZone, hideTimes && "times hidden"].filter(Boolean).join(", ");

export default {
  styles: ["/pages/lists.css", "/pages/users.css"],

  /** @param {import("../frame/page.js").Page} page */
  async open(page) {
    /** @type {Record<string, string>} */
    const wanted = Object.fromEntries(filters.map(name => [name, page.query.get(name) ?? ""]));
    const pager = new Pager();
    /** @type {{ users: User[], total: number, next?: string }} */ let found = { users: [], total: 0 };

    const asked = () => {
      const { group, ...others } = wanted;
      const parts = api.query({ ...others, after: pager.after, limit: perPage });
      return `/users${parts}${group ? `&group=${encodeURIComponent(group.trim())}` : ""}`;
    };
    const reading = newest(page, signal => api.get(asked(), { signal }), answer => {
      found = answer;
      pager.take(answer.next);
    });

    function want(/** @type {Record<string, string>} */ change, soon = false) {
      Object.assign(wanted, change);
      pager.restart();
      page.setQuery(wanted);
      soon ? reading.soon() : reading.now().then(() => announce(`${found.total} found`));
      page.draw();
    }

    function turn() {
      reading.now().then(() => document.querySelector("main h1")?.scrollIntoView({ block: "start" }));
    }

    async function edit(/** @type {string | undefined} */ extension) {
      page.setQuery({ user: extension });
      const changed = await openUser(page, { extension });
      page.setQuery({ user: null });
      if (!changed) return;
      await Promise.all([reading.now(), page.client.refresh(page.signal).catch(page.fault)]);
    }

    async function bringIn(/** @type {File | undefined} */ file) {
      if (!await importUsers(page, file)) return;
      pager.restart();
      await Promise.all([reading.now(), page.client.refresh(page.signal).catch(page.fault)]);
    }

    // A file may be dropped anywhere on the page.
    const isFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") && !document.querySelector("dialog[open]");
    document.addEventListener("dragover", event => { if (isFile(event)) event.preventDefault(); }, { signal: page.signal });
    document.addEventListener("drop", event => { if (isFile(event)) { event.preventDefault(); bringIn(event.dataTransfer?.files[0]); } }, { signal: page.signal });

    page.client.addEventListener("change", () => page.draw(), { signal: page.signal });
    page.live.watch(() => page.draw(), page.signal);
    await reading.now();
    const asksFor = page.query.get("user");
    if (asksFor) queueMicrotask(() => edit(asksFor));

    const isFiltered = () => filters.some(name => wanted[name]);
    const groups = () => /** @type {[string, string][]} */ ([["", "All"], ...page.client.groups.map(({ name, count }) => [name, `${name} (${count.toLocaleString()})`]), [inNone, "Without a group"]]);
    const filter = (/** @type {string} */ name, /** @type {string} */ label, /** @type {[string, string][]} */ options) =>
      choice({ id: `filter-${name}`, label, value: wanted[name], options, change: value => want({ [name]: value }) });

    const empty = () => reading.fault ? undefined : isFiltered() ? html`Nobody fits. <button type="button" class="link" @click=${() => want(Object.fromEntries(filters.map(name => [name, ""])))}>Show everybody</button>`
      : "There are no extensions yet. Add the first one, or import a list.";

    return {
      view: () => html`
        <div class="bar"><h1>User profiles</h1><span class="soft">${found.total.toLocaleString()}${isFiltered() ? " found" : ""}</span><span class="grow"></span>
          <button type="button" @click=${() => bringIn(undefined)}>Import</button><a class="button" href="/api/v1/users/export" download="users.csv">Export all</a>
          <button type="button" class="first" @click=${() => edit(undefined)}>Add user</button></div>
        <div class="bar filters" role="search">
          <div class="field wider"><label for="search">Search</label><input type="search" id="search" placeholder="Name, extension or account" autocomplete="off" spellcheck="false"
            .value=${liveValue(wanted.search)} @input=${(/** @type {InputEvent} */ event) => want({ search: /** @type {HTMLInputElement} */ (event.target).value }, true)}></div>
          ${page.client.groups.length ? filter("group", "Group", groups()) : nothing}
          ${filter("account", "Exchange user account", accounts)}
          ${filter("integration", "Integration", integrations)}
          ${filter("own", "Keywords", lists)}
          ${filter("state", "Calendar", [["", "All"], ...stateChoices])}</div>
        ${reading.fault ? html`<p class="fault" role="alert">${reading.fault}</p>` : nothing}
        <div class=${reading.busy ? "is-busy" : ""}>
        ${table({ label: "User profiles", rows: found.users, key: user => user.extension, empty: empty(),
          foot: pager.view({ shown: found.users.length, total: found.total, go: turn, label: "Pages" }), columns: [
            { head: "Ext.", kind: "num", cell: user => user.extension },
            { head: "Name", cell: user => html`<button type="button" class="link" @click=${() => edit(user.extension)}>${user.name}</button>` },
            { head: "Exchange user account", kind: "wide", cell: user => user.exchangeAccount ?? html`<span class="none">none</span>` },
            ...page.client.groups.length ? [{ head: "Group", kind: "wide", cell: (/** @type {User} */ user) => user.group ?? "" }] : [],
            { head: "Of their own", kind: "wide", cell: own },
            { head: "Calendar", cell: user => calendarOf(user, page.live.rows.get(user.extension), page.client.site.integration) },
          ] })}</div>`,
    };
  },
};
