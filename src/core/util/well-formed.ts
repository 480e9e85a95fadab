/** Text that UTF-8 can hold. */

/** Whether a text has no half of a character, which neither a file name nor UTF-8 can hold. */
export const isWellFormed = (text: string): boolean => text.isWellFormed();

/** Replaces lone surrogates by U+FFFD. */
export const wellFormed = (text: string): string => text.toWellFormed();
