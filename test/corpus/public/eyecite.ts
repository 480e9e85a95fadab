/** Reads the test sentences of eyecite, and how many citations of which kind it expects in each. */
// cspell:ignore conll Conll CONLL eyecite Eyecite wikigold kleister DOCSTART Sprunk djvu juand freelawproject applicaai EkStep NLP

export type Form = 'full' | 'short' | 'law' | 'journal';
export interface Expected {
  form: Form;
  /** Words that the found text must have. */
  has: string[];
}
export interface Sentence {
  text: string;
  expected: Expected[];
}

const CALL = /\b(case|id|supra|reference|law|journal|unknown)_citation\(/g;
/** A test pair: a string, or several in a row, and the list of what is expected in it. */
const PAIR =
  /\(\s*(?:#[^\n]*\s*)*((?:(?:r|f)?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")\s*)+),\s*(?:#[^\n]*\s*)*\[/g;
const STRING = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g;
const FULL_TESTS = /def (test_find_(?:citations|law_citations|journal_citations|tc_citations))\(/;

/** Returns the sentences of `test_FindTest.py`, without those in HTML. */
export function readEyecite(source: string): Sentence[] {
  const sentences: Sentence[] = [];
  for (const part of source.split(/^ {4}(?=def )/m)) {
    if (!FULL_TESTS.test(part)) continue;
    for (const { 0: whole, 1: strings = '', index } of part.matchAll(PAIR)) {
      const list = upToBracket(part, index + whole.length);
      const text = [...strings.matchAll(STRING)].map((m) => unescaped(m[1] ?? m[2] ?? '')).join('');
      if (/<\/?[a-z]+/i.test(text)) continue;
      sentences.push({ text, expected: expectedIn(list) });
    }
  }
  return sentences;
}

const unescaped = (text: string): string =>
  text
    .replace(/\\n/g, '\n')
    .replace(/\\u([0-9a-f]{4})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(['"\\])/g, '$1');

/** Returns the text up to the bracket that closes the list. */
function upToBracket(source: string, from: number): string {
  let depth = 1;
  let quote = '';
  for (let at = from; at < source.length; at += 1) {
    const c = source.charAt(at);
    if (quote !== '') {
      if (c === '\\') at += 1;
      else if (c === quote) quote = '';
    } else if (c === "'" || c === '"') quote = c;
    else if (c === '#') at = source.indexOf('\n', at);
    else if (c === '[') depth += 1;
    else if (c === ']') {
      depth -= 1;
      if (depth === 0) return source.slice(from, at);
    }
  }
  return '';
}

function expectedIn(list: string): Expected[] {
  const calls = [...list.matchAll(CALL)];
  return calls.flatMap(({ 0: whole, 1: kind, index }, i): Expected[] => {
    const args = list.slice(index + whole.length, calls[i + 1]?.index);
    if (kind === 'unknown') return [];
    if (kind === 'law' || kind === 'journal') return [{ form: kind, has: [firstString(args)] }];
    if (kind === 'id') return [{ form: 'short', has: ['d.'] }];
    if (kind === 'supra') return [{ form: 'short', has: ['supra'] }];
    if (kind === 'reference') return [{ form: 'short', has: [/['"]([^'"]+)['"]/.exec(args)?.[1] ?? ''] }];
    // `case_citation()` means 1 U.S. 1.
    const argument = (name: string): string | null =>
      new RegExp(`\\b${name}=(?:['"]([^'"]*)['"]|(None))`).exec(args)?.[1] ?? null;
    const absent = (name: string): boolean => new RegExp(`\\b${name}=None`).test(args);
    const has = [
      absent('volume') ? '' : (argument('volume') ?? (argument('source_text') === null ? '1' : '')),
      absent('page') ? '' : (argument('page') ?? (argument('source_text') === null ? '1' : '')),
    ];
    return [{ form: /\bshort=True/.test(args) ? 'short' : 'full', has: has.filter((word) => word !== '') }];
  });
}

const firstString = (args: string): string => {
  const [, single, double] = /'([^']*)'|"([^"]*)"/.exec(args) ?? [];
  return single ?? double ?? '';
};

/** Returns the examples in the data of reporters-db, each as a sentence of its own. */
export function readReporterExamples(json: string): Sentence[] {
  const reporters = JSON.parse(json) as Record<string, { examples?: string[] }[]>;
  return Object.values(reporters)
    .flat()
    .flatMap(({ examples = [] }) => examples)
    .map((text) => ({
      text: `See Doe v. Roe, ${text} (1850).`,
      expected: [{ form: 'full', has: [/\d+\D*$/.exec(text)?.[0] ?? text] }],
    }));
}
