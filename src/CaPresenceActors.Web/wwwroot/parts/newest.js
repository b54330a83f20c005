// @ts-check
import { wasLeft } from "../api.js";

/**
 * Reads something again and again as people change their minds. A read that was overtaken is given up, so the last one wins however the answers come.
 * @template T
 * @param {import("../frame/page.js").Page} page
 * @param {(signal: AbortSignal) => Promise<T>} read @param {(answer: T) => void} answered
 */
export function newest(page, read, answered) {
  let reading = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;

  async function now() {
    clearTimeout(timer);
    reading.abort();
    const mine = reading = new AbortController();
    state.busy = true;
    page.draw();
    try {
      const answer = await read(AbortSignal.any([mine.signal, page.signal]));
      if (mine.signal.aborted) return;
      state.fault = "";
      answered(answer);
    } catch (/** @type {any} */ failure) {
      if (mine.signal.aborted || wasLeft(failure)) return;
      if (failure.name !== "ApiProblem") console.error(failure);
      state.fault = failure.detail || failure.message;
    }
    state.busy = false;
    page.draw();
  }

  const state = {
    busy: false,
    /** Why the last read went wrong, in the server's words. */
    fault: "",
    now,
    /** When typing pauses. @param {number} [pauseMs] */
    soon(pauseMs = 250) { clearTimeout(timer); timer = setTimeout(now, pauseMs); },
  };
  page.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  return state;
}
