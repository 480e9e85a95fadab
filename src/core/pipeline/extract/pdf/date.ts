/** Dates as PDF writes them: `D:20250303140500-05'00'` (ISO 32000-1, 7.9.4). */

const PDF_DATE = /^(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:(Z)|([+-])(\d{2})'?(\d{2})?'?)?/;

/** ISO 8601, or null when it is no date. Parts that are left out take their first value. */
export function pdfDate(text: string): string | null {
  const match = PDF_DATE.exec(text.trim());
  if (!match) return null;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', , sign, oh, om = '00'] =
    match;
  const offset = sign ? `${sign}${oh}:${om}` : 'Z';
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
