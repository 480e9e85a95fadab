/** Follows the fields and content controls of a Word document, and knows what those show that have no text of their own. */
import { symbolFont, symbolText } from './symbols.ts';
import { isOn } from './xml.ts';

const CHECKED = '\u2612';
const UNCHECKED = '\u2610';

/** The elements that `WordFields` takes. */
export const FIELD_ELEMENTS = new Set(
  'fldChar ffData sdt checkbox checkBox checked default result listEntry'.split(' '),
);
/** Fields that show something which is nowhere in the file: Word works it out. */
const WORKED_OUT = /^\s*(AUTONUM|AUTONUMLGL|AUTONUMOUT|LISTNUM|EQ)\b/i;

export interface Field {
  instruction: string;
  /** State of a check box; undefined for other fields. */
  checked: boolean | undefined;
  entries: string[];
  chosen: number;
  /** Characters written before the result. */
  from: number;
}

interface Control {
  checked: boolean | undefined;
  from: number;
}

export class WordFields {
  readonly #fields: Field[] = [];
  readonly #controls: Control[] = [];
  /** Whether the tags are those of a form field's properties. */
  #form: Field | null = null;
  readonly unread = new Set<string>();

  /** @param written characters of text so far @returns text to add */
  open(name: string, attributes: Readonly<Record<string, string>>, written: number): string {
    const form = this.#form;
    const control = this.#controls.at(-1);
    if (name === 'fldChar') return this.#fieldCharacter(attributes.fldCharType, written);
    if (name === 'ffData') this.#form = this.#fields.at(-1) ?? null;
    else if (name === 'sdt') this.#controls.push({ checked: undefined, from: written });
    else if (name === 'checkbox' && control !== undefined) control.checked = false;
    else if (form === null) {
      if (name === 'checked' && control?.checked !== undefined) control.checked = isOn(attributes.val);
    } else if (name === 'checkBox') form.checked = false;
    else if ((name === 'default' || name === 'checked') && form.checked !== undefined)
      form.checked = isOn(attributes.val);
    else if (name === 'default' || name === 'result') form.chosen = Number(attributes.val ?? 0);
    else if (name === 'listEntry') form.entries.push(attributes.val ?? '');
    return '';
  }

  /** @param written characters of text so far @returns text to add */
  close(name: string, written: number): string {
    if (name === 'ffData') this.#form = null;
    if (name !== 'sdt') return '';
    const control = this.#controls.pop();
    if (control?.checked === undefined || control.from !== written) return '';
    return control.checked ? CHECKED : UNCHECKED;
  }

  /** Adds to the instruction of the field that is being read. */
  instruct(text: string): void {
    const field = this.#fields.at(-1);
    if (field !== undefined) field.instruction += text;
  }

  #fieldCharacter(type: string | undefined, written: number): string {
    if (type === 'begin')
      this.#fields.push({ instruction: '', checked: undefined, entries: [], chosen: 0, from: written });
    const field = this.#fields.at(-1);
    if (type === 'separate' && field !== undefined) field.from = written;
    if (type !== 'end') return '';
    this.#fields.pop();
    return field === undefined || field.from !== written ? '' : this.#shown(field);
  }

  #shown(field: Field): string {
    const unread = unreadField(field.instruction);
    if (unread !== null) this.unread.add(unread);
    return shownByField(field);
  }
}

/** Returns what a field without a result shows, as far as the file tells. */
export function shownByField({
  instruction,
  checked,
  entries,
  chosen,
}: Pick<Field, 'instruction' | 'checked' | 'entries' | 'chosen'>): string {
  if (checked !== undefined) return checked ? CHECKED : UNCHECKED;
  return entries.length > 0 ? (entries[chosen] ?? '') : shownByInstruction(instruction);
}

/** Returns in words what is lost of a field without a result, or null when nothing is. */
export function unreadField(instruction: string): string | null {
  const name = WORKED_OUT.exec(instruction)?.[1];
  return name === undefined ? null : `what a field (${name.toUpperCase()}) shows`;
}

/** Returns what a field shows that has its text in the instruction, e.g. `SYMBOL 254 \f Wingdings`. */
function shownByInstruction(instruction: string): string {
  const button = /^\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.*?)\s*$/is.exec(instruction)?.[1];
  if (button !== undefined) return button;
  const symbol = /^\s*SYMBOL\s+(0x[0-9a-f]{1,5}|\d{1,6})\b/i.exec(instruction)?.[1];
  if (symbol === undefined) return '';
  const code = Number(symbol);
  const font = symbolFont(/\\f\s*(?:"([^"]*)"|(\S+))/i.exec(instruction)?.slice(1).find(Boolean));
  if (code < 0x20 || code > 0x10ffff) return '';
  return font === undefined ? String.fromCodePoint(code) : symbolText(String.fromCodePoint(code), font);
}
