// @ts-check

const words = {
  eventStarted: "an event began", eventResumed: "an event counts again", eventEnded: "the event ended", calendarChanged: "the calendar was changed", keywordsChanged: "keywords were changed",
  presencesChanged: "presences were changed", optionsChanged: "options were changed", integrationChanged: "integration was switched", manualSet: "set by hand", manualCleared: "back to the calendar", manualExpired: "the time set by hand was over",
};

/** @param {string} cause */
export const causeName = cause => words[cause] ?? cause;

/** @type {[value: string, words: string][]} */
export const causeChoices = Object.entries(words).map(([value, name]) => [value, name[0].toUpperCase() + name.slice(1)]);
