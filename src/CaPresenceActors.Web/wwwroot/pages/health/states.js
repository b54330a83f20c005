// @ts-check
// The states of mailboxes: their words, what they mean, and what to do.

/** @typedef {{ words: string, mark: "ok" | "no" | "maybe" | "", means: string, toDo: string }} State */

/** @type {Record<string, State>} */
const states = {
  reading: { words: "read", mark: "ok", means: "The calendar is read, or followed, as it should be.", toDo: "" },
  waiting: { words: "waiting", mark: "", means: "It waits to be read for the first time.", toDo: "Nothing: it will be read in its turn." },
  stale: { words: "stale", mark: "maybe", means: "It has not been read for three intervals. What is shown follows the last known calendar.", toDo: "Look at the Exchange server and the way there." },
  noAccess: { words: "no right", mark: "no", means: "The administrator account may not read these calendars, so their events are not known.", toDo: "Give the account in MS Exchange Setting the right to read them." },
  unknownMailbox: { words: "no such mailbox", mark: "no", means: "Exchange knows no mailbox under the account of the profile.", toDo: "Mend the Exchange user account in the profile." },
  broken: { words: "broken", mark: "no", means: "The mailbox is there but has no calendar that can be read.", toDo: "Let Exchange repair the mailbox." },
  throttled: { words: "throttled", mark: "maybe", means: "Exchange asked to be left alone for it.", toDo: "Nothing at first. If it stays, raise the throttling policy of the account, or the interval of reading." },
  moving: { words: "being moved", mark: "maybe", means: "Exchange moves the mailbox to another server.", toDo: "Nothing: it will be read again when it has arrived." },
  serverTrouble: { words: "server trouble", mark: "maybe", means: "The last try met trouble of the server, or of the way there.", toDo: "Look at the Exchange server if it does not pass by itself." },
};

/** @param {string} name @returns {State} */
export const stateNamed = name => states[name] ?? { words: name, mark: "", means: "", toDo: "" };

/** From what is worst. */
export const stateNames = ["noAccess", "unknownMailbox", "broken", "stale", "serverTrouble", "throttled", "moving", "waiting", "reading"];

/** @type {[value: string, words: string][]} */
export const stateChoices = stateNames.map(name => [name, stateNamed(name).words]);
