/** Follows the fields of an RTF file, and knows what those show that have no result. */
import { shownByField, unreadField } from '../office/word-fields.ts';

interface Field {
  instruction: string;
  checked: boolean | undefined;
  entries: string[];
  chosen: number;
  /** Characters written before the field. */
  from: number;
}

/** A form field that was never set; its default counts. */
const UNSET = 25;

export class RtfFields {
  readonly #fields: Field[] = [];
  readonly unread = new Set<string>();

  /** @param written characters of text so far */
  open(written: number): void {
    this.#fields.push({ instruction: '', checked: undefined, entries: [], chosen: UNSET, from: written });
  }

  instruct(text: string): void {
    const field = this.#fields.at(-1);
    if (field !== undefined) field.instruction += text;
  }

  entry(text: string): void {
    this.#fields.at(-1)?.entries.push(text);
  }

  /** Returns whether the control is one of form fields. */
  control(word: string, value = 0): boolean {
    const field = this.#fields.at(-1);
    if (field === undefined || !/^ff(?:type|res|defres)$/.test(word)) return false;
    if (word === 'fftype' && value === 1) field.checked = field.chosen === 1;
    else if (word === 'ffres' ? value !== UNSET : word === 'ffdefres' && field.chosen === UNSET) {
      field.chosen = value;
      if (field.checked !== undefined) field.checked = value === 1;
    }
    return true;
  }

  /** @param written characters of text so far @returns text to add */
  close(written: number): string {
    const field = this.#fields.pop();
    if (field === undefined || field.from !== written) return '';
    const unread = unreadField(field.instruction);
    if (unread !== null) this.unread.add(unread);
    return shownByField({ ...field, chosen: field.chosen === UNSET ? 0 : field.chosen });
  }
}
