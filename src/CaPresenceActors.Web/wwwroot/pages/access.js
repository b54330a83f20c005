// @ts-check
// Who may come in: people with a role, programs with a token, and receivers that are told.
import { html } from "../parts/html.js";
import { refreshing } from "../parts/refreshing.js";
import { signIns } from "./access/sign-ins.js";
import { tokens } from "./access/tokens.js";
import { webhooks } from "./access/webhooks.js";

const refreshMs = 5000;

export default {
  styles: ["/pages/lists.css", "/pages/access.css"],

  /** @param {import("../frame/page.js").Page} page */
  async open(page) {
    const people = signIns(page), programs = tokens(page), receivers = webhooks(page);
    await Promise.all([people.load(), programs.load(), receivers.load()]);
    refreshing(receivers.refresh, refreshMs, page.signal);
    return {
      view: () => html`
        <div class="bar"><h1>Access</h1></div>
        <section class="part">${people.view()}</section>
        <section class="part">${programs.view()}</section>
        <section class="part">${receivers.view()}</section>`,
    };
  },
};
