/**
 * `node scripts/make-reporters.mjs reporters.json`: writes the tables of reporters that citations are found with, from
 * the data of https://github.com/freelawproject/reporters-db. `reporters.ts` holds every reporter and the other ways to
 * write it, except neutral citations and databases (`neutral-citation.ts` and `citation.ts` have forms for these).
 * `reporter-tables.ts` holds the spellings that several reporters share, and the reporters of a single volume.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', 'src', 'core', 'pipeline', 'entities', 'patterns');
const WIDTH = 116;
/** The data has the weekly papers with their publisher only. */
const PAPERS = ['U.S.L.W.', 'U.S.P.Q.', 'U.S.P.Q.2d'];
/** Codes, rules, journals and words of dates and addresses that some old reports were cited by. */
const NEVER =
  /^(?:nycrr|civ|dist|stat|fedreg|fr|pm|am|no|art|sec|ch|the|box|rm|ste|apt|tit|usc|cfr|at|all|an|ar|amjur|amjur2d|amerjur)$|lexis$/;

const data = JSON.parse(await readFile(process.argv[2], 'utf8'));
const keyOf = (name) => name.replace(/[^A-Za-z0-9&]/g, '').toLowerCase();

/** The names in the order of the data; two with the same key are one, the one with periods. */
const names = new Map(PAPERS.map((name) => [keyOf(name), name]));
const variants = new Map();
/** The longest spelling with a key. */
const written = new Map();
for (const reporter of Object.values(data).flat()) {
  if (
    /lexis|neutral|west/.test(reporter.cite_type) &&
    !/^(?:T\.C\.|DNH)/.test(Object.keys(reporter.editions)[0])
  )
    continue;
  for (const name of Object.keys(reporter.editions)) {
    const key = keyOf(name);
    if (NEVER.test(key) || key === '') continue;
    if (!names.has(key) || name.length > names.get(key).length) names.set(key, name);
  }
  for (const [variant, name] of Object.entries(reporter.variations)) {
    const key = keyOf(variant);
    if (key.length < 2 || NEVER.test(key)) continue;
    const all = variants.get(key) ?? new Set();
    if (variant.length > (written.get(key)?.length ?? 0)) written.set(key, variant);
    variants.set(key, all.add(names.get(keyOf(name)) ?? name));
  }
}
const known = new Set(names.values());
/** For each name, the keys of its other spellings. A spelling of two reporters is one of its own. */
const spellings = new Map([...known].sort().map((name) => [name, []]));
for (const [key, of] of [...variants].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const [name, ...others] = of;
  if (names.has(key)) continue;
  if (others.length > 0) spellings.set(written.get(key), []);
  else if (known.has(name)) spellings.get(name).push(key);
}
const entries = [...spellings].map(([name, keys]) => (keys.length > 0 ? `${name}=${keys.join(',')}` : name));

/** Writes a list as the lines of a template string. */
function wrap(list, ends) {
  const lines = [];
  for (const part of list.split(ends)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length <= WIDTH) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines.map((line) => `  ${line}`).join('\n');
}

await writeFile(
  join(FOLDER, 'reporters.ts'),
  `// cspell:disable
/**
 * The reporters of US courts as The Bluebook abbreviates them, and after the equals sign other ways to write them,
 * without blanks and periods. Written by \`scripts/make-reporters.mjs\` from reporters-db, copyright (c) 2014 Free Law
 * Project, BSD-2-Clause license.
 */
const REPORTERS = \`
${wrap(entries.join('|'), /(?<=[|,])/)}\`;

const keyOf = (written: string): string => written.replace(/[^A-Za-z0-9&]/g, '').toLowerCase();
const byKey = new Map<string, string>();
const named: [string, string][] = [];
for (const entry of REPORTERS.replace(/\\n\\s*/g, '').split('|')) {
  const [name = '', spellings = ''] = entry.split('=');
  named.push([keyOf(name), name]);
  for (const key of spellings.split(',')) if (key !== '') byKey.set(key, name);
}
for (const [key, name] of named) byKey.set(key, name);

/** Returns a reporter as The Bluebook writes it, or null. @param written in any spacing, with or without periods */
export const reporterOf = (written: string): string | null => byKey.get(keyOf(written)) ?? null;
`,
);

/** The years of an edition; one that still appears ends in 9999. */
const yearsOf = ({ start, end }) => `${start?.slice(0, 4) ?? '0'}-${end?.slice(0, 4) ?? '9999'}`;
/** For each spelling, the names it may mean with their years. */
const meanings = new Map();
/** Reporters that may be cited without a volume, in every way to write them. */
const single = new Set();
for (const reporter of Object.values(data).flat()) {
  for (const [name, edition] of Object.entries(reporter.editions)) {
    const ways = [name, ...Object.keys(reporter.variations).filter((v) => reporter.variations[v] === name)];
    for (const way of ways) {
      const of = meanings.get(keyOf(way)) ?? new Map();
      meanings.set(keyOf(way), of.set(names.get(keyOf(name)) ?? name, yearsOf(edition)));
    }
    const bare = (edition.regexes ?? []).map((regex) => regex.replace('$volume_nominative ?', ''));
    if (bare.some((regex) => /^\$reporter,?[ ?]*\$page$|single_volume/.test(regex)))
      for (const way of ways) single.add(way.replaceAll('’', "'").replace(/,$/, ''));
  }
}
const shared = [...meanings]
  .filter(([key, of]) => of.size > 1 && !names.has(key) && !NEVER.test(key))
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([key, of]) => `${key}=${[...of].map(([name, years]) => `${name}:${years}`).join(';')}`);
const ones = [...single].filter((way) => meanings.get(keyOf(way))?.size === 1).sort();
await writeFile(
  join(FOLDER, 'reporter-tables.ts'),
  `// cspell:disable
/**
 * Written by \`scripts/make-reporters.mjs\` from reporters-db, copyright (c) 2014 Free Law Project, BSD-2-Clause license.
 */

/** Spellings of several reporters, without blanks and periods, and the reporters with the years that they cover. */
export const SHARED_SPELLINGS = \`
${wrap(shared.join('|'), /(?<=[|;])/)}\`;

/** Reporters of a single volume, which may be cited without one. */
export const SINGLE_VOLUMES = \`
${wrap(ones.join('|'), /(?<=\|)/)}\`;
`,
);
