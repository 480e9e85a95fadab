/** Splits calendars (RFC 5545) and contact cards (vCard 2.1 to 4.0) into their properties. */
import { decode } from '../decode.ts';

export interface Property {
  /** In capitals, without the group. */
  name: string;
  /** The group that ties properties together, such as `item1`; empty if there is none. */
  group: string;
  /** Parameters by their names in capitals. A parameter without a name is a type. */
  params: ReadonlyMap<string, string>;
  /** As written, with its escapes. */
  value: string;
}

const LINE = /^(?:([\w-]+)\.)?([\w-]+)((?:;[\w-]+(?:=(?:"[^"]*"|[^";:])*)?)*):(.*)$/s;
const PARAM = /;([\w-]+)(?:=((?:"[^"]*"|[^";:])*))?/g;

/** Joins folded lines. It works on bytes, because a line may be folded inside a character. */
export function unfolded(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  // vCard 2.1 folds at a blank, which belongs to the text.
  const joint = /^VERSION:2\.1\s*$/im.test(text) ? ' ' : '';
  return Buffer.from(text.replace(/\r?\n[ \t]/g, joint), 'latin1');
}

/** Returns the properties in order. Lines that are none are left out. */
export function properties(source: string): Property[] {
  const lines = source.replace(/\r?\n[ \t]/g, '').split(/\r\n|\n|\r/);
  const found: Property[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    const property = propertyOf(lines[i] ?? '');
    if (property === null) continue;
    let { value } = property;
    if (isQuotedPrintable(property)) {
      // A line that ends with an equals sign goes on in the next one.
      while (value.endsWith('=') && i + 1 < lines.length) value = `${value.slice(0, -1)}${lines[++i] ?? ''}`;
      value = quotedPrintable(value, property.params.get('CHARSET'));
    }
    found.push({ ...property, value });
  }
  return found;
}

function propertyOf(line: string): Property | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const params = new Map<string, string>();
  for (const [, name = '', written] of (match[3] ?? '').matchAll(PARAM)) {
    const key = written === undefined ? 'TYPE' : name.toUpperCase();
    const value = (written ?? name).replaceAll('"', '');
    const earlier = params.get(key);
    params.set(key, earlier === undefined ? value : `${earlier},${value}`);
  }
  const [, group = '', name = '', , value = ''] = match;
  return { name: name.toUpperCase(), group: group.toLowerCase(), params, value };
}

const isQuotedPrintable = ({ params }: Property): boolean =>
  /quoted-printable/i.test(`${params.get('ENCODING') ?? ''},${params.get('TYPE') ?? ''}`);

function quotedPrintable(value: string, charset: string | undefined): string {
  const bytes = Buffer.from(
    value.replace(/[^\0-\x7f]+/g, (c) => encodeURI(c).replaceAll('%', '=')),
    'latin1',
  );
  const plain = bytes
    .toString('latin1')
    .replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decode(Buffer.from(plain, 'latin1'), charset).text;
}

/** Returns a text value without its escapes. */
export const unescaped = (value: string): string =>
  value.replace(/\\([nN,;:\\])/g, (_all, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign)).trim();

/** Returns the parts of a structured value, which semicolons separate. */
export const structured = (value: string): string[] =>
  value.split(/(?<!\\);/).map((part) => unescaped(part.replace(/(?<!\\),/g, ', ')).replace(/\s+/g, ' '));
