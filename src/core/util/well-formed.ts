/** Text that UTF-8 can hold. */

/** Half of a character, which neither a file name nor UTF-8 can hold. */
const LONE_SURROGATE = /\p{Surrogate}/u;

export const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text);

/** Replaces lone surrogates by U+FFFD. */
export const wellFormed = (text: string): string =>
  isWellFormed(text) ? text : Buffer.from(text, 'utf8').toString('utf8');
