// @ts-check
// What a page needs of lit-html, in one import. styleMap is not among it: it writes style attributes, which the content policy forbids. Use vars().
export { html, svg, nothing, render, noChange } from "../lib/lit-html/lit-html.js";
export { repeat } from "../lib/lit-html/directives/repeat.js";
export { keyed } from "../lib/lit-html/directives/keyed.js";
export { classMap } from "../lib/lit-html/directives/class-map.js";
export { live as liveValue } from "../lib/lit-html/directives/live.js";
export { ref, createRef } from "../lib/lit-html/directives/ref.js";
export { ifDefined } from "../lib/lit-html/directives/if-defined.js";
export { guard } from "../lib/lit-html/directives/guard.js";
export { vars } from "./vars.js";
