/** Dates in PDF syntax, e.g. `D:20250303140500-05'00'` (ISO 32000-1, 7.9.4). */

const PDF_DATE = /^(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:(Z)|([+-])(\d{2})'?(\d{2})?'?)?/;

/** Returns the date as ISO 8601, or null for an invalid date. Missing parts get their lowest value. */
export function pdfDate(text: string): string | null {
  const match = PDF_DATE.exec(text.trim());
  if (!match) return null;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', , sign, oh, om = '00'] =
    match;
  const offset = sign ? `${sign}${oh}:${om}` : 'Z';
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
