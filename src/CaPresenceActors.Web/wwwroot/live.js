// @ts-check
// The one change stream and the board that it keeps current. It runs since a page first asked for it, and from then on beneath all pages.
//
// What may be relied on: rows are those of one snapshot and every change after it, in order, none missed. Where snapshot and stream overlap, each row goes by its own
// `sequence`, so that neither undoes the other. What the stream does not tell (staleness, another outlook) comes with a new snapshot now and then, and so do the site's lists;
// where a change comes from them, they are read at once.
import * as api from "./api.js";
import { client } from "./client.js";
import { session } from "./frame/session.js";
import { events } from "./sse.js";

/**
 * @typedef {{ extension: string, name: string, presence: string, availability: string, since: string, cause?: string, until?: string, next?: string, manual?: string,
 *   integrated: boolean, staleSince?: string, coveredUntil?: string, sequence: number, group?: string, timesHidden?: boolean }} Row
 * @typedef {{ position: number, extension: string, sequence: number, at: string, from: string, to: string, cause: string, until?: string, next?: string }} Change
 * @typedef {{ kind: "starting" | "live" | "lost", since: Date | undefined }} Connection
 */

const silentMs = 45_000; // The server says something every 15 s.
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
const hiddenMs = 60_000;
const togetherMs = 15;
const refreshMs = 30_000;
const refreshLargeMs = 300_000;
const large = 5_000;
const ofSettings = new Set(["keywordsChanged", "presencesChanged", "optionsChanged", "integrationChanged"]);
const withinMs = 1_000;

class Live extends EventTarget {
  /** Extension → row. Rows are never changed, only replaced. @type {Map<string, Row>} */
  rows = new Map();
  /** Newest position that the stream has told. */
  position = 0;
  /** @type {Connection} */
  connection = { kind: "starting", since: undefined };

  #watchers = 0;
  #running = false;
  /** @type {AbortController | undefined} */ #attempt;
  /** @type {string | null} */ #tag = null;
  #waiting = () => {};
  #pauseMs = firstPauseMs;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #settings;

  get isLoaded() { return this.position > 0 || this.rows.size > 0; }

