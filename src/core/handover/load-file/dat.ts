/**
 * Writes rows of a Concordance DAT file: each value between þ (U+00FE), and U+0014 between values. A line break inside a
 * value becomes ® (U+00AE). The format has no escape for its own signs; what cannot be written exactly is named.
 */
import type { ChangeKind } from '../../../shared/handover.ts';
import { isWellFormed, wellFormed } from '../../util/well-formed.ts';

const QUALIFIER = '\u00FE';
const DELIMITER = '\u0014';
const LINE_BREAK = '\u00AE';
const ROW_END = '\r\n';

/** Hears that the value at an index is not written as it is, or that programs may misread it. */
type OnChange = (index: number, kind: ChangeKind) => void;

export const datRow = (values: readonly string[], onChange: OnChange): string =>
  `${values.map((value, i) => QUALIFIER + encoded(value, (kind) => onChange(i, kind)) + QUALIFIER).join(DELIMITER)}${ROW_END}`;

function encoded(value: string, onChange: (kind: ChangeKind) => void): string {
  let text = value;
  if (text.includes('\0') || !isWellFormed(text)) {
    onChange('invalid_character');
    text = wellFormed(text).replaceAll('\0', '\uFFFD');
  }
  if (text.includes(LINE_BREAK)) {
    onChange('line_break_sign');
    text = text.replaceAll(LINE_BREAK, '(R)');
  }
  if (text.includes(QUALIFIER) || text.includes(DELIMITER)) {
    onChange('delimiter_inside');
    text = text.replaceAll(QUALIFIER, QUALIFIER + QUALIFIER);
  }
  return text.replaceAll(/\r\n|\r|\n/g, LINE_BREAK);
}
