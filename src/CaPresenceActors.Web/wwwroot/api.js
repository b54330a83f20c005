// @ts-check
// The HTTP API (docs/api.md). Everything that goes wrong becomes an ApiProblem with words that can be shown as they are.

const root = "/api/v1";

/** A refusal or failure. `detail` says what was found and what is needed; `members` holds whatever else the problem says. */
export class ApiProblem extends Error {
  /** @param {number} status 0 when the server could not be reached
   *  @param {string} title @param {string} detail @param {Record<string, any>} members */
  constructor(status, title, detail, members = {}) {
    super(detail || title);
    this.name = "ApiProblem";
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.members = members;
  }
}

/** What the session tells every request; set by frame/session.js. */
export const identity = {
  /** @type {string | undefined} */
  antiforgeryToken: undefined,
  /** Resolves to true when somebody is signed in again and the request may be repeated. @type {() => Promise<boolean>} */
  signInAgain: async () => false,
  /** Reads the session anew, since another tab may have signed in. @type {() => Promise<void>} */
  refresh: async () => {},
};

/**
 * @typedef {{ signal?: AbortSignal, headers?: Record<string, string>, type?: string, asked?: boolean }} Options
 * `type`: content type of a body that is a string already. `asked: false`: 401 is an answer here, not a lost session.
 */

const safe = method => method === "GET" || method === "HEAD";

/** @param {string} method @param {string} path below /api/v1 @param {any} body @param {Options} options */
async function once(method, path, body, { signal, headers = {}, type }) {
  const sent = { Accept: "application/json", ...headers };
  if (body !== undefined) sent["Content-Type"] = type ?? "application/json";
  if (!safe(method) && identity.antiforgeryToken) sent["X-CSRF-Token"] = identity.antiforgeryToken;
  try {
    return await fetch(root + path, { method, signal, headers: sent, cache: "no-store", body: body === undefined ? undefined : type ? body : JSON.stringify(body) });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    const doubt = safe(method) ? "" : " Whether this was done is not known: look before you try again.";
    throw new ApiProblem(0, "No connection", `The server cannot be reached.${doubt}`);
  }
}

/** @param {Response} response @returns {Promise<ApiProblem>} */
async function problemOf(response) {
  const members = await response.json().catch(() => ({}));
  const retryAfter = Number(response.headers.get("Retry-After")) || undefined;
  return new ApiProblem(response.status, members.title ?? `Error ${response.status}`, members.detail ?? "The server gave no reason.", { ...members, retryAfter });
}

/** Sends a request and answers with the whole response: for streams, tags and texts. Not-modified counts as an answer.
 *  @param {string} method @param {string} path @param {any} [body] @param {Options} [options] @returns {Promise<Response>} */
export async function request(method, path, body, options = {}) {
  let response = await once(method, path, body, options);
  if (response.status === 401 && options.asked !== false && await identity.signInAgain()) response = await once(method, path, body, options);
  if (response.ok || response.status === 304) return response;
  const problem = await problemOf(response);
  if (problem.status !== 400 || problem.title !== "Antiforgery" || options.asked === false) throw problem;
  await identity.refresh();
  response = await once(method, path, body, options);
  if (response.ok) return response;
  throw await problemOf(response);
}

/** @param {Response} response @returns {Promise<any>} */
async function content(response) {
  if (response.status === 204) return undefined;
  return response.headers.get("Content-Type")?.includes("json") ? response.json() : response.text();
}

/** @param {string} path @param {Options} [options] */
export const get = async (path, options) => content(await request("GET", path, undefined, options));
/** @param {string} path @param {any} [body] @param {Options} [options] */
export const put = async (path, body, options) => content(await request("PUT", path, body, options));
/** @param {string} path @param {any} [body] @param {Options} [options] */
export const post = async (path, body, options) => content(await request("POST", path, body, options));
/** @param {string} path @param {any} [body] @param {Options} [options] */
export const del = async (path, body, options) => content(await request("DELETE", path, body, options));

/** `query({search: "", limit: 50})` → `?limit=50`: what is empty is left out. @param {Record<string, any>} members */
export function query(members) {
  const wanted = new URLSearchParams();
  for (const [name, value] of Object.entries(members)) for (const one of [value].flat()) if (one != null && one !== "") wanted.append(name, String(one));
  return wanted.size ? `?${wanted}` : "";
}

/** Whether a failure only says that the page was left. @param {any} failure */
export const wasLeft = failure => failure?.name === "AbortError";
