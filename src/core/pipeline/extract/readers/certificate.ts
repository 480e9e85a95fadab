/** Reads whom a certificate (X.509, RFC 5280) names. */
import iconv from 'iconv-lite';
import { children, type Element } from './asn1.ts';

export interface Certificate {
  /** In hexadecimal. */
  serial: string;
  /** The name of the subject, with the organization and the e-mail address if it has them. */
  name: string;
}

const SEQUENCE = 0x30;
const VERSION = 0xa0;
const COMMON_NAME = '550403';
const ORGANIZATION = '55040a';
const EMAIL = '2a864886f70d010901';
const BMP_STRING = 0x1e;
const UTF8_STRING = 0x0c;

/** Returns null for an element that is no certificate. @throws RangeError when it is cut off */
export function certificateOf(bytes: Buffer, element: Element): Certificate | null {
  if (element.tag !== SEQUENCE) return null;
  const [signed] = children(bytes, element);
  if (signed?.tag !== SEQUENCE) return null;
  const fields = children(bytes, signed).filter(({ tag }, i) => i > 0 || tag !== VERSION);
  const [serial, , , , subject] = fields;
  if (serial === undefined || subject?.tag !== SEQUENCE) return null;
  return { serial: bytes.toString('hex', serial.from, serial.to), name: subjectName(bytes, subject) };
}

function subjectName(bytes: Buffer, subject: Element): string {
  const values = new Map<string, string>();
  for (const set of children(bytes, subject))
    for (const pair of children(bytes, set)) {
      const [id, value] = children(bytes, pair);
      if (id === undefined || value === undefined) continue;
      values.set(bytes.toString('hex', id.from, id.to), textOf(bytes, value));
    }
  const organization = values.get(ORGANIZATION);
  const email = values.get(EMAIL);
  const name = values.get(COMMON_NAME) ?? organization ?? email ?? 'a certificate without a name';
  return [
    name,
    ...(organization === undefined || organization === name ? [] : [`, ${organization}`]),
    ...(email === undefined || email === name ? [] : [` <${email}>`]),
  ].join('');
}

function textOf(bytes: Buffer, { tag, from, to }: Element): string {
  const encoding = tag === BMP_STRING ? 'utf-16be' : tag === UTF8_STRING ? 'utf-8' : 'latin1';
  return iconv.decode(bytes.subarray(from, to), encoding).replace(/\s+/g, ' ').trim();
}
