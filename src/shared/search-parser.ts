/**
 * Reads a search into a tree, by recursive descent:
 *
 *     query  = all { OR all }
 *     all    = not { [ AND ] not }
 *     not    = NOT not | near
 *     near   = one { ( w/N | pre/N ) one }
 *     one    = "(" query ")" | field ":" value | words
 */
import {
  type Place,
  type Query,
  type SearchField,
  SearchSyntaxError,
  VALUE_FIELDS,
  type ValueField,
  type WordField,
} from './search-ast.ts';
import { EXAMPLES, filterOf } from './search-filters.ts';
import { lex, type Token } from './search-lexer.ts';

export const MOST_CHARACTERS = 2000;
const MOST_PARTS = 200;
const MOST_DEPTH = 40;

export interface Parsed {
  query: Query;
  /** Signs that stand alone and are not searched. */
  ignored: readonly string[];
}

/** Reads a search. @throws SearchSyntaxError that says where the mistake is and what to write */
export function parseSearch(search: string): Parsed {
  if (search.length > MOST_CHARACTERS)
    throw new SearchSyntaxError(
      MOST_CHARACTERS,
      search.length,
      `A search can have ${MOST_CHARACTERS.toLocaleString('en-US')} characters at most.`,
    );
  const { tokens, ignored } = lex(search);
  if (tokens.length === 1)
    throw new SearchSyntaxError(
      0,
      search.length,
      ignored.length === 0
        ? 'Type a word to search for.'
        : `Redwell searches letters and figures only, and “${ignored[0]}” has none.`,
    );
  return { query: new Parser(tokens).all(), ignored };
}

const isValueField = (field: SearchField): field is ValueField =>
  (VALUE_FIELDS as readonly string[]).includes(field);

