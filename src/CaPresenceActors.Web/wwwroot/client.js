// @ts-check
// What the signed-in person needs to begin with: themselves, the site's presences, their keywords, favourites and groups.
import * as api from "./api.js";
import { session } from "./frame/session.js";

/**
 * @typedef {{ name: string, availability: "open"|"busy"|"away"|"closed", activity?: string, colour: string }} Presence
 * @typedef {{ keyword: string, presence: string, wholeWord?: boolean }} Keyword
 * @typedef {{ name: string, role: string, extension?: string, displayName: string, profile?: any }} Me
 * @typedef {{ me: Me, presences: Presence[], keywords: { own: boolean, rows: Keyword[] }, site: any, favourites: string[], groups: { name: string, count: number }[] }} Bootstrap
 */

/** @type {Bootstrap} */
const nothingYet = { me: { name: "", role: "user", displayName: "" }, presences: [], keywords: { own: false, rows: [] }, site: {}, favourites: [], groups: [] };

class Client extends EventTarget {
  /** @type {Bootstrap} */ #known = nothingYet;
  /** @type {string | null} */ #tag = null;
  /** @type {Map<string, Presence>} */ #byName = new Map();

  get me() { return this.#known.me; }
  get presences() { return this.#known.presences; }
  get keywords() { return this.#known.keywords; }
  get site() { return this.#known.site; }
  get favourites() { return this.#known.favourites; }
  get groups() { return this.#known.groups; }

  /** The definition of a presence; one that the site no longer has looks closed. @param {string} name @returns {Presence} */
  presence(name) { return this.#byName.get(name) ?? { name, availability: "closed", colour: "#5b6472" }; }

  /** @param {string} name */
  knows(name) { return this.#byName.has(name); }

  /** Reads everything anew and tells listeners of "change" when something is different. @param {AbortSignal} [signal] */
  async refresh(signal) {
    const answer = await this.#read(signal);
    if (!answer) return;
    this.#known = { ...nothingYet, ...answer };
    this.#byName = new Map(this.#known.presences.map(presence => [presence.name, presence]));
    this.dispatchEvent(new Event("change"));
  }

  /** Changes the favourites at once and takes that back when the server refuses. @param {string[]} extensions */
  async setFavourites(extensions) {
    const before = this.#known.favourites;
    this.#keep(extensions);
    try {
      this.#keep((await api.put("/me/favourites", { extensions })).extensions);
    } catch (problem) {
      this.#keep(before);
      throw problem;
    }
  }

  #keep(/** @type {string[]} */ favourites) {
    this.#known = { ...this.#known, favourites };
    this.#tag = null;
    this.dispatchEvent(new Event("change"));
  }

  /** @param {AbortSignal} [signal] @returns {Promise<Bootstrap | undefined>} */
  async #read(signal) {
    const response = await api.request("GET", "/client", undefined, { signal, headers: this.#tag ? { "If-None-Match": this.#tag } : {} });
    if (response.status === 304) return undefined;
    this.#tag = response.headers.get("ETag");
    return await response.json();
  }
}

export const client = new Client();
