// @ts-check
import * as api from "./api.js";
import { events } from "./sse.js";

const pauseMs = 1000;

/**
 * Long work on the server. `for await (const state of job.states) …` ends with its last state; leaving the page (the signal) or `cancel()` cancels it.
 * @template {{ id: string, state: string }} State
 * @param {string} path such as `/dry-runs` @param {any} body @param {{ signal?: AbortSignal }} [options]
 * @returns {Promise<{ id: string, states: AsyncGenerator<State>, cancel: () => Promise<void> }>}
 */
export async function start(path, body, { signal } = {}) {
  /** @type {State} */
  const first = await api.post(path, body, { signal });
  const address = `${path}/${encodeURIComponent(first.id)}`;
  const cancel = async () => {
    try { await api.del(address); }
    catch (problem) { if (!(problem instanceof api.ApiProblem) || problem.status !== 404) throw problem; } // It has ended and gone already.
  };
  signal?.addEventListener("abort", () => { cancel().catch(() => {}); }, { once: true }); // Nobody is there any more to be told; the server ends it in its own time.
  return { id: first.id, states: states(address, first, signal), cancel };
}

/** @template {{ state: string }} State @param {string} address @param {State} first @param {AbortSignal} [signal] @returns {AsyncGenerator<State>} */
async function* states(address, first, signal) {
  yield first;
  for (let state = first; state.state === "running";) {
    try {
      const response = await api.request("GET", `${address}/progress`, undefined, { signal, headers: { Accept: "text/event-stream" } });
      for await (const told of events(response)) yield state = JSON.parse(told.data);
    } catch (failure) {
      if (signal?.aborted || failure instanceof api.ApiProblem && failure.status !== 0) throw failure;
    }
    if (state.state !== "running") return;
    await new Promise(resolve => setTimeout(resolve, pauseMs)); // The connection broke, not the work: ask again.
    yield state = await api.get(address, { signal });
  }
}
