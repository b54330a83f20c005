// @ts-check
// Shows the page of the address. Links are followed without leaving the document, so that the change stream stays open.
import { html, render, keyed } from "../parts/html.js";
import { match } from "./routes.js";
import { Page } from "./page.js";
import { session } from "./session.js";
import { confirm } from "../parts/confirm.js";

const main = /** @type {HTMLElement} */ (document.getElementById("page"));

/** @type {{ page: Page, opened: import("./page.js").Opened } | undefined} */
let shown;
let visit = 0; // Counts navigations, so that a slow one does not overtake a later one.
let entry = 0; // Place of the shown address in the history, to undo a step that is refused.
let restoring = false;

/** Is told after every navigation. */
export const router = new EventTarget();

/** The route that is shown. @type {import("./routes.js").Route | undefined} */
export let current;

export function start() {
  history.scrollRestoration = "manual";
  history.replaceState({ entry, scroll: 0 }, "");
  addEventListener("popstate", onPop);
  addEventListener("beforeunload", event => { if (shown?.page.unsaved) event.preventDefault(); });
  document.addEventListener("click", onClick);
  return open({ focus: false, scroll: 0 });
}

/** @param {string} address @param {{ replace?: boolean }} [options] */
export async function go(address, { replace = false } = {}) {
  if (!await mayLeave()) return;
  history.replaceState({ ...history.state, scroll: scrollY }, "");
  if (replace) history.replaceState({ entry, scroll: 0 }, "", address);
  else history.pushState({ entry: ++entry, scroll: 0 }, "", address);
  await open({ focus: true, scroll: 0 });
}

/** Opens the page of the address anew: after signing in, or to try again. */
export const reopen = () => open({ focus: true, scroll: 0 });

async function mayLeave() {
  const words = shown?.page.unsaved;
  return !words || await confirm({ title: "Leave without saving?", text: words, yes: "Leave", danger: true });
}

async function onPop(/** @type {PopStateEvent} */ event) {
  if (restoring) { restoring = false; return; }
  const wanted = event.state?.entry ?? 0;
  if (shown?.page.unsaved) {
    restoring = true;
    history.go(entry - wanted);
    if (!await mayLeave()) return;
    shown?.page.askBeforeLeaving(() => null);
    history.go(wanted - entry);
    return;
  }
  entry = wanted;
  await open({ focus: true, scroll: event.state?.scroll ?? 0 });
}

function onClick(/** @type {MouseEvent} */ event) {
  const link = /** @type {Element} */ (event.target).closest?.("a[href]");
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.origin !== location.origin || link.target || link.hasAttribute("download")) return;
  if (link.hash && link.pathname === location.pathname) {
    event.preventDefault(); // Within the page, such as "Skip to content".
    document.getElementById(link.hash.slice(1))?.focus();
    return;
  }
  if (!match(link.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

async function open({ focus, scroll }) {
  const mine = ++visit;
  const found = match(location.pathname);
  if (found && found.route.role !== "nobody" && !session.isSignedIn) {
    history.replaceState(history.state, "", `/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`);
    return open({ focus, scroll });
  }
  const title = found?.route.title ?? "Nothing here";
  const page = new Page({ params: found?.params ?? {}, title, render: draw, go });
  const opened = await load(found?.route, page);
  if (mine !== visit) { page.close(); opened.close?.(); return; }
  close();
  shown = { page, opened };
  current = found?.route;
  document.title = `${page.title} · Presence`;
  main.dataset.page = found?.route.address ?? "";
  draw(page);
  scrollTo(0, scroll);
  if (focus) focusHeading();
  router.dispatchEvent(new Event("navigated"));
}

/** @param {import("./routes.js").Route | undefined} route @param {Page} page @returns {Promise<import("./page.js").Opened>} */
async function load(route, page) {
  if (!route) return { view: () => nothingHere };
  if (route.role !== "nobody" && !session.may(route.role)) return { view: () => notAllowed(route.role) };
  try {
    const { default: module } = await route.load();
    await Promise.all((module.styles ?? []).map(sheet));
    return await module.open(page);
  } catch (failure) {
    console.error(failure);
    return { view: () => broken(failure) };
  }
}

function close() {
  if (!shown) return;
  const { page, opened } = shown;
  shown = undefined;
  page.close();
  opened.close?.();
}

function draw(/** @type {Page} */ page) {
  if (shown?.page !== page) return;
  render(keyed(page, shown.opened.view()), main);
}

function focusHeading() {
  const heading = /** @type {HTMLElement} */ (main.querySelector("[autofocus]") ?? main.querySelector("h1") ?? main);
  if (heading.tabIndex < 0) heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** @type {Map<string, Promise<void>>} */
const sheets = new Map();

/** Loads a page's own style sheet once. @param {string} address */
function sheet(address) {
  const known = sheets.get(address);
  if (known) return known;
  const loading = new Promise((/** @type {(done?: any) => void} */ resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = link.onerror = () => resolve(); // A page without its sheet is plain, but it works.
    document.head.append(link);
  });
  sheets.set(address, loading);
  return loading;
}

const nothingHere = html`<div class="bar"><h1>Nothing here</h1></div><section class="sheet"><p>There is no page at this address. <a href="/">Go to the board</a></p></section>`;

const notAllowed = (/** @type {string} */ role) => html`<div class="bar"><h1>Not for you</h1></div>
  <section class="sheet"><p>This page is for ${role}s, and you are signed in as ${session.current.role}. <a href="/">Go to the board</a></p></section>`;

const broken = (/** @type {any} */ failure) => html`<div class="bar"><h1>This page does not open</h1></div>
  <section class="sheet"><p class="fault">${failure?.detail ?? failure?.message ?? String(failure)}</p><p><button @click=${reopen}>Try again</button></p></section>`;
