/** Parses the names of people and decides whether two names can mean the same person. */
import { NAME_ENDINGS, PARTICLES } from './names/lexicon.ts';

export interface PersonName {
  /** Given names and initials, lower case, without periods. */
  given: string[];
  /** Family name with its particles, lower case. */
  family: string;
  /** `jr`, `sr`, `ii`…; empty when absent. */
  ending: string;
}

const TITLE =
  /^(?:mr|mrs|ms|miss|mx|dr|prof|professor|hon|honorable|rev|reverend|sen|senator|rep|gov|governor|judge|justice|chief|magistrate|detective|officer|sergeant|captain|sir|dame|lord|the)$/;
const PROFESSION = /,? (?:Esq|Esquire|M\.?D|Ph\.?D|CPA|J\.?D|D\.?D\.?S|R\.?N)\.?(?=$|,)/gi;

/** Parses a name. `Last, First M.` gives the same result as `First M. Last`. */
export function parseName(written: string): PersonName {
  let name = written.replace(PROFESSION, '').replace(/["“”]/g, '').replace(/\s+/g, ' ').trim();
  let ending = '';
  const tail = /,? (jr|sr|ii|iii|iv)\.?$/i.exec(name);
  if (tail) {
    ending = (tail[1] ?? '').toLowerCase();
    name = name.slice(0, tail.index);
  }
  const inverted = /^([^,]+), ([^,]+)$/.exec(name);
  if (inverted && !NAME_ENDINGS.has((inverted[2] ?? '').toLowerCase()))
    name = `${inverted[2]} ${inverted[1]}`;
  const words = name
    .replace(/\.(?=\p{L})/gu, '. ')
    .split(/[\s.]+/)
    .filter((w) => w !== '')
    .map((w) => w.replace(/’/g, "'"));
  while (words.length > 1 && TITLE.test((words[0] ?? '').toLowerCase())) words.shift();
  let cut = Math.max(0, words.length - 1);
  // `van der Berg` has no given name. `Al Smith` has one, although `al` in lower case is a particle.
  const isParticle = (word: string, first: boolean): boolean =>
    PARTICLES.has(first ? word : word.toLowerCase());
  while (cut > 0 && isParticle(words[cut - 1] ?? '', cut === 1)) cut -= 1;
  const lower = words.map((w) => w.toLowerCase());
  return { given: lower.slice(0, cut), family: lower.slice(cut).join(' '), ending };
}

/** Returns true when nothing in one name contradicts the other, so both can mean the same person. */
export function compatible(a: PersonName, b: PersonName): boolean {
  if (a.family !== b.family) return false;
  if (a.ending !== '' && b.ending !== '' && a.ending !== b.ending) return false;
  const [short, long] = a.given.length <= b.given.length ? [a.given, b.given] : [b.given, a.given];
  if (short.length === 0) return true;
  if (!matches(short[0] ?? '', long[0] ?? '')) return false;
  // Middle names may be missing, but the ones present must be in the same order.
  let at = 1;
  for (const name of short.slice(1)) {
    while (at < long.length && !matches(name, long[at] ?? '')) at += 1;
    if (at >= long.length) return false;
    at += 1;
  }
  return true;
}

const matches = (a: string, b: string): boolean =>
  a === b || (a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b));

/** Rates how much of a name is spelled out. The fullest name becomes the canonical one. */
export const fullness = ({ given, family, ending }: PersonName): number =>
  given.reduce((sum, g) => sum + (g.length > 1 ? 10 : 3), 0) +
  (family === '' ? 0 : 10) +
  (ending === '' ? 0 : 1);

/** Returns `Smith, John A.` as `John A. Smith`, without titles and professions. */
export function displayName(written: string): string {
  const plain = written.replace(PROFESSION, '').replace(/["“”]/g, '').replace(/\s+/g, ' ').trim();
  const tail = /,? (?:jr|sr|ii|iii|iv)\.?$/i.exec(plain)?.[0] ?? '';
  const body = plain.slice(0, plain.length - tail.length);
  const inverted = /^([^,]+), ([^,]+)$/.exec(body);
  let name = inverted ? `${inverted[2]} ${inverted[1]}` : body;
  for (let first = name.indexOf(' '); first > 0; first = name.indexOf(' ')) {
    if (!TITLE.test(name.slice(0, first).toLowerCase().replace(/\.$/, ''))) break;
    name = name.slice(first + 1);
  }
  return name + tail;
}