  /**
   * Starts the stream when nobody has yet, and listens until the signal ends it. `changed` is told which extensions are different; undefined stands for any.
   * @param {(changed: Set<string> | undefined) => void} changed also for the connection's state @param {AbortSignal} signal
   */
  watch(changed, signal) {
    this.addEventListener("rows", event => changed(/** @type {CustomEvent} */ (event).detail), { signal });
    this.addEventListener("connection", () => changed(new Set()), { signal });
    this.#watchers++;
    signal.addEventListener("abort", () => this.#watchers--, { once: true });
    if (!this.#running) this.#run();
  }

  /** Ends the stream and forgets everything: somebody else may sign in. */
  stop() {
    this.#running = false;
    this.#attempt?.abort();
    this.#waiting();
    this.rows = new Map();
    this.position = 0;
    this.#tag = null;
    this.#say("starting");
  }

  /** Tries again at once instead of at the end of the pause. */
  retry() { this.#waiting(); }

  /** Reads one row anew, after something that the stream does not tell whole, such as how a presence set by hand holds. @param {string} extension */
  async refreshRow(extension) {
    this.take(await api.get(`/presence/${encodeURIComponent(extension)}`));
  }

  /** Takes a row that an answer held. @param {Row} row */
  take(row) {
    const known = this.rows.get(row.extension);
    if (known && row.sequence < known.sequence) return;
    this.rows.set(row.extension, { ...known, ...cleared, ...row });
    this.#tell(new Set([row.extension]));
  }

  async #run() {
    this.#running = true;
    document.addEventListener("visibilitychange", this.#onVisibility);
    addEventListener("online", () => this.retry());
    addEventListener("offline", () => this.#attempt?.abort()); // The browser knows at once what silence would tell late.
    this.#refreshLater();
    this.#readSettingsLater();
    while (this.#running) {
      try {
        await this.#connect();
      } catch (failure) {
        if (failure instanceof api.ApiProblem && failure.status === 401) {
          this.#say("lost");
          await new Promise(resolve => session.addEventListener("change", resolve, { once: true })); // Nobody wanted to sign in again; perhaps later.
          continue;
        }
        if (!(failure instanceof api.ApiProblem) && failure?.name !== "AbortError" && failure?.name !== "TypeError") console.error(failure); // TypeError: the connection broke.
      }
      if (!this.#running) break;
      this.#say("lost");
      await this.#pause();
    }
    this.#running = false;
  }

  async #connect() {
    const attempt = this.#attempt = new AbortController();
    let watchdog = setTimeout(() => attempt.abort(), silentMs);
    try {
      if (!this.isLoaded) await this.#readBoard(attempt.signal);
      const response = await api.request("GET", `/changes?after=${this.position}`, undefined, { signal: attempt.signal, headers: { Accept: "text/event-stream" } });
      this.#say("live");
      this.#pauseMs = firstPauseMs;
      const alive = () => { clearTimeout(watchdog); watchdog = setTimeout(() => attempt.abort(), silentMs); };
      /** @type {Set<string>} */ let changed = new Set();
      for await (const told of events(response, alive)) {
        if (told.event === "reset") this.#reset(JSON.parse(told.data));
        else if (told.event === "change") {
          const change = JSON.parse(told.data);
          if (this.#apply(change)) {
            if (changed.size === 0) setTimeout(() => { this.#tell(changed); changed = new Set(); }, togetherMs); // One word for all changes of a storm's moment.
            changed.add(change.extension);
          }
        }
      }
    } finally {
      clearTimeout(watchdog);
      attempt.abort();
    }
  }

  #apply(/** @type {Change} */ change) {
    this.position = Math.max(this.position, change.position);
    if (ofSettings.has(change.cause)) this.#readSettings();
    const row = this.rows.get(change.extension);
    if (!row || !client.knows(change.to)) {
      this.#tag = null;
      this.#refresh(true).catch(() => {}); // Somebody new or a new presence; should it fail, the next refreshment brings them.
      return false;
    }
    if (change.sequence <= row.sequence) return false;
    this.rows.set(change.extension, {
      ...row, ...cleared, presence: change.to, availability: client.presence(change.to).availability, since: change.at, cause: change.cause,
      until: change.until, next: change.next, sequence: change.sequence,
    });
    if (row.manual || change.cause === "manualSet" || change.cause === "integrationChanged") this.refreshRow(change.extension).catch(() => {}); // As above.
    return true;
  }

  #reset(/** @type {{ position: number, presences: Row[] }} */ board) {
    this.rows = new Map(board.presences.map(row => [row.extension, row]));
    this.position = board.position;
    this.#tag = null;
    this.#tell(undefined);
  }

  async #readBoard(/** @type {AbortSignal} */ signal) {
    const response = await api.request("GET", "/presence", undefined, { signal, headers: this.#tag ? { "If-None-Match": this.#tag } : {} });
    if (response.status === 304) return;
    const board = await response.json();
    this.#tag = response.headers.get("ETag");
    if (!this.isLoaded) return this.#reset(board);
    const rows = new Map();
    for (const row of board.presences) {
      const known = this.rows.get(row.extension);
      rows.set(row.extension, known && known.sequence > row.sequence ? known : row);
    }
    this.rows = rows;
    this.#tell(undefined);
  }

  async #refresh(withClient = false) {
    if (withClient) await client.refresh();
    await this.#readBoard(AbortSignal.timeout(silentMs));
  }

  #refreshLater() {
    setTimeout(async () => {
      if (!this.#running) return;
      try {
        if (this.connection.kind === "live" && this.#watchers > 0 && !document.hidden) await this.#refresh();
      } catch {
        // The stream notices a lost connection and says so.
      }
      this.#refreshLater();
    }, this.rows.size > large ? refreshLargeMs : refreshMs);
  }

  // One reading for all the changes that a new list brings, and not by all browsers at the same moment.
  #readSettings() {
    this.#settings ??= setTimeout(() => { this.#settings = undefined; client.refresh().catch(() => {}); }, Math.random() * withinMs); // Should it fail, the next one brings them.
  }

  #readSettingsLater() {
    setTimeout(() => {
      if (!this.#running) return;
      if (this.connection.kind === "live" && this.#watchers > 0 && !document.hidden) this.#readSettings();
      this.#readSettingsLater();
    }, refreshMs);
  }

  // A browser allows six connections to a server over HTTP/1.1: hidden tabs give theirs back and catch up by position when they are seen again.
  #onVisibility = () => {
    if (!document.hidden) this.retry();
    else setTimeout(() => { if (document.hidden) this.#attempt?.abort(); }, hiddenMs);
  };

  #pause() {
    const ms = this.#pauseMs * (0.75 + Math.random() / 2); // Not everybody at once after a restart.
    this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
    return new Promise((/** @type {(done?: any) => void} */ resolve) => {
      const timer = document.hidden ? undefined : setTimeout(resolve, ms);
      this.#waiting = () => { clearTimeout(timer); resolve(); };
    });
  }

  #say(/** @type {Connection["kind"]} */ kind) {
    if (this.connection.kind === kind) return;
    this.connection = { kind, since: new Date() };
    this.dispatchEvent(new Event("connection"));
  }

  #tell(/** @type {Set<string> | undefined} */ changed) { this.dispatchEvent(new CustomEvent("rows", { detail: changed })); }
}

// What a row does not have any more when a newer one leaves it out.
const cleared = { until: undefined, next: undefined, manual: undefined };

export const live = new Live();
