// @ts-check
// System Settings › Preference Setting.
import * as api from "../api.js";
import { html } from "../parts/html.js";
import { check, choice, field } from "../parts/field.js";
import { saving } from "../parts/saving.js";
import { changedMeanwhile } from "../parts/changed-meanwhile.js";

const zones = Intl.supportedValuesOf("timeZone");

/** @typedef {{ usersMayChangeProfile: boolean, newUsersIntegrated: boolean, scheduleTimes: string }} Preferences */
/** @typedef {{ afterEvent: string, ignoreFree: boolean, ignoreTentative: boolean, ignoreWorkingElsewhere: boolean, ignoreAllDay: boolean, ignorePrivate: boolean }} Options */
/** @typedef {{ pollIntervalSeconds: string, timeZone: string }} Reading */

const preferencesOf = (/** @type {any} */ site) => /** @type {Preferences} */ ({ usersMayChangeProfile: site.usersMayChangeProfile, newUsersIntegrated: site.newUsersIntegrated, scheduleTimes: site.scheduleTimes ?? "everybody" });
const readingOf = (/** @type {any} */ site) => /** @type {Reading} */ ({ pollIntervalSeconds: String(site.pollIntervalSeconds), timeZone: site.timeZone });
const same = (/** @type {object} */ one, /** @type {object} */ other) => JSON.stringify(one) === JSON.stringify(other);

