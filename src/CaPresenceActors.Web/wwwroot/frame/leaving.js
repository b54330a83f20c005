// @ts-check
import { session } from "./session.js";
import { say } from "./announce.js";

/** Signs out and begins anew at the sign-in: nothing of the session stays in this document. @param {boolean} everywhere */
export async function leave(everywhere) {
  try {
    await session.signOut(everywhere);
    location.assign("/sign-in");
  } catch (/** @type {any} */ failure) {
    say(`You are still signed in. ${failure.detail ?? failure.message}`, "fault");
  }
}
