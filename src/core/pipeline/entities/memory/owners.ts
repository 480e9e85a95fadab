/** Finds the entity that a definition belongs to. */
import { pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { isAbbreviation } from '../sentences.ts';
import type { Definition, Term } from './definitions.ts';
import { type Fit, fitOf } from './fits.ts';

const CITATION_BETWEEN = pattern(String.raw`\d \p{Lu}[\p{L}.]* ?\d`, 'u');

/** The description between a name and its definition is at most this long. */
const MOST_BETWEEN = 500;
const MOST_NAMES = 12;

const BESIDE = /^(?:['’]s?)?[,.]?["”’']? ?$/;
/** What may follow a name and still be about it: `a Delaware corporation`, `with offices at`, `individually and as`. */
const DESCRIPTION = pattern(
  String.raw`^,? ?(?:\(?an? (?!of )|the \p{Ll}|with |having |whose |organized |incorporated |duly |located |residing |acting |individually|as |on behalf of |by and through |solely |in (?:its|his|her) |(?:and|together with) (?:its|his|her) |its (?!subsidiar)|not |formerly |which |who |of \d|[adfn]/[bk]/a|doing business|\(["“])`,
  'iu',
);
/** A farther name needs more: words that say what it is, or where. */
const STATUS =
  /\b(?:corporation|company|partnership|association|bank|trust|agency|authority|individual|resident|citizen|municipal|entity|organization|organized|incorporated|existing|corporate|society|firm|insurer|carrier|manufacturer|(?:principal|place of|doing) business|offices?|residing|address|located|individually|on behalf of)\b/i;
/** `a subsidiary of Acme`: the description names Acme, and is about somebody else. */
const INSIDE_DESCRIPTION =
  /(?:,| is| was)? ?(?:an?|the|its|as|is|was) [^,.;()]{0,60}\b(?:of|for|to|by|at|with)(?: the)? ?$|\b(?:owned|controlled|managed|employed|represented|led|operated|through|on behalf of|by) (?:and \w+ )?(?:by )?(?:the )?$/i;
const IN_CASE_NAME = / vs?\. ?$/;

/** The entity that a definition belongs to; null when nobody can tell, and undefined when it defines a thing. */
export type Owner = EntityMatch | null | undefined;

interface Candidate {
  entity: EntityMatch;
  fit: Exclude<Fit, null>;
  index: number;
}

/** Returns the owner of a term. @param names in text order, without overlaps @param before index after the last name before the definition */
export function ownerOf(
  flowing: string,
  definition: Definition,
  term: Term,
  names: readonly EntityMatch[],
  before: number,
): Owner {
  const beside = names[before - 1];
  const isBeside =
    beside !== undefined && BESIDE.test(flowing.slice(beside.end, definition.start)) ? beside : null;
  if (!definition.marked) {
    const fit = isBeside === null ? null : fitOf(term.text, isBeside);
    const exact = fit === 'name' || (fit === 'role' && isWholeRole(flowing, definition, term));
    return exact ? (isBeside ?? undefined) : undefined;
  }
  let described: Candidate | null = null;
  for (const candidate of candidates(flowing, definition, term, names, before)) {
    const { entity, fit, index } = candidate;
    if (fit === 'name') {
      const between = flowing.slice(entity.end, definition.start);
      // `Bell v. Twombly, 550 U.S. 544 ("Twombly")` names a case.
      if (entity !== isBeside && IN_CASE_NAME.test(flowing.slice(entity.start - 5, entity.start)))
        return null;
      if (CITATION_BETWEEN.test(between) && /\bv\. /.test(flowing.slice(entity.start - 80, entity.start)))
        return null;
      return sharesTerm(flowing, term, names, index) ? null : entity;
    }
    if (described === null && isDescribed(flowing, definition, candidate, isBeside)) described = candidate;
  }
  return described?.entity;
}

/** Yields the entities that a term fits, nearest first, in the sentence before the definition. */
function* candidates(
  flowing: string,
  definition: Definition,
  term: Term,
  names: readonly EntityMatch[],
  before: number,
): Generator<Candidate> {
  for (let index = before - 1; index >= Math.max(0, before - MOST_NAMES); index -= 1) {
    const entity = names[index];
    if (entity === undefined || definition.start - entity.end > MOST_BETWEEN) return;
    if (endsSentence(flowing, entity.end, definition.start)) return;
    const fit = fitOf(term.text, entity);
    if (fit !== null) yield { entity, fit, index };
  }
}

function isDescribed(
  flowing: string,
  definition: Definition,
  { entity, fit }: Candidate,
  beside: EntityMatch | null,
): boolean {
  const lead = flowing.slice(Math.max(0, entity.start - 90), entity.start);
  // `an officer of Acme ("Employee")` fits Acme too, and `a subsidiary of Acme ("Seller")` is not Acme.
  if (INSIDE_DESCRIPTION.test(lead)) return false;
  if (entity === beside) return true;
  if (fit !== 'role') return false;
  const between = flowing.slice(entity.end, definition.start);
  return DESCRIPTION.test(between) && STATUS.test(between);
}

/** Returns true when the name before, in one list with the owner, fits the term as well: `Ames LLC and Ames Inc. ("Ames")`. */
function sharesTerm(flowing: string, term: Term, names: readonly EntityMatch[], index: number): boolean {
  const owner = names[index];
  const other = names[index - 1];
  if (owner === undefined || other === undefined || other.kind !== owner.kind) return false;
  if (!/^(?:,| and| or|, and)? ?(?:and )?$/.test(flowing.slice(other.end, owner.start))) return false;
  return other.normal !== owner.normal && fitOf(term.text, other) === 'name';
}

/** Returns true for `(the Company)` and `(Plaintiff)`, where the term is all there is. */
const isWholeRole = (flowing: string, { start, end }: Definition, { text }: Term): boolean =>
  /^[([](?:the )?/i.test(flowing.slice(start, end)) &&
  flowing.slice(start + 1, end - 1).replace(/^the /i, '') === text;

const SENTENCE_END = pattern(String.raw`[.?!;]["”’]? +(?=["“(]?\p{Lu})|\n[ \t]*\n`, 'gu');

function endsSentence(flowing: string, from: number, to: number): boolean {
  for (const match of flowing.slice(from, to).matchAll(SENTENCE_END)) {
    if (match[0].startsWith('.') && isAbbreviation(flowing, from + match.index)) continue;
    return true;
  }
  return false;
}
