/** Finds the people in lists after a title: `Attorneys Pitts and Farrow`, `Justices Alito, Thomas, and Kagan`. */
import { isDottedInitial, pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { isOrdinary } from './common-words.ts';
import { lookUp } from './dictionary.ts';
import { NEVER_PEOPLE } from './labels.ts';

const WORD = String.raw`(?:\p{Lu}\.(?: ?\p{Lu}\.)*|(?:Mc|Mac|O['’]|D['’]|St\. |Ste\. |de |De |van |Van |von )?\p{Lu}\p{Ll}{1,30}(?:['’-]\p{Lu}\p{Ll}{1,30}){0,2})`;
const NAME = String.raw`${WORD}(?: ${WORD}){0,3}(?:,? (?:Jr|Sr)\.)?`;
const TITLE = String.raw`(?:Messrs\.?|Mmes\.?|Drs\.?|Profs\.?|Justices|(?:Chief |Circuit |District |Magistrate )?Judges|Attorneys|Senators|Representatives|Governors|Professors|Officers|Detectives|Sergeants|Deputies|Agents|Special Agents|Lieutenants|Captains|Troopers|Commissioners|Inspectors|Wardens|Doctors|Nurses|Sisters|Brothers)`;
const LIST = pattern(
  String.raw`(?<![\p{L}])${TITLE} (${NAME}(?:(?:, (?:and )?| and | & )${NAME}){0,8})(?![\p{L}])`,
  'gu',
);
/** One person whose title is an office or a profession; ordinary words after it are more often a thing. */
const SINGLE = pattern(
  String.raw`(?<![\p{L}])(?:Attorney|Warden|Trooper|Deputy|Patrolman|Constable|Corporal|Private|Major|Colonel|Chancellor|Father|Sister|Rabbi|Pastor|Bishop|Congressman|Congresswoman|Councilman|Councilwoman|Assemblyman|Trustee|Appellant|Appellee) (${NAME})(?![\p{L}])`,
  'gu',
);
const PART = pattern(NAME, 'gu');

/** Returns the people in a text. @param flowing the text with wrapped lines joined */
export function findTitledLists(flowing: string): EntityMatch[] {
  const found: EntityMatch[] = [];
  for (const m of flowing.matchAll(LIST)) {
    const list = m[1] ?? '';
    const from = m.index + m[0].length - list.length;
    for (const part of list.matchAll(PART)) add(found, part[0], from + part.index);
  }
  for (const m of flowing.matchAll(SINGLE))
    add(found, m[1] ?? '', m.index + m[0].length - (m[1] ?? '').length);
  return found;
}

/** Adds a name up to its first word that belongs to something else: `Attorney Farrow Declaration`. */
function add(found: EntityMatch[], written: string, start: number): void {
  const words = written.split(' ');
  const isOther = (word: string): boolean => {
    const lower = word.toLowerCase().replace(/[.,]+$/, '');
    return (
      (NEVER_PEOPLE.has(lower) || isOrdinary(lower)) && !lookUp(lower).lastName && !lookUp(word).firstName
    );
  };
  const other = words.findIndex((word) => !/^(?:\p{Lu}|Ste?)\./u.test(word) && isOther(word));
  const kept = other < 0 ? words : words.slice(0, other);
  const name = kept.join(' ');
  const last = kept.at(-1) ?? '';
  if (name.length < 3 || isDottedInitial(last)) return;
  if (kept.length === 1 && (lookUp(name).place || lookUp(name).organization)) return;
  found.push({ kind: 'person', start, end: start + name.length, normal: name });
}
