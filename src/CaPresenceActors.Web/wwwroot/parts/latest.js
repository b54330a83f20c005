// @ts-check
import { wasLeft } from "../api.js";

/**
 * Asks the server when typing pauses. A question that was overtaken is given up, so the last one wins however the answers come.
 * @template T
 * @param {import("../frame/page.js").Page} page
 * @param {{ pauseMs: number, ask: (signal: AbortSignal) => Promise<T>, answered: (answer: T) => void, failed: (failure: any) => void }} options
 * @returns {{ soon: () => void, now: () => Promise<void>, forget: () => void }}
 */
export function latest(page, { pauseMs, ask, answered, failed }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
  let asking = new AbortController();

  function forget() {
    clearTimeout(timer);
    asking.abort();
  }

  async function now() {
    forget();
    const mine = asking = new AbortController();
    try {
      const answer = await ask(AbortSignal.any([mine.signal, page.signal]));
      if (!mine.signal.aborted) answered(answer);
    } catch (failure) {
      if (!mine.signal.aborted && !wasLeft(failure)) failed(failure);
    }
  }

  page.signal.addEventListener("abort", forget, { once: true });
  return { now, forget, soon: () => { clearTimeout(timer); timer = setTimeout(now, pauseMs); } };
}
