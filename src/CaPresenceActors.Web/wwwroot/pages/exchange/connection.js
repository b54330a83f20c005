// @ts-check
// The connection to Exchange as it is typed. Numbers stay texts until they are sent, so that nothing typed is lost.
import * as api from "../../api.js";
import { html, nothing } from "../../parts/html.js";
import { field, choice, check } from "../../parts/field.js";
import { confirm } from "../../parts/confirm.js";

/** @typedef {Record<"server"|"port"|"path"|"userName"|"password"|"authentication"|"access"|"certificatePin"|"certificateAuthority"|"requestTimeoutSeconds"|"maxConnections"|"delegateBatch", string> & { tls: boolean }} Draft */

/** @type {Draft} */
const untouched = { server: "", port: "443", path: "/EWS/Exchange.asmx", tls: true, userName: "", password: "", authentication: "basic", access: "automatic", certificatePin: "", certificateAuthority: "",
  requestTimeoutSeconds: "30", maxConnections: "8", delegateBatch: "10" };

/** @type {[value: string, words: string][]} */
const authentications = [["basic", "Basic: user name and password"], ["ntlm", "NTLM"], ["negotiate", "Negotiate: Kerberos, otherwise NTLM"]];
/** @type {[value: string, words: string][]} */
const accesses = [["automatic", "Automatic: the best that works"], ["impersonation", "Impersonation"], ["impersonationWithPolling", "Impersonation, polling only"],
  ["delegate", "Rights on each calendar"], ["availability", "Free/busy with details"]];

const whole = (/** @type {string} */ text, /** @type {number} */ least, /** @type {number} */ most) => /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;
const isFingerprint = (/** @type {string} */ text) => /^[0-9a-f]{64}$/i.test(text.replace(/[:\s-]/g, ""));
const isThisMachine = (/** @type {string} */ server) => server === "localhost" || server === "::1" || /^127\./.test(server);

/** By which words the server's refusals name a field. @type {[start: RegExp, field: keyof Draft][]} */
const named = [[/^The Exchange server /, "server"], [/^The port /, "port"], [/^The Exchange Web Services address/, "path"], [/not encrypted/, "tls"], [/user name/, "userName"], [/^The password/, "password"],
  [/fingerprint/, "certificatePin"], [/authority|PEM/i, "certificateAuthority"], [/^A request may take/, "requestTimeoutSeconds"], [/number of connections/, "maxConnections"], [/delegate mode/, "delegateBatch"]];

