// @ts-check

/** The time zones that this browser knows, and the site's. @param {string | undefined} siteZone @returns {{ siteZone: string, known: string[] }} */
export const zones = siteZone => ({ siteZone: siteZone ?? "", known: Intl.supportedValuesOf("timeZone") });
