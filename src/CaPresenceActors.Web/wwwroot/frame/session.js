// @ts-check
// Who is signed in. Other tabs hear of signing in and out.
import * as api from "../api.js";

/**
 * @typedef {"administrator" | "receptionist" | "user"} Role
 * @typedef {{ name: string, role: Role, extension?: string, displayName: string, antiforgeryToken?: string }} Session
 */

const order = ["user", "receptionist", "administrator"];
const channel = new BroadcastChannel("session");

class Sessions extends EventTarget {
  /** @type {Session | undefined} */ #current;

  /** @returns {Session} */
  get current() { return this.#current ?? { name: "", role: "user", displayName: "" }; }

  get isSignedIn() { return this.#current !== undefined; }

  /** Whether the person has at least this role. @param {Role} role */
  may(role) { return this.isSignedIn && order.indexOf(this.current.role) >= order.indexOf(role); }

  /** Asks the server; false when nobody is signed in. */
  async load() {
    try {
      this.#begin(await api.get("/session", { asked: false }));
      return true;
    } catch (problem) {
      if (!(problem instanceof api.ApiProblem) || problem.status !== 401) throw problem;
      this.end();
      return false;
    }
  }

  /** Reads the session anew in mid-work; where it has ended, the person is asked to sign in again. */
  async renew() { this.#begin(await api.get("/session")); }

  /** @param {string} name @param {string} password */
  async signIn(name, password) {
    this.#begin(await api.post("/session", { name, password }, { asked: false }));
    channel.postMessage("signedIn");
  }

  /** @param {{ token: string, name?: string, password: string }} invitation */
  async accept(invitation) {
    this.#begin(await api.post("/invitations/accept", invitation, { asked: false }));
    channel.postMessage("signedIn");
  }

  /** @param {string} current @param {string} wanted */
  async changePassword(current, wanted) {
    this.#begin(await api.put("/session/password", { current, new: wanted }));
  }

  /** @param {boolean} everywhere */
  async signOut(everywhere) {
    await api.del(everywhere ? "/session/everywhere" : "/session", undefined, { asked: false }).catch(problem => {
      if (!(problem instanceof api.ApiProblem) || problem.status !== 401) throw problem; // Signed out already.
    });
    this.end();
    channel.postMessage("signedOut");
  }

  end() {
    this.#current = undefined;
    api.identity.antiforgeryToken = undefined;
  }

  #begin(/** @type {Session} */ told) {
    this.#current = told;
    api.identity.antiforgeryToken = told.antiforgeryToken;
    this.dispatchEvent(new Event("change"));
  }
}

export const session = new Sessions();
api.identity.refresh = () => session.renew();

/** @param {(what: "signedIn" | "signedOut") => void} heard */
export const onOtherTabs = heard => channel.addEventListener("message", event => heard(event.data));
