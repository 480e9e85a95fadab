/** What the form fields of a page hold, in words. */
import type { Box } from './chars.ts';

/** fpdf_formfill.h: FPDF_FORMFIELD_*. */
export const FIELD_KIND = {
  checkBox: 2,
  radioButton: 3,
  comboBox: 4,
  listBox: 5,
  text: 6,
  signature: 7,
} as const;

/** One field where it stands on a page. */
export interface Field {
  /** Its words in the text: a mark for a button, the value of another field. */
  words: string;
  /** The mark stands before the label of a button; a value stands after it. */
  button: boolean;
  /** What the field calls itself, for a field without a label on the page. */
  name: string;
  box: Box;
  /** Whether the field may show other words than its value. Such a field may have no words. */
  painted?: boolean;
}

export const TICKED = '☒';
export const EMPTY_BOX = '☐';
export const SIGNED = '[signed]';

/** Names that say only that a button is on. */
const ON = /^(?:on|yes|ja|oui|si|sì|sí|true|checked|\d{1,3})$/i;

/**
 * Returns what to call a button without a label on the page: its own words, and the option where the field has many.
 * @param exported the value that the button stands for
 */
export function buttonName(name: string, exported: string): string {
  return exported === '' || ON.test(exported) ? name : `${name}: ${exported}`;
}

/** Returns the last part of a full field name such as `form[0].Page1[0].City[0]`. */
export function plainName(full: string): string {
  const parts = full.replace(/\[\d+\]/g, '').split('.');
  return (parts.at(-1) ?? '').replace(/_/g, ' ').trim();
}

/** Returns a field as a line of its own. */
export function asLine({ words, button, name }: Field): string {
  if (name === '') return words;
  return button ? `${words} ${name}` : `${name}: ${words}`;
}
