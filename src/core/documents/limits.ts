/** Limits on what Redwell keeps of one document. */

/** Characters of one document's text, unless the worker's environment sets another limit. The rest is cut off. */
export const MAX_CHARACTERS = 20_000_000;

/** Characters of the detail of an exception or warning. Longer details are cut. */
export const MAX_DETAIL_CHARACTERS = 2000;
