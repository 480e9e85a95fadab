/**
 * Finds the places where a document gives a short name to something: `("Harlan")`, `(the "Company")`, `(collectively,
 * the "Sellers")`, `(PAH)`, `, hereinafter referred to as the Lessor`. Whether that something is a person or an
 * organization is decided in owners.ts.
 */
import { pattern } from '../letters.ts';

const WORDS = pattern(String.raw`[\p{L}/]+`, 'gu');

export interface Term {
  /** The term without its article and punctuation. */
  text: string;
  start: number;
  end: number;
}

export interface Definition {
  /** Where the definition starts: right after what it defines. */
  start: number;
  end: number;
  terms: Term[];
  /** True for a term that stands for several: `collectively`, `together`. It is nobody's name. */
  collective: boolean;
  /** True if the document marks the term as one, by quotes or `hereinafter`. Otherwise it may be any remark. */
  marked: boolean;
}

const OPEN = "(?:[\"“”„‘’']|``|'')";
const CLOSE = String.raw`(?:["“”’']|'')`;
const TERM = String.raw`(?:[Tt]he )?[\p{L}\p{N}][^"“”‘\n()]{0,60}?`;
const QUOTED = pattern(String.raw`(?<![\p{L}\p{N}])${OPEN}(${TERM})[.,;]?${CLOSE}(?![\p{L}\p{N}])`, 'gu');
const PARENTHESIS = /[([]([^()[\]]{2,220})[)\]]/g;
/** `Acme, Inc., hereinafter "Acme"`; `John Doe, referred to herein as Doe`. */
const HEREINAFTER = pattern(
  String.raw`,? (?:hereinafter|hereafter|herein|referred to|(?:who|which) (?:is|will be|shall be) (?:called|referred to))(?: (?:collectively|sometimes|also|referred|known|called|described|designated|to|herein|hereinafter|in this (?:agreement|complaint|lease|opinion|order|brief)|individually|as|the)){0,8},? (?:${OPEN}(${TERM})[.,;]?${CLOSE}|(\p{Lu}[\p{L}\p{N}&.'’-]{1,30}(?: \p{Lu}[\p{L}\p{N}&'’-]{1,30}){0,3}))`,
  'giu',
);
const HAS_HEREINAFTER = /herein|hereafter|referred to|called/i;
/** The words of a definition besides its terms. Other words make a parenthesis a remark. */
const DEFINING = new Set(
  `hereinafter hereafter herein referred to defined as known called sometimes also and or the a an in individually
  respectively for ease of reference purposes short simply its it his her their subsidiaries affiliates predecessors
  successors assigns parents with together collectively each below above further this agreement complaint lease opinion
  order brief motion memorandum either interchangeably is are be will shall jointly from time now formerly term terms
  being such parent subsidiary affiliate`.split(/\s+/),
);
const SEVERAL = /\b(?:collectively|jointly|together|each|all)\b(?!,? with (?:its|his|her|their)\b)/i;
/** A term without quotes: `(PAH)`, `(the Company)`, `(Harlan)`. */
const PLAIN = pattern(
  String.raw`^((?:hereinafter|hereafter)(?: referred to as)?,? )?((?:the )?)(\p{Lu}[\p{L}\p{N}&.'’-]{1,30}(?: (?:of )?\p{Lu}[\p{L}\p{N}&'’-]{1,30}){0,3})$`,
  'u',
);

/** `The Depository Trust Company, or DTC, holds`: as prospectuses define letters. */
const OR_LETTERS = pattern(String.raw`, or (?:["“](\p{Lu}{2,6})[,.]?["”]|(\p{Lu}{2,6})(?=[,.;:)]))`, 'gu');

/** Returns the definitions in text order. @param flowing the text with wrapped lines joined */
export function findDefinitions(flowing: string): Definition[] {
  const found: Definition[] = [];
  for (const match of flowing.matchAll(PARENTHESIS)) {
    const content = match[1] ?? '';
    if (!/\p{Lu}|["“‘]/u.test(content)) continue;
    found.push(...definitionsIn(content, match.index, match.index + match[0].length));
  }
  for (const match of flowing.matchAll(OR_LETTERS)) {
    const letters = match[1] ?? match[2] ?? '';
    const term = termAt(letters, match.index + match[0].indexOf(letters, 4));
    const end = match.index + match[0].length;
    found.push({ start: match.index, end, terms: [term], collective: false, marked: false });
  }
  if (HAS_HEREINAFTER.test(flowing))
    for (const match of flowing.matchAll(HEREINAFTER)) {
      const written = match[1] ?? match[2] ?? '';
      // The flag for any case is for the words before the term only.
      if (!/^\p{Lu}|^the \p{Lu}/u.test(written)) continue;
      const end = match.index + match[0].length;
      const term = termAt(written, flowing.lastIndexOf(written, end - 1));
      found.push({
        start: match.index,
        end,
        terms: [term],
        collective: SEVERAL.test(match[0].slice(0, -written.length)),
        marked: true,
      });
    }
  return found.sort((a, b) => a.start - b.start);
}

/** Returns the definitions in a parenthesis: one, or one with another for several: `("Ames" and, together, "Sellers")`. */
function definitionsIn(content: string, start: number, end: number): Definition[] {
  const quotes = [...content.matchAll(QUOTED)];
  if (quotes.length === 0) {
    const plain = PLAIN.exec(content);
    if (plain === null) return [];
    const written = plain[3] ?? '';
    const term = termAt(written, start + 1 + content.length - written.length);
    return [{ start, end, terms: [term], collective: false, marked: plain[1] !== undefined }];
  }
  const several = SEVERAL.exec(content)?.index ?? content.length;
  const termsOf = (from: number, to: number): Term[] =>
    quotes
      .filter(({ index }) => index >= from && index < to)
      .map((m) => termAt(m[1] ?? '', start + 1 + m.index + m[0].indexOf(m[1] ?? '')));
  const found: Definition[] = [];
  const single = termsOf(0, several);
  if (single.length > 0 && isDefining(content.slice(0, several)))
    found.push({ start, end, terms: single, collective: false, marked: true });
  const shared = termsOf(several, content.length);
  if (shared.length > 0) found.push({ start, end, terms: shared, collective: true, marked: true });
  return found;
}

function isDefining(content: string): boolean {
  const rest = content.replace(QUOTED, ' ').toLowerCase();
  return (rest.match(WORDS) ?? []).every((word) => DEFINING.has(word));
}

function termAt(written: string, at: number): Term {
  const lead = /^(?:the|a|an) /i.exec(written)?.[0].length ?? 0;
  const text = written
    .slice(lead)
    .replace(/[,;]+$/, '')
    .replace(/(?<!\b\p{Lu}|\b(?:Inc|Co|Corp|Ltd))\.$/u, '');
  return { text, start: at + lead, end: at + lead + text.length };
}
