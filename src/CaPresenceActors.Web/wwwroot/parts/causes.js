// @ts-check
/** What brought a change about, in words. @type {Record<string, string>} */
export const causes = {
  eventStarted: "appointment began", eventResumed: "appointment goes on", eventEnded: "appointment ended", calendarChanged: "calendar changed", keywordsChanged: "keywords changed", presencesChanged: "presences changed",
  optionsChanged: "options changed", integrationChanged: "integration switched", manualSet: "set by hand", manualCleared: "back to the calendar", manualExpired: "time set by hand is over",
};
