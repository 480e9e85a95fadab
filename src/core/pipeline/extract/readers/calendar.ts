/** Reads calendars (.ics) and contact cards (.vcf) that are files of their own. */
import type { StageWarning } from '../../../documents/types.ts';
import { decode, decodeWarnings } from '../decode.ts';
import type { Extracted, Source } from '../types.ts';
import { properties, unfolded } from './ical-property.ts';
import { calendarText } from './mail-calendar.ts';
import { readText } from './plain.ts';

/** Returns every entry or card in words. @throws DocumentError oversize */
export async function extractCalendar(source: Source): Promise<Extracted> {
  const decoded = decode(unfolded(await readText(source.location)));
  const isCard = source.type === 'vcf';
  return {
    body: calendarText(decoded.text),
    metadata: {},
    warnings: [
      ...decodeWarnings(decoded, undefined, isCard ? 'contact card' : 'calendar'),
      ...attachmentWarnings(decoded.text),
    ],
    engine: isCard ? 'vcard' : 'icalendar',
  };
}

/** Returns the warning that files inside the calendar were not read. */
function attachmentWarnings(source: string): StageWarning[] {
  const inside = properties(source).filter(
    ({ name, params }) => name === 'ATTACH' && /^(?:BASE64|B)$/i.test(params.get('ENCODING') ?? ''),
  ).length;
  if (inside === 0) return [];
  const detail = `${inside} ${inside === 1 ? 'file' : 'files'} inside the calendar ${inside === 1 ? 'was' : 'were'} not read`;
  return [{ code: 'part_not_read', detail }];
}
