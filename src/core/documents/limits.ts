/** Limits that a worker has unless its environment says otherwise. */

/** Characters of one document's text; more is cut, with a warning. */
export const MAX_CHARACTERS = 20_000_000;