const DESCRIBED: Readonly<Partial<Record<Token['kind'], string>>> = {
  and: 'AND',
  or: 'OR',
  near: 'w/ or pre/',
};

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #parts = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Reads everything. */
  all(): Query {
    const query = this.#or(null);
    const rest = this.#peek();
    if (rest.kind === 'close') throw this.#refuse(rest, `The parenthesis at ${rest.at + 1} closes nothing.`);
    return query;
  }

  /** Returns the next part without reading it. The last one is always `end`. */
  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', at: 0, end: 0 };
  }

  #take(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  #refuse(token: Token, message: string): SearchSyntaxError {
    return new SearchSyntaxError(token.at, token.end, message);
  }

  /** @param field the field of the words inside, within `field:( … )` */
  #or(field: SearchField | null): Query {
    const parts = [this.#and(field)];
    while (this.#peek().kind === 'or') {
      this.#take();
      parts.push(this.#and(field));
    }
    return joined('or', parts);
  }

  #and(field: SearchField | null): Query {
    const parts = [this.#not(field)];
    for (;;) {
      const { kind } = this.#peek();
      if (kind === 'end' || kind === 'close' || kind === 'or') return joined('and', parts);
      if (kind === 'and') this.#take();
      parts.push(this.#not(field));
    }
  }

  #not(field: SearchField | null): Query {
    const token = this.#peek();
    if (token.kind !== 'not') return this.#near(field);
    this.#take();
    if (this.#peek().kind === 'near')
      throw this.#refuse(this.#peek(), 'Redwell does not know NOT w/N. Write a NOT (a w/5 b).');
    this.#enter(token);
    const part = this.#not(field);
    this.#depth -= 1;
    return { kind: 'not', part };
  }

  #near(field: SearchField | null): Query {
    const start = this.#peek();
    let left = this.#one(field);
    for (;;) {
      const sign = this.#peek();
      if (sign.kind !== 'near') return left;
      this.#take();
      const end = this.#tokens[this.#next - 2]?.end ?? start.end;
      const first = placeOf(left, { at: start.at, end });
      const place = this.#peek();
      const last = placeOf(this.#one(field), place);
      if (fieldOf(first) !== fieldOf(last))
        throw this.#refuse(
          sign,
          'Both sides of w/ and pre/ must be in the same field, as in subject:(a w/5 b).',
        );
      left = { kind: 'near', left: first, right: last, within: sign.within, ordered: sign.ordered };
    }
  }

  #one(field: SearchField | null): Query {
    const token = this.#take();
    this.#parts += 1;
    if (this.#parts > MOST_PARTS) throw this.#refuse(token, `A search can have ${MOST_PARTS} words at most.`);
    switch (token.kind) {
      case 'open':
        return this.#group(token, field);
      case 'field':
        if (field !== null)
          throw this.#refuse(
            token,
            `A field cannot stand inside ${field}:( … ). Close the parenthesis first.`,
          );
        return this.#field(token.field, token);
      case 'words':
        if (field === null || !isValueField(field))
          return { kind: 'words', field, text: token.text, prefix: token.prefix };
        return filterOf(field, token.text, token);
      case 'value':
        if (field !== null && isValueField(field)) return filterOf(field, token.text, token);
        throw this.#refuse(token, 'There is nothing that this value belongs to.');
      default:
        throw this.#missing(token);
    }
  }

  #group(open: Token, field: SearchField | null): Query {
    this.#enter(open);
    if (this.#peek().kind === 'close')
      throw new SearchSyntaxError(open.at, this.#peek().end, 'There is nothing between these parentheses.');
    const inside = this.#or(field);
    this.#depth -= 1;
    if (this.#take().kind !== 'close')
      throw this.#refuse(open, `The parenthesis at ${open.at + 1} is never closed.`);
    return inside;
  }

  #field(field: SearchField, name: Token): Query {
    const value = this.#peek();
    if (value.at !== name.end || (value.kind !== 'words' && value.kind !== 'value' && value.kind !== 'open'))
      throw this.#refuse(name, `Write a value directly after ${field}:, as in ${EXAMPLES[field]}.`);
    return this.#one(field);
  }

  #enter(token: Token): void {
    this.#depth += 1;
    if (this.#depth > MOST_DEPTH)
      throw this.#refuse(token, `Parentheses and NOT can be ${MOST_DEPTH} deep at most.`);
  }

  /** Returns the error for a part that stands where a word should be. */
  #missing(token: Token): SearchSyntaxError {
    const before = this.#tokens[this.#tokens.indexOf(token) - 1];
    if (token.kind === 'end')
      return new SearchSyntaxError(
        before?.at ?? token.at,
        token.end,
        before?.kind === 'open'
          ? `The parenthesis at ${before.at + 1} is never closed.`
          : 'The search ends where a word should follow.',
      );
    if (token.kind === 'close' && before === undefined)
      return this.#refuse(token, `The parenthesis at ${token.at + 1} closes nothing.`);
    if (token.kind === 'close') return this.#refuse(token, 'A word is missing before this parenthesis.');
    const sign =
      token.kind === 'near' ? `${token.ordered ? 'pre' : 'w'}/${token.within}` : DESCRIBED[token.kind];
    return this.#refuse(
      token,
      `A word is missing before ${sign}. If you search for “${(sign ?? '').toLowerCase()}” itself, put it in quotation marks.`,
    );
  }
}

const joined = (kind: 'and' | 'or', parts: readonly Query[]): Query => {
  const [only, second] = parts;
  return only !== undefined && second === undefined ? only : { kind, parts };
};

/** Returns one side of w/ or pre/. @throws SearchSyntaxError for what has no place in a text */
function placeOf(query: Query, { at, end }: { at: number; end: number }): Place {
  if (query.kind === 'words' || query.kind === 'near') return query;
  if (query.kind === 'or') {
    const parts = query.parts.map((part) => placeOf(part, { at, end }));
    if (new Set(parts.map(fieldOf)).size === 1) return { kind: 'or', parts };
    throw new SearchSyntaxError(at, end, 'All words beside w/ and pre/ must be in the same field.');
  }
  throw new SearchSyntaxError(
    at,
    end,
    'Only words, phrases and words with OR in parentheses can stand beside w/ and pre/.',
  );
}

function fieldOf(place: Place): WordField | null {
  if (place.kind === 'words') return place.field;
  if (place.kind === 'near') return fieldOf(place.left);
  const [first] = place.parts;
  return first === undefined ? null : fieldOf(first);
}
