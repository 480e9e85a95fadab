/** One event, task or card, as a person reads it. */
import type { Property } from './ical-property.ts';

export interface CalendarEntry {
  /** What it says, with the label of each line. */
  rows: (readonly [label: string, text: string])[];
  /** Longer texts, in order. */
  notes: string[];
  /** As written. */
  properties: readonly Property[];
}

/** Returns the entry as lines, with its notes below. */
export const entryText = ({ rows, notes }: CalendarEntry): string =>
  [rows.map(([label, text]) => `${label}: ${text}`).join('\n'), ...notes]
    .filter((part) => part !== '')
    .join('\n\n');
