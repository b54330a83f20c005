// @ts-check
// Light, dark or as the system says; and the display mode. Runs before the first paint, so that nothing flashes.
const key = "theme";
const element = document.documentElement;

/** @typedef {"light" | "dark" | "system"} Theme */

/** @returns {Theme} */
export function theme() {
  const kept = localStorage.getItem(key);
  return kept === "light" || kept === "dark" ? kept : "system";
}

/** @param {Theme} wanted */
export function setTheme(wanted) {
  if (wanted === "system") localStorage.removeItem(key);
  else localStorage.setItem(key, wanted);
  show();
}

function show() {
  const wanted = theme();
  if (wanted === "system") delete element.dataset.theme;
  else element.dataset.theme = wanted;
}

show();
addEventListener("storage", event => { if (event.key === key) show(); });
if (new URLSearchParams(location.search).get("display") === "wall") element.dataset.display = "wall";