/** @param {import("../../frame/page.js").Page} page @param {{ changed: () => void }} options */
export function connection(page, { changed }) {
  /** @type {Draft} */ let draft = { ...untouched };
  /** @type {Draft} */ let stored = { ...untouched };
  /** @type {any} */ let answer; // What the server told of the stored one; undefined: there is none.
  /** @type {Partial<Record<keyof Draft, string>>} */ let faults = {};
  let checked = false, more = false;

  const inputId = (/** @type {keyof Draft} */ name) => `exchange-${name}`;
  const isChanged = () => Object.keys(draft).some(name => draft[name] !== stored[name]);
  const sameAccount = () => answer !== undefined && ["server", "port", "path", "tls", "userName"].every(name => String(draft[name]).trim() === String(stored[name]));

  function set(/** @type {Partial<Draft>} */ members) {
    draft = { ...draft, ...members };
    if (checked) faults = find();
    changed();
    page.draw();
  }

  function load(/** @type {any} */ told) {
    answer = told;
    stored = told === undefined ? { ...untouched } : { ...untouched, ...Object.fromEntries(Object.entries(told).filter(([name]) => name in untouched).map(([name, value]) => [name, typeof value === "boolean" ? value : String(value)])) };
    draft = { ...stored };
    faults = {};
    checked = false;
    changed();
    page.draw();
  }

  /** The rules that the server has, too, so that everything is told at once and beside its field. */
  function find() {
    const server = draft.server.trim();
    /** @type {typeof faults} */ const found = {};
    if (!server) found.server = "Type the name or the IP address of the Exchange server.";
    else if (/[/\s?#@]/.test(server) || /^[^:]+:\d+$/.test(server)) found.server = "A name or an IP address alone is needed, without https:// and port.";
    if (!whole(draft.port, 1, 65535)) found.port = "A port is a number from 1 to 65535.";
    if (!/^\/[^?#\s]*$/.test(draft.path)) found.path = "A path is needed that begins with a slash, such as /EWS/Exchange.asmx.";
    if (!/^[^@\s]+@[^@\s]+$/.test(draft.userName.trim())) found.userName = "The form [user name]@[domain name] is needed, such as admin@test.example.com.";
    if (!draft.password && !sameAccount()) found.password = answer === undefined ? "Type the password of this account." : "Type the password: the stored one goes with the server and the account that it was given for, and never to another.";
    if (!draft.tls && !isThisMachine(server)) found.tls = "Only a simulator on this machine may be read without encryption: the password could be read on the way.";
    if (draft.certificatePin.trim() && !isFingerprint(draft.certificatePin)) found.certificatePin = "A SHA-256 fingerprint has 64 hexadecimal digits, with or without colons between.";
    if (!(Number(draft.requestTimeoutSeconds) > 0 && Number(draft.requestTimeoutSeconds) <= 3600)) found.requestTimeoutSeconds = "More than 0 and at most 3600 seconds are needed.";
    if (!whole(draft.maxConnections, 1, 64)) found.maxConnections = "A number from 1 to 64 is needed.";
    if (!whole(draft.delegateBatch, 1, 16)) found.delegateBatch = "A number from 1 to 16 is needed.";
    return found;
  }

  /** Marks what needs another look; answers with the id of the first such input. */
  function look() {
    checked = true;
    faults = find();
    page.draw();
    const first = /** @type {(keyof Draft)[]} */ (Object.keys(untouched)).find(name => faults[name]);
    return first && inputId(first);
  }

  function body() {
    const { password, certificatePin, certificateAuthority, ...rest } = draft;
    return { ...rest, server: rest.server.trim(), userName: rest.userName.trim(), port: Number(rest.port), requestTimeoutSeconds: Number(rest.requestTimeoutSeconds), maxConnections: Number(rest.maxConnections),
      delegateBatch: Number(rest.delegateBatch), ...password && { password }, ...certificatePin.trim() && { certificatePin: certificatePin.trim() }, ...certificateAuthority.trim() && { certificateAuthority } };
  }

  async function forget() {
    if (!await confirm({ title: "Remove the connection?", text: "Calendars are no longer read, and the stored password is deleted. Presences that come from calendars go stale.", yes: "Remove", danger: true })) return;
    try {
      await api.del("/site/exchange", undefined, { signal: page.signal });
      load(undefined);
      page.say("The connection was removed.");
    } catch (failure) { page.fault(failure); }
  }

  const text = (/** @type {keyof Draft} */ name, /** @type {string} */ label, /** @type {object} */ rest = {}) =>
    field({ id: inputId(name), label, value: /** @type {string} */ (draft[name]), input: value => set({ [name]: value }), fault: faults[name], autocomplete: "off", ...rest });

  const words = (/** @type {[string, string][]} */ options, /** @type {string} */ value) => (options.find(([name]) => name === value)?.[1] ?? value).split(":")[0];
  const summary = () => [words(authentications, draft.authentication), `${words(accesses, draft.access).toLowerCase()} access`, `${draft.requestTimeoutSeconds} s`, draft.certificatePin && "pinned certificate",
    draft.certificateAuthority && "own authority", !draft.tls && "not encrypted"].filter(Boolean).join(", ");

  return {
    load,
    look,
    body,
    get isChanged() { return isChanged(); },
    get isStored() { return answer !== undefined; },
    /** What a test was made with, to tell whether it still counts. */
    get print() { return JSON.stringify(draft); },
    get pin() { return draft.certificatePin.trim(); },
    pinCertificate: (/** @type {string} */ sha256) => { more = true; set({ certificatePin: sha256 }); },

    /** @type {import("../../parts/saving.js").Part} */
    part: {
      what: "the connection",
      isChanged,
      check: look,
      save: async () => load(await api.put("/site/exchange", body(), { signal: page.signal })),
      refuse: detail => {
        const name = named.find(([start]) => start.test(detail))?.[1];
        if (!name) return false;
        faults = { ...faults, [name]: detail };
        page.draw();
        requestAnimationFrame(() => document.getElementById(inputId(name))?.focus());
        return true;
      },
    },

    view: () => html`
      <div class="fields server">
        ${text("server", "IP address or name of the Exchange server", { placeholder: "mail.example.com" })}
        ${text("port", "Port number", { type: "number", min: 1, max: 65535 })}
        ${text("path", "Exchange Web Services address")}
      </div>
      <div class="fields">
        ${text("userName", "Exchange administrator user name", { hint: "[user name]@[domain name]" })}
        ${text("password", "Exchange administrator password", { type: "password", autocomplete: "new-password", placeholder: sameAccount() ? "stored; type to replace" : "", hint: "Kept encrypted, never shown again." })}
      </div>
      <details class="more" ?open=${more || ["tls", "certificatePin", "certificateAuthority", "requestTimeoutSeconds", "maxConnections", "delegateBatch"].some(name => faults[name])}
        @toggle=${(/** @type {Event} */ event) => { more = /** @type {HTMLDetailsElement} */ (event.target).open; }}>
        <summary>More <span class="soft">${summary()}</span></summary>
        <div class="fields">
          ${choice({ id: inputId("authentication"), label: "Authentication", value: draft.authentication, options: draft.authentication === "bearer" ? [...authentications, ["bearer", "Bearer"]] : authentications, change: value => set({ authentication: value }) })}
          ${choice({ id: inputId("access"), label: "Access to calendars", value: draft.access, options: accesses, change: value => set({ access: value }), hint: "What each needs stands in docs/exchange-rights.md." })}
        </div>
        <div class="fields">
          ${text("requestTimeoutSeconds", "Request time-out, seconds", { type: "number", min: 1, max: 3600 })}
          ${text("maxConnections", "Connections at once", { type: "number", min: 1, max: 64 })}
          ${text("delegateBatch", "Mailboxes in one request", { type: "number", min: 1, max: 16, hint: "With rights on each calendar." })}
        </div>
        <div class="fields">
          ${text("certificatePin", "Pinned certificate (SHA-256)", { hint: "Empty: the trust of this machine decides. A test shows the certificate and offers to pin it." })}
          <div class="field"><label for=${inputId("certificateAuthority")}>Certificate of an own authority (PEM)</label>
            <textarea id=${inputId("certificateAuthority")} rows="3" spellcheck="false" aria-invalid=${faults.certificateAuthority ? "true" : "false"} .value=${draft.certificateAuthority}
              @input=${(/** @type {InputEvent} */ event) => set({ certificateAuthority: /** @type {HTMLTextAreaElement} */ (event.target).value })}></textarea>
            ${faults.certificateAuthority ? html`<p class="fault">${faults.certificateAuthority}</p>` : nothing}</div>
        </div>
        <div class="bar more-foot">
          <div>${check({ label: "Encrypted (TLS)", checked: draft.tls, change: tls => set({ tls }), hint: "Off only for a simulator on this machine." })}${faults.tls ? html`<p class="fault" id=${inputId("tls")} tabindex="-1">${faults.tls}</p>` : nothing}</div>
          <span class="grow"></span>
          ${answer === undefined ? nothing : html`<button type="button" class="danger" @click=${forget}>Remove connection</button>`}
        </div>
      </details>`,
  };
}
