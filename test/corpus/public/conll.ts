/** Reads labeled texts with one word per line: wikigold, and filings. */
// cspell:ignore conll Conll CONLL eyecite Eyecite wikigold kleister DOCSTART Sprunk djvu juand freelawproject applicaai EkStep NLP
import type { Span } from '../entities/labeled.ts';

const KINDS: Readonly<Record<string, Span['kind']>> = {
  PER: 'person',
  ORG: 'organization',
  LOC: 'place',
};
/** Words that stand right after the word before them. */
const CLOSES = /^(?:[.,;:!?)\]%]|['’](?:s|t|re|ve|ll|d|m)|['’]|n['’]t|”)$/;
const OPENS = /^[([$“‘]$/;

export interface LabeledText {
  text: string;
  labels: Span[];
}

/**
 * Returns the documents of a file in the format of CoNLL: the first column is the word, the last one the label.
 * @param between what stands between two sentences
 */
export function readConll(file: string, between: ' ' | '\n' = ' '): LabeledText[] {
  return file
    .split(/^-DOCSTART-.*$/m)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      let text = '';
      const labels: Span[] = [];
      let before = '';
      let isNew = false;
      let last: { kind: Span['kind']; span: Span } | null = null;
      for (const line of part.split('\n')) {
        const [word = '', ...rest] = line.trim().split(/\s+/);
        const tag = rest.at(-1) ?? 'O';
        if (word === '') {
          last = null;
          isNew = true;
          continue;
        }
        const joined = text === '' || CLOSES.test(word) || OPENS.test(before);
        text += `${isNew && text !== '' ? between : joined ? '' : ' '}${word}`;
        before = word;
        isNew = false;
        const kind = KINDS[tag.slice(2)];
        if (kind === undefined) last = null;
        else if (last !== null && last.kind === kind && !tag.startsWith('B-')) last.span.end = text.length;
        else {
          const span: Span = { kind, start: text.length - word.length, end: text.length };
          labels.push(span);
          last = { kind, span };
        }
      }
      return { text, labels };
    });
}

/** Returns the texts without labels that are only a role, such as `Borrower` as a person in FIN. */
export const withoutRoles = (texts: readonly LabeledText[]): LabeledText[] =>
  texts.map(({ text, labels }) => ({
    text,
    labels: labels.filter(({ start, end }) => !ROLE.test(text.slice(start, end))),
  }));
const ROLE =
  /^(?:the )?(?:Borrower|Lender|Agent|Guarantor|Company|Lessee|Lessor|Landlord|Tenant|Executive|Employee|Employer|Bank|Seller|Buyer|Purchaser|Parent|Holder|Trustee)s?$/i;
