// @ts-check
// Every address, its page and its place in the rail. The server knows the addresses, too (Pages/PageEndpoints.cs).

/**
 * @typedef {import("./session.js").Role | "nobody"} Needs
 * @typedef {{ address: string, title: string, role: Needs, section?: string, icon?: string, own?: true, load: () => Promise<{ default: import("./page.js").PageModule }> }} Route
 * `section`: where it stands in the rail. `own`: only for who has an extension. `role`: who may open it at least; "nobody" need be signed in.
 */

/** @type {Route[]} */
export const routes = [
  { address: "/", title: "Board", role: "user", section: "Client", icon: "board", load: () => import("../pages/board.js") },
  { address: "/me", title: "Me", role: "user", section: "Client", icon: "me", own: true, load: () => import("../pages/me.js") },
  { address: "/people/:extension", title: "Person", role: "user", load: () => import("../pages/person.js") },
  { address: "/settings/exchange", title: "MS Exchange Setting", role: "administrator", section: "System settings", load: () => import("../pages/exchange.js") },
  { address: "/settings/presences", title: "Presences", role: "administrator", section: "System settings", load: () => import("../pages/presences.js") },
  { address: "/settings/users", title: "User profiles", role: "administrator", section: "System settings", load: () => import("../pages/users.js") },
  { address: "/settings/preferences", title: "Preferences", role: "administrator", section: "System settings", load: () => import("../pages/preferences.js") },
  { address: "/settings/access", title: "Access", role: "administrator", section: "System settings", load: () => import("../pages/access.js") },
  { address: "/operation/health", title: "Health", role: "administrator", section: "Operation", load: () => import("../pages/health.js") },
  { address: "/operation/history", title: "History", role: "receptionist", section: "Operation", load: () => import("../pages/history.js") },
  { address: "/operation/audit", title: "Audit", role: "administrator", section: "Operation", load: () => import("../pages/audit.js") },
  { address: "/sign-in", title: "Sign in", role: "nobody", load: () => import("../pages/sign-in.js") },
  { address: "/welcome", title: "Welcome", role: "nobody", load: () => import("../pages/welcome.js") },
];

/** @param {string} pathname @returns {{ route: Route, params: Record<string, string> } | undefined} */
export function match(pathname) {
  const asked = pathname.replace(/\/+$/, "").split("/");
  for (const route of routes) {
    const parts = route.address.replace(/\/+$/, "").split("/");
    if (parts.length === asked.length && parts.every((part, i) => part.startsWith(":") || part === asked[i])) {
      return { route, params: Object.fromEntries(parts.flatMap((part, i) => part.startsWith(":") ? [[part.slice(1), decode(asked[i])]] : [])) };
    }
  }
  return undefined;
}

function decode(/** @type {string} */ part) {
  try { return decodeURIComponent(part); }
  catch { return part; } // "%zz" names nobody; the page will say so.
}
