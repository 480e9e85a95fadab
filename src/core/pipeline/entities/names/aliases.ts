/** Finds the other names of companies and people: `Ocean Freight Ltd., d/b/a Ocean Stores`; `Ida Bolt, a/k/a Ida Ames`. */
import { isCapitalized, pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { COMPANY_FORMS, ORGANIZATION_HEADS } from './lexicon.ts';

const CAPITALIZED_WORDS = pattern(String.raw`^\p{Lu}[^ ]*(?: (?:(?:&|of|and) )?\p{Lu}[^ ]*)*`, 'u');

const NAME_WORD = String.raw`(?:\p{Lu}\.|\p{Lu}[\p{L}\p{N}]{0,30}(?:['’\-]\p{L}{1,30}){0,3})`;
const OTHER_NAMES = String.raw`(?:d/b/a|dba|t/a|a/k/a|aka|a\.k\.a\.|f/k/a|fka|f\.k\.a\.|n/k/a|nka|d\.b\.a\.|doing business as|trading as|(?:formerly|also|now|previously|otherwise|better|commonly) known as|known professionally as|writing as|writing under the (?:pen )?name(?: of)?|under the (?:pseudonym|pen name)|pen name:?|successor by (?:name change|conversion) (?:to|from)|formerly(?= \p{Lu}))`;
const ALIAS = pattern(
  String.raw`(?<![\p{L}/])(${OTHER_NAMES}),? ["“‘]?(?:the )?(${NAME_WORD}(?: (?:&|of|and(?= \p{Lu})|${NAME_WORD})){0,6})`,
  'giu',
);
/** Most documents have none, which is quick to see. */
const HAS_ALIAS =
  /\/a|\.a\.|dba|aka|fka|nka|business as|trading as|known |writing |pen name|pseudonym|successor|formerly/i;
const BUSINESS = /^(?:d\/b\/a|d\.b\.a|dba|t\/a|doing|trading)/i;
const BARE_FORMERLY = /^formerly$/i;

export interface Alias {
  /** Where the words before the name start. */
  from: number;
  start: number;
  end: number;
  text: string;
  /** True for a business name, also of a person. */
  business: boolean;
}

/** Returns the other names in text order. @param flowing the text with wrapped lines joined */
export function findAliasPhrases(flowing: string): Alias[] {
  if (!HAS_ALIAS.test(flowing)) return [];
  const found: Alias[] = [];
  for (const m of flowing.matchAll(ALIAS)) {
    const name = m[2] ?? '';
    const words = m[1] ?? '';
    // The flag for any case is for the words before the name only.
    if (!isCapitalized(name)) continue;
    if (BARE_FORMERLY.test(words) && !/[,(] ?$/.test(flowing.slice(Math.max(0, m.index - 2), m.index)))
      continue;
    const start = m.index + m[0].length - name.length;
    const text = capitalized(name);
    found.push({ from: m.index, start, end: start + text.length, text, business: BUSINESS.test(words) });
  }
  return found;
}

/** Returns the names that surely belong to an organization, because it does business under them or had them before. */
export function findAliases(flowing: string, aliases: readonly Alias[]): EntityMatch[] {
  return aliases
    .filter(
      ({ from, business }) => business || endsInOrganization(flowing.slice(Math.max(0, from - 40), from)),
    )
    .map(({ start, end, text }) => ({ kind: 'organization', start, end, normal: text }));
}

/** Returns the name up to its first word in lower case. */
const capitalized = (name: string): string => CAPITALIZED_WORDS.exec(name)?.[0] ?? name;

function endsInOrganization(before: string): boolean {
  const last = before
    .replace(/[,\s(]+$/, '')
    .split(/\s/)
    .at(-1)
    ?.toLowerCase()
    .replaceAll('.', '');
  return last !== undefined && (COMPANY_FORMS.has(last) || ORGANIZATION_HEADS.has(last));
}
