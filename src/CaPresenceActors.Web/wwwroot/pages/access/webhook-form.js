// @ts-check
import { html } from "../../parts/html.js";
import { check, field } from "../../parts/field.js";
import { openDialog } from "../../parts/dialog.js";

/** @typedef {{ name: string, url: string, enabled: boolean, extensions?: string[] }} Spec */

const splitAt = /[\s,;]+/;

/**
 * Asks what a webhook shall be like, until the server takes it. What was typed stays when it does not.
 * @param {{ title: string, yes: string, spec?: Spec, save: (spec: Spec) => Promise<any> }} options
 */
export async function askForWebhook({ title, yes, spec, save }) {
  const typed = { name: spec?.name ?? "", url: spec?.url ?? "", enabled: spec?.enabled ?? true, extensions: spec?.extensions?.join(" ") ?? "" };
  let fault = "", busy = false;
  return await openDialog({
    title,
    view: ({ close, draw }) => {
      const submit = async (/** @type {Event} */ event) => {
        event.preventDefault();
        if (busy) return;
        busy = true; fault = ""; draw();
        const extensions = typed.extensions.split(splitAt).filter(Boolean);
        try { return close(await save({ name: typed.name.trim(), url: typed.url.trim(), enabled: typed.enabled, ...extensions.length ? { extensions } : {} })); }
        catch (/** @type {any} */ failure) { fault = failure.detail ?? failure.message; }
        busy = false; draw();
      };
      return html`<form @submit=${submit}>
        ${field({ id: "webhook-name", label: "Name", value: typed.name, input: value => { typed.name = value; }, required: true, autofocus: true, maxlength: 64, autocomplete: "off" })}
        ${field({ id: "webhook-url", label: "Address", value: typed.url, input: value => { typed.url = value; }, required: true, autocomplete: "off", hint: "It begins with https; plain http goes to this machine only." })}
        ${field({ id: "webhook-extensions", label: "Only these extensions", value: typed.extensions, input: value => { typed.extensions = value; }, autocomplete: "off", hint: "Separated by spaces or commas. Empty: everybody's changes." })}
        ${check({ label: "Deliver", checked: typed.enabled, change: value => { typed.enabled = value; draw(); }, hint: "Off: nothing is sent, and it goes on from where it was when it is on again." })}
        ${fault ? html`<p class="fault" role="alert">${fault}</p>` : ""}
        <div class="bar end"><button type="button" @click=${() => close()}>Cancel</button><button class="first" aria-disabled=${busy}>${yes}</button></div></form>`;
    },
  });
}
