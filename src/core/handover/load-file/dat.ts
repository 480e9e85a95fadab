/**
 * Writes rows of a Concordance DAT file: each value between þ (U+00FE), and U+0014 between values. A line break inside a
 * value becomes ® (U+00AE). The format has no escape for its own signs; what cannot be written exactly is named.
 */
import type { ChangeKind } from '../../../shared/handover.ts';
import { isWellFormed, wellFormed } from '../../util/well-formed.ts';

const QUALIFIER = '\u00FE';
const DELIMITER = '\u0014';
const BETWEEN = QUALIFIER + DELIMITER + QUALIFIER;
const LINE_BREAK = '\u00AE';
const ROW_END = '\r\n';

/** Hears that the value at an index is not written as it is, or that programs may misread it. */
type OnChange = (index: number, kind: ChangeKind) => void;

/** @param values at least one */
export const datRow = (values: readonly string[], onChange: OnChange): string =>
  `${QUALIFIER}${values.map((value, i) => encoded(value, i, onChange)).join(BETWEEN)}${QUALIFIER}${ROW_END}`;

function encoded(value: string, index: number, onChange: OnChange): string {
  // Most values of a row are empty.
  if (value === '') return '';
  let text = value;
  if (text.includes('\0') || !isWellFormed(text)) {
    onChange(index, 'invalid_character');
    text = wellFormed(text).replaceAll('\0', '\uFFFD');
  }
  if (text.includes(LINE_BREAK)) {
    onChange(index, 'line_break_sign');
    text = text.replaceAll(LINE_BREAK, '(R)');
  }
  if (text.includes(QUALIFIER) || text.includes(DELIMITER)) {
    onChange(index, 'delimiter_inside');
    text = text.replaceAll(QUALIFIER, QUALIFIER + QUALIFIER);
  }
  return text.replaceAll(/\r\n|\r|\n/g, LINE_BREAK);
}
