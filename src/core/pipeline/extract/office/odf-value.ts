/** What a spreadsheet cell shows when the file has its value, but not the text that was shown. */
import { shownNumber } from './cell-format.ts';

/** Returns the value of a cell in a plain form; '' for an empty cell. */
export function cellValue(attributes: Readonly<Record<string, string>>): string {
  const { value = '' } = attributes;
  switch (attributes['value-type']) {
    case 'percentage':
      return value === '' ? '' : shownNumber('0.##%', Number(value)).replace('.%', '%');
    case 'currency':
      return `${value} ${attributes.currency ?? ''}`.trim();
    case 'date':
      return (attributes['date-value'] ?? '').replace('T', ' ');
    case 'time':
      return attributes['time-value'] ?? '';
    case 'boolean':
      return (attributes['boolean-value'] ?? '').toUpperCase();
    case 'string':
      return attributes['string-value'] ?? '';
    default:
      return value;
  }
}
