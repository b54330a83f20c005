// @ts-check
// Two administrators at once: before something is overwritten that somebody else has saved since it was read, the person is asked.
import { confirm } from "./confirm.js";

/**
 * @template Told
 * @param {{ read: () => Promise<Told>, parts: { what: string, of: (told: Told) => unknown, typed: () => boolean }[] }} options
 */
export function changedMeanwhile({ read, parts }) {
  /** @type {string[]} */ let known = [];
  const prints = (/** @type {Told} */ told) => parts.map(part => JSON.stringify(part.of(told)));

  return {
    /** Reads everything, and takes it for what the person knows. */
    async remember() {
      const told = await read();
      known = prints(told);
      return told;
    },

    /** Whether the person, being told that somebody else has changed the same, would rather not overwrite it. */
    async stops() {
      const now = prints(await read());
      const other = parts.filter((part, i) => now[i] !== known[i] && part.typed()).map(part => part.what);
      if (!other.length) return false;
      const goOn = await confirm({ title: "Changed by somebody else", text: `Since this page was opened, somebody else has saved ${other.join(" and ")}. Saving now replaces that with what stands here.`, yes: "Save mine", danger: true });
      if (goOn) known = now;
      return !goOn;
    },
  };
}
