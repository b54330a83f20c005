// @ts-check
import { noChange } from "../lib/lit-html/lit-html.js";
import { Directive, directive } from "../lib/lit-html/directive.js";

/** Sets properties of an element's style one by one, as the content policy allows. */
class Vars extends Directive {
  /** @type {Record<string, string>} */
  #set = {};

  /** @param {Record<string, string | number | null | undefined>} values */
  render(values) { return noChange; }

  update(part, [values]) {
    const style = part.element.style;
    for (const name of Object.keys(this.#set)) if (values[name] == null) { style.removeProperty(name); delete this.#set[name]; }
    for (const [name, value] of Object.entries(values)) {
      if (value == null || this.#set[name] === String(value)) continue;
      style.setProperty(name, this.#set[name] = String(value));
    }
    return noChange;
  }
}

/** `<span ${vars({ "--colour": presence.colour })}>`; null takes a property away. */
export const vars = directive(Vars);
