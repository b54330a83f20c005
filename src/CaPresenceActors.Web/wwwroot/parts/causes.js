// @ts-check
/** What brought a change about. @type {Record<string, string>} */
const words = {
  eventStarted: "appointment began", eventResumed: "appointment goes on", eventEnded: "appointment ended", calendarChanged: "calendar changed", keywordsChanged: "keywords changed", presencesChanged: "presences changed",
  optionsChanged: "options changed", integrationChanged: "integration switched", manualSet: "set by hand", manualCleared: "back to the calendar", manualExpired: "time set by hand is over",
};

/** @param {string} cause */
export const causeName = cause => words[cause] ?? cause;

/** @type {[value: string, words: string][]} */
export const causeChoices = Object.entries(words).map(([value, name]) => [value, name[0].toUpperCase() + name.slice(1)]);
