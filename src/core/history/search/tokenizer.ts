/**
 * Divides a text into words exactly as the index does. A word is a run of letters and figures; everything else separates
 * words, also apostrophes, hyphens, periods and currency signs. Case and accents do not matter. SQLite itself is asked
 * once about each character beyond ASCII, so that both always agree.
 */
import { connect } from '../connection.ts';

/** The setting of every index in history. */
const TOKENIZE = 'unicode61 remove_diacritics 2';

/** A character on its own line of a text of the index; it separates values, and no search contains it. */
export const SEPARATOR = '\u{E000}';

export interface Tokenizer {
  /** Calls `word` with each word, folded, and its UTF-16 offsets; it stops when `word` returns false. */
  each(text: string, word: (word: string, start: number, end: number) => boolean | undefined): void;
  /** Returns the words of a short text. */
  words(text: string): string[];
  close(): void;
}

/** What a character does: it is part of words (folded), it separates them (null), or it goes on with a word. */
type Role = { readonly letter: string } | { readonly mark: string } | null;

const isAsciiWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);

export function openTokenizer(): Tokenizer {
  const db = connect(':memory:', false);
  db.exec(`CREATE VIRTUAL TABLE probe USING fts5 (body, content='', tokenize='${TOKENIZE}');
    CREATE VIRTUAL TABLE probe_words USING fts5vocab (probe, instance);`);
  const insert = db.prepare('INSERT INTO probe (rowid, body) VALUES (1, ?)');
  const clear = db.prepare(`INSERT INTO probe (probe) VALUES ('delete-all')`);
  const read = db.prepare('SELECT term FROM probe_words ORDER BY "offset"');
  const roles = new Map<string, Role>();

  const ask = (character: string): Role => {
    insert.run(`${character} a${character}b`);
    const terms = (read.all() as { term: string }[]).map(({ term }) => term);
    clear.run();
    const last = terms.at(-1) ?? '';
    if (last === 'b') return null;
    const folded = last.slice(1, -1);
    return terms.length === 2 ? { letter: folded } : { mark: folded };
  };
  const roleOf = (character: string): Role => {
    const known = roles.get(character);
    if (known !== undefined) return known;
    const role = ask(character);
    roles.set(character, role);
    return role;
  };

  const each: Tokenizer['each'] = (text, word) => {
    let at = 0;
    while (at < text.length) {
      let start = -1;
      let folded = '';
      // The beginning of the part that needs no folding but its case.
      let plain = at;
      for (; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (code < 128) {
          if (!isAsciiWord(code)) break;
          if (start < 0) {
            start = at;
            plain = at;
          }
          continue;
        }
        const character = String.fromCodePoint(text.codePointAt(at) ?? code);
        const role = roleOf(character);
        if (role === null || (start < 0 && 'mark' in role)) break;
        if (start < 0) start = at;
        else folded += text.slice(plain, at).toLowerCase();
        folded += 'mark' in role ? role.mark : role.letter;
        at += character.length - 1;
        plain = at + 1;
      }
      if (start >= 0) {
        const end = at;
        const rest = plain < end ? text.slice(plain, end).toLowerCase() : '';
        if (word(folded + rest, start, end) === false) return;
      }
      at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    }
  };

  return {
    each,
    words(text) {
      const words: string[] = [];
      each(text, (word) => {
        words.push(word);
      });
      return words;
    },
    close: () => db.close(),
  };
}
