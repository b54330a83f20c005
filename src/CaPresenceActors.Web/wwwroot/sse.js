// @ts-check
// Server-sent events read from a response. Unlike EventSource this sees the status, the comments that are signs of life, and can be given up.

/** @typedef {{ id?: string, event: string, data: string }} ServerEvent */

/** Splits what arrives into lines without joining a long line again for every piece of it. */
function lineSplitter() {
  /** @type {string[]} */
  let begun = [];
  return (/** @type {string} */ text) => {
    if (!text.includes("\n")) { begun.push(text); return []; }
    const lines = (begun.join("") + text).split("\n");
    begun = [lines.pop() ?? ""];
    return lines.map(line => line.endsWith("\r") ? line.slice(0, -1) : line);
  };
}

/** @param {Response} response @param {() => void} [onSign] called for everything that arrives, comments too
 *  @returns {AsyncGenerator<ServerEvent>} */
export async function* events(response, onSign = () => {}) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const decoder = new TextDecoder();
  const split = lineSplitter();
  /** @type {string | undefined} */ let id;
  let event = "message", /** @type {string[]} */ data = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onSign();
      for (const line of split(decoder.decode(value, { stream: true }))) {
        if (line === "") {
          if (data.length) yield { id, event, data: data.join("\n") };
          event = "message"; data = [];
        }
        else if (line.startsWith("data:")) data.push(line.slice(line[5] === " " ? 6 : 5));
        else if (line.startsWith("event:")) event = line.slice(6).trim();
        else if (line.startsWith("id:")) id = line.slice(3).trim();
      }
    }
  } finally {
    reader.cancel().catch(() => {}); // It may be broken already; then there is nothing to cancel.
  }
}
