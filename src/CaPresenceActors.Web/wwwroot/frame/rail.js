// @ts-check
// The way about: a rail beside the page, a bar beneath it on a telephone.
import { html, render, nothing } from "../parts/html.js";
import { icons } from "../parts/icons.js";
import { routes, match } from "./routes.js";
import { router } from "./router.js";
import { session } from "./session.js";
import { accountMenu } from "./account.js";

const rail = /** @type {HTMLElement} */ (document.getElementById("rail"));
const inBar = ["board", "me"];

const mayOpen = (/** @type {import("./routes.js").Route} */ route) => route.section && route.role !== "nobody" && session.may(route.role) && (!route.own || session.current.extension);

/** @param {import("./routes.js").Route} route @param {import("./routes.js").Route | undefined} current */
const link = (route, current) => html`<a href=${route.address} class=${inBar.includes(route.icon ?? "") ? "in-bar" : ""} aria-current=${route === current ? "page" : "false"}>
  ${route.icon ? icons[route.icon] : nothing}<span>${route.title}</span></a>`;

function draw() {
  const current = match(location.pathname)?.route;
  rail.hidden = !session.isSignedIn || current?.role === "nobody";
  if (rail.hidden) return;
  const mine = routes.filter(mayOpen);
  const sections = [...new Set(mine.map(route => route.section))];
  const fold = () => rail.classList.remove("unfolded");
  render(html`
    <a class="brand" href="/">${icons.brand}<span>Presence</span></a>
    <div class="places" @click=${fold}>
      ${sections.map((section, i) => html`<h2 id="rail-${i}">${section}</h2><ul aria-labelledby="rail-${i}">${mine.filter(route => route.section === section).map(route => html`<li>${link(route, current)}</li>`)}</ul>`)}
    </div>
    ${accountMenu(draw)}
    <button class="plain more" aria-expanded=${rail.classList.contains("unfolded") ? "true" : "false"} @click=${() => { rail.classList.toggle("unfolded"); draw(); }}>${icons.more}<span>${rail.classList.contains("unfolded") ? "Close" : "More"}</span></button>`, rail);
}

export function start() {
  router.addEventListener("navigated", () => { rail.classList.remove("unfolded"); draw(); });
  session.addEventListener("change", draw);
  addEventListener("keydown", event => { if (event.key === "Escape" && rail.classList.contains("unfolded")) { rail.classList.remove("unfolded"); draw(); } });
  draw();
}
