/** Finds names in the header lines of e-mail, including e-mail quoted inside another text. */
import { type EntityMatch, findAll } from '../match.ts';
import { COMPANY_FORMS, ORGANIZATION_HEADS } from './lexicon.ts';

const HEADER_LINE = /^(?:From|To|Cc|CC|Bcc|Reply-To|Sender): (.{1,5000})$/gm;
/** `Name <address>`, `"Last, First" <address>`. */
const ADDRESSEE = /(?:"([^"<>]{2,80})"|([^",;<>@]{2,80}?(?:, [^",;<>@]{2,40}?)?)) ?<[^<>\s]{3,250}>/g;

/** Returns the people and organizations named beside an address. */
export function findAddressees(text: string): EntityMatch[] {
  const found: EntityMatch[] = [];
  for (const line of text.matchAll(HEADER_LINE)) {
    const value = line[1] ?? '';
    const from = line.index + line[0].length - value.length;
    found.push(
      ...findAll(value, ADDRESSEE, (m) => {
        const name = (m[1] ?? m[2] ?? '').trim().replace(/^[,; ]+/, '');
        if (!/\p{L}{2}/u.test(name)) return null;
        const start = from + m.index + m[0].indexOf(name);
        return { kind: kindOf(name), start, end: start + name.length, normal: name };
      }),
    );
  }
  return found;
}

const kindOf = (name: string): 'person' | 'organization' => {
  const words = name.toLowerCase().split(/[\s,.]+/);
  return words.some((w) => COMPANY_FORMS.has(w) || ORGANIZATION_HEADS.has(w)) ? 'organization' : 'person';
};
