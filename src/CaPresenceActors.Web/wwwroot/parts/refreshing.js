// @ts-check

/**
 * Calls `refresh` again and again, each time a pause after the last one has ended; not while nobody looks, but at once when somebody looks again.
 * @param {() => Promise<unknown>} refresh does not throw @param {number} pauseMs @param {AbortSignal} signal ends it
 */
export function refreshing(refresh, pauseMs, signal) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
  let under = false;
  const arm = () => { clearTimeout(timer); if (!signal.aborted && !document.hidden) timer = setTimeout(run, pauseMs); };
  async function run() {
    if (under) return;
    under = true;
    try { await refresh(); } finally { under = false; arm(); }
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) run(); }, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  arm();
}
