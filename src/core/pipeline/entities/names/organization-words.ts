/** Decides whether the words around a head, such as `Bank` or `Commission`, tell which organization is meant. */
import { isOrdinary } from './common-words.ts';
import { lookUp } from './dictionary.ts';
import { TELLING, WEAK_HEADS } from './labels.ts';
import { COMPANY_FORMS, JOINTS, ORGANIZATION_HEADS, PARTICLES, STATES } from './lexicon.ts';
import type { Word } from './runs.ts';

/**
 * Returns true when a word besides the head tells which organization it is; `Board` alone names none. The head is the
 * last word, or a small word follows it: `Law School Admissions` is a subject. Beside a head that is also an ordinary
 * word, ordinary words tell nothing: `Securities Account`, `Registered Organization`.
 */
export const isOrganization = (words: readonly Word[], lower: readonly string[]): boolean =>
  words.length >= 2 &&
  !isThing(lower) &&
  !isDescription(lower) &&
  !/ police (?:chief|officer|captain|detective|sergeant|lieutenant)(?:$| )/.test(` ${lower.join(' ')}`) &&
  tellsWhich(lower, words.map((w) => w.text).join(' ')) &&
  lower.some(
    (w, i) =>
      !ORGANIZATION_HEADS.has(w) && !JOINTS.has(w) && !PARTICLES.has(w) && (words[i]?.text.length ?? 0) > 1,
  ) &&
  !(lower.length === 2 && GENERIC.has(lower[0] ?? ''));

/** `a Nevada corporation` in capitals tells where a company is incorporated; `Obligations of the Company` is a heading. */
const isDescription = (lower: readonly string[]): boolean =>
  /^(?:corporation|company|partnership|llc|llp|lp|inc)$/.test(lower.at(-1) ?? '') &&
  (STATES.has(lower.slice(0, -1).join(' ')) || /^(?:of|the)$/.test(lower.at(-2) ?? ''));

const isHead = (word: string): boolean => ORGANIZATION_HEADS.has(word) || COMPANY_FORMS.has(word);

/** Last words of organizations that need another head before them: `Cedar Valley School District`. */
const TAILS = new Set('district center station club magazine system'.split(' '));

/** Returns true when what stands last is not the head, so that the words name a subject or a place. */
function isThing(lower: readonly string[]): boolean {
  const last = lower.at(-1) ?? '';
  if (isHead(last) || TAILS.has(last)) return false;
  return !lower.some((w, i) => isHead(w) && /^(?:of|for)$/.test(lower[i + 1] ?? '')) && isOrdinary(last);
}

/** `co-branded` and `third-party` are ordinary words too. */
const isPlain = (word: string): boolean =>
  isOrdinary(word) ||
  (word.includes('-') &&
    word.split('-').every((part) => isOrdinary(part) || /^(?:co|non|re|sub|pre|multi|inter)$/.test(part)));

function tellsWhich(lower: readonly string[], text: string): boolean {
  const heads = lower.filter(isHead);
  if (!heads.every((w) => WEAK_HEADS.has(w)) || heads.length > 1) return true;
  return (
    lookUp(text).organization ||
    lower.some(
      (w) =>
        !isHead(w) &&
        w.length > 1 &&
        (TELLING.has(w) || !isPlain(w) || lookUp(w).place || lookUp(w).lastName),
    ) ||
    lower.filter((w) => !JOINTS.has(w) && !isHead(w)).length > 1
  );
}

/** First words that do not tell which one is meant: `District Court`, `Human Resources`. */
const GENERIC = new Set(
  `district supreme superior circuit appellate trial federal state local county municipal human public general
  united special central high lower civil criminal family small escrow trust bank insurance financial`.split(
    /\s+/,
  ),
);
