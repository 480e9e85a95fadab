/** Links the other names of people and companies (`a/k/a`, `f/k/a`, `d/b/a`) to the names before them. */
import type { EntityMatch } from '../match.ts';
import type { Alias } from '../names/aliases.ts';
import { isOrdinary } from '../names/common-words.ts';
import { type DocumentMemory, rootOf } from './document-memory.ts';
import { wordsOf } from './fits.ts';

/** Between a name and its alias: marks, an article, and roles (`Defendant`) that some captions put there. */
const BETWEEN =
  /^(?:['"’”]|[,.;()\s]|\b(?:also|now|and|or|either|the|Esq|Jr|Sr|who is|who was|which is)\b)*$/;
const MOST_BETWEEN = 30;

interface Linked {
  /** The names in text order, with the other names among them. */
  names: EntityMatch[];
  /** The other names with their owners. */
  links: { alias: EntityMatch; owner: EntityMatch }[];
}

/**
 * Returns the names with the owners of aliases as their antecedents. A business name of a person stays an organization
 * of its own.
 * @param names in text order, without overlaps
 */
export function linkAliases(
  flowing: string,
  names: readonly EntityMatch[],
  aliases: readonly Alias[],
): Linked {
  const found: EntityMatch[] = [];
  const links: Linked['links'] = [];
  let at = 0;
  for (const phrase of aliases) {
    for (let name = names[at]; name !== undefined && name.end <= phrase.from; name = names[at]) {
      found.push(name);
      at += 1;
    }
    const owner = found.at(-1);
    const next = names[at];
    if (owner === undefined || !isOwner(flowing, owner, phrase)) continue;
    // A name that starts earlier is something else.
    if (next !== undefined && next.start < phrase.start) continue;
    const written = next?.start === phrase.start && next.kind === owner.kind ? next : null;
    const { start, end, text } = phrase;
    const alias: EntityMatch = {
      ...(written ?? { kind: owner.kind, start, end, normal: text }),
      antecedent: rootOf(owner),
    };
    while ((names[at]?.start ?? Number.POSITIVE_INFINITY) < alias.end) at += 1;
    found.push(alias);
    links.push({ alias, owner });
  }
  return { names: [...found, ...names.slice(at)], links };
}

function isOwner(flowing: string, owner: EntityMatch, { from, business }: Alias): boolean {
  if (from - owner.end > MOST_BETWEEN || !BETWEEN.test(flowing.slice(owner.end, from))) return false;
  return owner.kind === 'organization' || (owner.kind === 'person' && !business);
}

/** Lets the memory know the other names, so that later mentions have the same meaning. */
export function learnAliases(memory: DocumentMemory, links: Linked['links']): void {
  for (const { alias, owner } of links) {
    const words = wordsOf(alias.normal);
    if (words.length === 1 && isOrdinary(words[0] ?? '')) continue;
    memory.learn(alias.normal, { owner, from: alias.start, role: false });
  }
}
