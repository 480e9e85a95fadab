/** Finds organizations by the domains of the addresses in a mail: `Crestline` beside `jdoe@crestline.com`. */
// cspell:ignore Crestline googlemail sbcglobal bellsouth earthlink protonmail ccmail
import { isCapitalized } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { lookUp } from '../names/dictionary.ts';
import type { Run } from '../names/runs.ts';

const ADDRESS = /@(?:[\w-]+\.){0,3}([a-z0-9-]{3,40})\.(?:com|net|org|edu|gov|biz|us|co\.uk|ca|de|law)\b/gi;
/** Providers of mail for everybody. */
const PROVIDERS =
  /^(?:gmail|googlemail|yahoo|hotmail|outlook|live|msn|aol|icloud|me|mac|comcast|verizon|att|sbcglobal|bellsouth|earthlink|cox|charter|gmx|web|protonmail|proton|mail|email|example|ccmail|internet)$/i;
const MOST_WORDS = 4;

/** Returns the names whose words, joined, are a domain of the mail. @param taken marks of what is another name */
export function findDomainNames(flowing: string, runs: readonly Run[], taken: Uint8Array): EntityMatch[] {
  if (!flowing.includes('@')) return [];
  const domains = new Set<string>();
  for (const [, domain = ''] of flowing.matchAll(ADDRESS))
    if (!PROVIDERS.test(domain)) domains.add(domain.toLowerCase().replaceAll('-', ''));
  if (domains.size === 0) return [];
  const found: EntityMatch[] = [];
  for (const { words } of runs)
    for (let from = 0; from < words.length; from += 1) {
      const first = words[from];
      if (first === undefined || !isCapitalized(first.text) || taken[first.start] === 1) continue;
      let joined = '';
      for (let to = from; to < Math.min(words.length, from + MOST_WORDS); to += 1) {
        const last = words[to];
        if (last === undefined || taken[last.end - 1] === 1) break;
        const bare = last.text.replace(/['’]s?$/u, '');
        joined += bare.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
        if (joined.length < 4 || !domains.has(joined)) continue;
        // `Ames` beside `ames.com` may be a person, whose firm it is.
        if (to === from && (lookUp(bare).firstName || lookUp(bare).lastName || lookUp(bare).place)) continue;
        const end = last.start + bare.length;
        found.push({
          kind: 'organization',
          start: first.start,
          end,
          normal: flowing.slice(first.start, end),
        });
        from = to;
        break;
      }
    }
  return found;
}
