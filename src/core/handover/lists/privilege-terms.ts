/** The names, domains and addresses of a privilege screen, and where a document has them. */
import type { DocumentDetail, MailAddress } from '../../../shared/documents.ts';
import { RedwellError } from '../../../shared/errors.ts';

export interface PrivilegeTerm {
  /** As it was written. */
  text: string;
  kind: 'name' | 'domain' | 'address';
}

/** Where a document has a term, and how often. */
export interface PrivilegeHit {
  term: PrivilegeTerm;
  where: 'from' | 'to' | 'cc' | 'bcc' | 'subject' | 'title' | 'author' | 'path' | 'text';
  count: number;
  /** What was found: an address as written, or the words. */
  found: string;
}

const MOST_TERMS = 5000;
const DOMAIN = /^@?(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}$/u;
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** Words of a name between which there may be an initial, as in `Dana A. Whitfield`. */
const BETWEEN = '(?:[\\s,]+\\p{L}\\.?)?[\\s,]+';

/** Spells alike what people read alike: without accents, in lower case, with plain blanks and quotes. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u2010-\u2015]/g, '-');

/**
 * Reads a file with one name, domain or address per line; empty lines and those that begin with `#` say nothing.
 * @param name of the file, for messages. @throws RedwellError invalid_input
 */
export function parsePrivilege(text: string, name: string): PrivilegeTerm[] {
  const terms = new Map<string, PrivilegeTerm>();
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const term = line.trim();
    if (term === '' || term.startsWith('#')) continue;
    if (!/[\p{L}\p{N}]/u.test(term) || term.includes('\0') || term.includes('\uFFFD'))
      throw wrong(name, `The line “${term.slice(0, 60)}” is no name, domain or address.`);
    const kind = ADDRESS.test(term) ? 'address' : DOMAIN.test(term) ? 'domain' : 'name';
    terms.set(folded(term), { text: term, kind });
  }
  if (terms.size === 0) throw wrong(name, 'It has no names or domains.');
  if (terms.size > MOST_TERMS)
    throw wrong(name, `It has ${terms.size} lines; a screen takes at most ${MOST_TERMS}.`);
  return [...terms.values()];
}

const wrong = (name: string, message: string): RedwellError =>
  new RedwellError('invalid_input', `The privilege list ${name} cannot be used. ${message}`, {
    action: 'Write one name or domain per line, as plain text in UTF-8, then export again.',
  });

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Returns the pattern of a term in folded text. */
function patternOf({ text, kind }: PrivilegeTerm): RegExp {
  const wanted = folded(text);
  if (kind === 'address')
    return new RegExp(`(?<![\\p{L}\\p{N}._+-])${quoted(wanted)}(?![\\p{L}\\p{N}-])`, 'gu');
  if (kind === 'domain')
    return new RegExp(
      `(?<![\\p{L}\\p{N}-])${quoted(wanted.replace(/^@/, ''))}(?![\\p{L}\\p{N}-]|\\.\\p{L})`,
      'gu',
    );
  const words = wanted.split(/[\s,]+/).filter((word) => word !== '');
  const [last = ''] = words.slice(-1);
  const orders = [words.map(quoted).join(BETWEEN)];
  // `Whitfield, Dana A.` is the same person.
  if (words.length > 1 && !wanted.includes(','))
    orders.push(`${quoted(last)},\\s*${words.slice(0, -1).map(quoted).join(BETWEEN)}`);
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${orders.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
}

const written = ({ name, address }: MailAddress): string => (name === '' ? address : `${name} <${address}>`);

/** Returns a function that finds the terms in a document. */
export function privilegeScreen(
  terms: readonly PrivilegeTerm[],
): (document: Pick<DocumentDetail, 'path' | 'metadata' | 'text'>) => PrivilegeHit[] {
  const patterns = terms.map((term) => ({ term, pattern: patternOf(term) }));
  return ({ path, metadata, text }) => {
    const hits: PrivilegeHit[] = [];
    const look = (where: PrivilegeHit['where'], values: readonly string[]): void => {
      const all = values.map((value) => ({ value, plain: folded(value) }));
      for (const { term, pattern } of patterns) {
        let count = 0;
        let found = '';
        for (const { value, plain } of all) {
          const matches = plain.match(pattern);
          if (matches === null) continue;
          count += matches.length;
          if (found === '') found = where === 'text' ? (matches[0] ?? '') : value;
        }
        if (count > 0) hits.push({ term, where, count, found: found.replace(/\s+/g, ' ') });
      }
    };
    for (const where of ['from', 'to', 'cc', 'bcc'] as const)
      look(where, (metadata[where] ?? []).map(written));
    for (const where of ['subject', 'title', 'author'] as const)
      if (metadata[where] !== undefined) look(where, [metadata[where]]);
    look('path', [path]);
    if (text !== null) look('text', [text]);
    return hits;
  };
}
