// @ts-check

/** @type {[value: string, words: string][]} */
export const roles = [["user", "User"], ["receptionist", "Receptionist"], ["administrator", "Administrator"]];

/** @param {string} role */
export const roleName = role => roles.find(([value]) => value === role)?.[1] ?? role;

export const roleHint = {
  user: "Sees the board, sets their own presence.",
  receptionist: "Sees everything of everybody but subjects, and sets presence for others.",
  administrator: "May do everything.",
};
