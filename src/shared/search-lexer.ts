/** Divides a search into its parts. Every sign either means something, is refused with a sentence, or is reported. */
import { SEARCH_FIELDS, type SearchField, SearchSyntaxError, VALUE_FIELDS } from './search-ast.ts';

/** A part of a search. Offsets are UTF-16 units; `end` is after the part. */
export type Token = { readonly at: number; readonly end: number } & (
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'end' }
  | { readonly kind: 'near'; readonly within: number; readonly ordered: boolean }
  | { readonly kind: 'field'; readonly field: SearchField }
  | { readonly kind: 'words'; readonly text: string; readonly prefix: boolean }
  /** The value of a field that holds no words, as typed. */
  | { readonly kind: 'value'; readonly text: string }
);

export interface Lexed {
  tokens: Token[];
  /** Signs that stand alone and are not searched, such as § and &. */
  ignored: string[];
}

const OPENING = /["“”„«»]/;
const IS_WORD = /[\p{L}\p{N}\p{Co}]/u;
const CHUNK = /[^\s()"“”„«»]+/uy;
const VALUE_FIELD: ReadonlySet<string> = new Set(VALUE_FIELDS);

export const MOST_WITHIN = 1000;

const refuse = (at: number, end: number, message: string): never => {
  throw new SearchSyntaxError(at, end, message);
};

/** @throws SearchSyntaxError */
export function lex(search: string): Lexed {
  const tokens: Token[] = [];
  const ignored: string[] = [];
  // The field whose value is read: the depth of the parentheses tells where a group of values ends.
  let valueDepth: number | null = null;
  let depth = 0;
  let at = 0;
  const push = (token: Token): void => {
    tokens.push(token);
    at = token.end;
  };
  while (at < search.length) {
    const sign = search[at] ?? '';
    const before = tokens.at(-1);
    const isValue =
      valueDepth !== null || (before?.kind === 'field' && VALUE_FIELD.has(before.field) && before.end === at);
    if (/\s/.test(sign)) at += 1;
    else if (sign === '(') {
      if (isValue && valueDepth === null) valueDepth = depth;
      depth += 1;
      push({ kind: 'open', at, end: at + 1 });
    } else if (sign === ')') {
      depth -= 1;
      if (valueDepth !== null && depth <= valueDepth) valueDepth = null;
      push({ kind: 'close', at, end: at + 1 });
    } else if (OPENING.test(sign)) push(quoted(search, at, isValue));
    else {
      CHUNK.lastIndex = at;
      const text = CHUNK.exec(search)?.[0] ?? sign;
      const token =
        operator(text, at) ??
        (isValue ? { kind: 'value' as const, text, at, end: at + text.length } : plain(text, at));
      if (token !== null) push(token);
      else {
        ignored.push(text);
        at += text.length;
      }
    }
  }
  tokens.push({ kind: 'end', at: search.length, end: search.length });
  return { tokens, ignored };
}

/** Reads what is between quotation marks. */
function quoted(search: string, at: number, isValue: boolean): Token {
  let close = at + 1;
  while (close < search.length && !OPENING.test(search[close] ?? '')) close += 1;
  if (close === search.length) refuse(at, search.length, `The quotation mark at ${at + 1} is never closed.`);
  const end = close + 1;
  const inside = search.slice(at + 1, close);
  if (isValue) return { kind: 'value', text: inside.trim(), at, end };
  if (!IS_WORD.test(inside))
    refuse(
      at,
      end,
      'There is no letter or figure between these quotation marks. Redwell searches only words.',
    );
  const trimmed = inside.trim().replaceAll(/\s+/g, ' ');
  const prefix = /[\p{L}\p{N}\p{M}\p{Co}]\*$/u.test(trimmed);
  const text = prefix ? trimmed.slice(0, -1) : trimmed;
  const star = /[\p{L}\p{N}\p{M}\p{Co}]\*|\*[\p{L}\p{N}\p{M}\p{Co}]/u.exec(
    inside.slice(0, prefix ? inside.lastIndexOf('*') : undefined),
  );
  if (star !== null)
    refuse(at + 1 + star.index, at + 3 + star.index, 'A * can only end the last word of a phrase.');
  return { kind: 'words', text: text.replaceAll('*', ' ').replaceAll(/\s+/g, ' ').trim(), prefix, at, end };
}

/** Returns an operator; null for anything else. */
function operator(text: string, at: number): Token | null {
  const end = at + text.length;
  const word = text.toLowerCase();
  if (word === 'and' || word === 'or' || word === 'not') return { kind: word, at, end };
  const near = /^(w|pre)\/(.*)$/.exec(word);
  if (near !== null) {
    const [, name = '', count = ''] = near;
    const within = Number(count);
    if (!/^\d{1,6}$/.test(count) || within < 1 || within > MOST_WITHIN)
      refuse(
        at,
        end,
        `Write ${name}/ with a number of words from 1 to ${MOST_WITHIN}, such as ${name}/5. If you search for “${text}” itself, put it in quotation marks.`,
      );
    return { kind: 'near', within, ordered: name === 'pre', at, end };
  }
  if (/^\+?\/(\d+|[sp])$/.test(word))
    refuse(
      at,
      end,
      `Redwell does not know ${text}. Write w/5 for “within 5 words”, or pre/5 for “at most 5 words before”.`,
    );
  if (/^(&&|\|\|?)$/.test(word)) refuse(at, end, `Write ${word === '&&' ? 'AND' : 'OR'} instead of ${text}.`);
  return null;
}

/** Reads a field name or a word; returns null for signs only. */
function plain(text: string, at: number): Token | null {
  const end = at + text.length;
  const field = /^(\p{L}+):(?!\/\/)/u.exec(text);
  if (field !== null) {
    const name = (field[1] ?? '').toLowerCase();
    const known = SEARCH_FIELDS.find((one) => one === name);
    const after = at + field[0].length;
    if (known === undefined)
      refuse(
        at,
        after,
        `There is no field “${field[1]}”. The fields are ${SEARCH_FIELDS.join(', ')}. If you search for this text itself, put it in quotation marks.`,
      );
    else return { kind: 'field', field: known, at, end: after };
  }
  if (!IS_WORD.test(text)) {
    if (text.includes('*')) refuse(at, end, 'A * must follow the beginning of a word, as in frau*.');
    return null;
  }
  refuseWildcards(text, at);
  const prefix = text.endsWith('*');
  return { kind: 'words', text: prefix ? text.slice(0, -1) : text, prefix, at, end };
}

/** Refuses signs that mean something in other programs, so that nobody gets fewer documents than they think. */
function refuseWildcards(text: string, at: number): void {
  const end = at + text.length;
  const body = text.replace(/[,;.]+$/, '');
  const star = text.indexOf('*');
  if (star >= 0 && star < text.length - 1)
    refuse(
      at + star,
      at + star + 1,
      'A * can only end a word, as in frau*. Redwell cannot search for the end of a word.',
    );
  if (star > 0 && !IS_WORD.test(text[star - 1] ?? '') && !/\p{M}/u.test(text[star - 1] ?? ''))
    refuse(at + star, at + star + 1, 'A * must follow a letter or a figure, as in frau*.');
  if (/\?/.test(body))
    refuse(
      at + body.indexOf('?'),
      at + body.indexOf('?') + 1,
      'Redwell does not know ? for any letter. Write the words with OR between them, or put the text in quotation marks.',
    );
  if (/^-\p{L}/u.test(text))
    refuse(
      at,
      end,
      `Write NOT ${text.slice(1)} instead of ${text}. If you search for this text itself, put it in quotation marks.`,
    );
  if (/\p{L}[!~]$/u.test(body))
    refuse(
      at + body.length - 1,
      at + body.length,
      `Write ${body.slice(0, -1)}* to find every word that begins like this.`,
    );
  if (/\p{L}[%~]+\p{L}/u.test(text))
    refuse(
      at,
      end,
      'Redwell does not know % or ~ inside a word. Put the text in quotation marks to search for it as it is.',
    );
}
