// @ts-check
import { session } from "./session.js";
import { client } from "../client.js";
import { live } from "../live.js";
import { say } from "./announce.js";

/**
 * What a page module exports by default. `open` may answer with a promise; the page before stays until then.
 * @typedef {{ open: (page: Page) => Opened | Promise<Opened>, styles?: string[] }} PageModule
 * @typedef {{ view: () => unknown, close?: () => void }} Opened
 */

/** One opened page: what it was asked for, and what it may use. */
export class Page {
  #left = new AbortController();
  #drawing = 0;
  #render;
  #go;
  /** @type {() => string | null} */
  #unsaved = () => null;

  session = session;
  client = client;
  live = live;

  /** @param {{ params: Record<string, string>, title: string, render: (page: Page) => void, go: (address: string, options?: { replace?: boolean }) => void }} asked */
  constructor({ params, title, render, go }) {
    this.params = params;
    this.title = title;
    this.#render = render;
    this.#go = go;
  }

  /** The query of the address as it is now. */
  get query() { return new URLSearchParams(location.search); }

  /** Is aborted when the page is left: give it to requests and listeners. */
  get signal() { return this.#left.signal; }

  /** Draws before the next paint; many calls make one drawing. */
  draw() {
    if (!this.signal.aborted) this.#drawing ||= requestAnimationFrame(() => { this.#drawing = 0; this.#render(this); });
  }

  /** Words for the person: kind is "done", "info" or "fault". @type {typeof say} */
  say(text, kind, action) { say(text, kind, action); }

  /** Says what went wrong, in the server's words. @param {any} failure */
  fault(failure) {
    if (this.signal.aborted || failure?.name === "AbortError") return;
    if (failure?.name !== "ApiProblem") console.error(failure);
    say(failure?.detail || failure?.message || String(failure), "fault");
  }

  /** @param {string} address @param {{ replace?: boolean }} [options] */
  go(address, options) { this.#go(address, options); }

  /** Changes members of the query in place, without a new entry in the history; empty ones go. @param {Record<string, string | null | undefined>} members */
  setQuery(members) {
    const wanted = this.query;
    for (const [name, value] of Object.entries(members)) value ? wanted.set(name, value) : wanted.delete(name);
    const search = wanted.size ? `?${wanted}` : "";
    if (search !== location.search) history.replaceState(history.state, "", location.pathname + search);
  }

  /** @param {string} title such as a person's name */
  retitle(title) { this.title = title; document.title = `${title} · Presence`; }

  /** Asked before the page is left: the words that say what would be lost, or null. @param {() => string | null} words */
  askBeforeLeaving(words) { this.#unsaved = words; }

  get unsaved() { return this.#unsaved(); }

  close() { this.#left.abort(); cancelAnimationFrame(this.#drawing); }
}