export default {
  styles: ["/pages/settings.css"],

  /** @param {import("../frame/page.js").Page} page */
  async open(page) {
    /** @type {any} */ let stored;
    /** @type {Preferences} */ let preferences;
    /** @type {Options} */ let options;
    /** @type {Reading} */ let reading;
    /** @type {Partial<Record<keyof Reading, string>>} */ let faults = {};

    const meanwhile = changedMeanwhile({
      read: () => api.get("/site", { signal: page.signal }),
      parts: [
        { what: "the preferences", of: preferencesOf, typed: () => !same(preferences, preferencesOf(stored)) },
        { what: "which events count", of: site => site.options, typed: () => !same(options, stored.options) },
        { what: "how calendars are read", of: readingOf, typed: () => !same(reading, readingOf(stored)) },
      ],
    });

    const send = async (/** @type {string} */ path, /** @type {object} */ body) => { stored = await api.put(path, body, { signal: page.signal }); };

    function look() {
      const seconds = Number(reading.pollIntervalSeconds);
      faults = {};
      if (!(seconds >= 5 && seconds <= 3600)) faults.pollIntervalSeconds = "5 to 3600 seconds are needed.";
      if (!reading.timeZone.trim()) faults.timeZone = "A time zone is needed, such as Europe/Berlin.";
      page.draw();
      return faults.pollIntervalSeconds ? "poll-interval" : faults.timeZone ? "time-zone" : undefined;
    }

    const ok = saving(page, {
      conflict: meanwhile.stops,
      parts: [
        {
          what: "how calendars are read",
          isChanged: () => !same(reading, readingOf(stored)),
          check: look,
          save: async () => { await send("/site/reading", { pollIntervalSeconds: Number(reading.pollIntervalSeconds), timeZone: reading.timeZone.trim() }); reading = readingOf(stored); },
          refuse: detail => {
            const name = /^The polling/.test(detail) ? "pollIntervalSeconds" : /^The time zone/.test(detail) ? "timeZone" : undefined;
            if (name) faults = { [name]: detail };
            return name !== undefined;
          },
        },
        { what: "which events count", isChanged: () => !same(options, stored.options), check: () => undefined, save: async () => { await send("/site/options", options); options = stored.options; }, refuse: () => false },
        { what: "the preferences", isChanged: () => !same(preferences, preferencesOf(stored)), check: () => undefined, save: async () => { await send("/site/preferences", preferences); preferences = preferencesOf(stored); }, refuse: () => false },
      ],
      saved: async () => { await Promise.all([meanwhile.remember(), page.client.refresh(page.signal)]); },
    });

    stored = await meanwhile.remember();
    [preferences, options, reading] = [preferencesOf(stored), stored.options, readingOf(stored)];

    const prefer = (/** @type {Partial<Preferences>} */ members) => { preferences = { ...preferences, ...members }; page.draw(); };
    const opt = (/** @type {Partial<Options>} */ members) => { options = { ...options, ...members }; page.draw(); };
    const read = (/** @type {Partial<Reading>} */ members) => { reading = { ...reading, ...members }; faults = {}; page.draw(); };
    const ignored = (/** @type {keyof Options} */ name, /** @type {string} */ label, /** @type {string} */ hint) => check({ label, hint, checked: /** @type {boolean} */ (options[name]), change: wanted => opt({ [name]: wanted }) });

    return {
      view: () => html`
        <div class="bar actions"><h1>Preference Setting</h1>${ok.unsaved()}<span class="grow"></span>${ok.button()}${ok.trouble()}</div>
        <section class="sheet rows" aria-labelledby="users-head"><h2 id="users-head">Users</h2>
          ${check({ label: "Allow user to change own user profile", checked: preferences.usersMayChangeProfile, change: wanted => prefer({ usersMayChangeProfile: wanted }), hint: "Users may fill in their own Exchange User Account." })}
          ${check({ label: "Integrate new users", checked: preferences.newUsersIntegrated, change: wanted => prefer({ newUsersIntegrated: wanted }), hint: "The calendar drives a new user's presence unless something else is said. Everybody can switch it in their own options." })}
          ${choice({ id: "schedule-times", label: "Who may see the times of other people's schedules", value: preferences.scheduleTimes, change: wanted => prefer({ scheduleTimes: wanted }),
            options: [["everybody", "Everybody"], ["receptionists", "Receptionists and administrators"]], hint: "Subjects are seen by their owner alone, whatever stands here. Everybody may hide their own times." })}
        </section>
        <section class="sheet rows" aria-labelledby="events-head"><h2 id="events-head">Which events count</h2>
          ${choice({ id: "after-event", label: "After an event", value: options.afterEvent, change: wanted => opt({ afterEvent: wanted }),
            options: [["default", `The first presence of the list${stored.presences[0] ? ` (${stored.presences[0].name})` : ""}`], ["previous", "What was set by hand before"]], hint: "What shows when an event is over and no other runs." })}
          <fieldset><legend>Ignore events that are</legend>
            ${ignored("ignoreFree", "free", "Shown as free in the calendar.")}
            ${ignored("ignoreTentative", "tentative", "Not yet agreed to.")}
            ${ignored("ignoreWorkingElsewhere", "working elsewhere", "At work, in another place.")}
            ${ignored("ignoreAllDay", "all day", "Without times of the day.")}
            ${ignored("ignorePrivate", "private", "Marked private by their owner. If they count, still only the presence shows.")}
          </fieldset>
          <p class="soft">Cancelled and declined events never count.</p>
        </section>
        <section class="sheet" aria-labelledby="reading-head"><h2 id="reading-head">How calendars are read</h2>
          <div class="fields">
            ${field({ id: "poll-interval", label: "Polling interval, seconds", type: "number", min: 5, max: 3600, value: reading.pollIntervalSeconds, input: wanted => read({ pollIntervalSeconds: wanted }), fault: faults.pollIntervalSeconds,
              hint: "How late a change in a calendar is seen at the most where Exchange does not tell of it by itself. Known events begin and end on time whatever stands here." })}
            ${field({ id: "time-zone", label: "Time zone", value: reading.timeZone, list: "zones", autocomplete: "off", input: wanted => read({ timeZone: wanted }), fault: faults.timeZone, hint: "For whoever has none of their own: it decides when all-day events begin." })}
          </div>
          <datalist id="zones">${zones.map(zone => html`<option value=${zone}></option>`)}</datalist>
        </section>`,
    };
  },
};
