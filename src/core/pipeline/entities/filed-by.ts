/** Tells for whom a paper is filed by its heading: `PLAINTIFF'S MOTION TO COMPEL`, `BRIEF IN SUPPORT OF DEFENDANT'S MOTION`. */
import type { Entity } from '../../../shared/mentions.ts';
import type { Caption, Party } from './structure/caption.ts';

/** A party of a caption, as it is mentioned there. */
export interface KnownParty {
  entity: Entity;
  party: Party;
}

/** The heading is this near to the end of the caption. */
const NEAR = 500;
const ROLE =
  '(PLAINTIFF|DEFENDANT|PETITIONER|RESPONDENT|APPELLANT|APPELLEE|INTERVENOR|MOVANT|DEBTOR|CLAIMANT|COUNTERCLAIMANT)';
const PAPER =
  '(?:MOTION|MEMORANDUM|BRIEF|OPPOSITION|RESPONSE|REPLY|ANSWER|NOTICE|OBJECTION|REQUEST|STATEMENT|APPLICATION|PETITION|DISCLOSURE|INTERROGATOR|SUR-?REPLY|WITNESS LIST|EXHIBIT LIST)';
/** The first role in a heading owns the paper. Orders are headed by what they decide. */
const HEADING = new RegExp(
  String.raw`^[ \t\d.)]{0,12}(?:${PAPER}[A-Z ]{0,24} (?:OF LAW )?IN SUPPORT OF )?${ROLE}(S?)(['’]S|['’]) (?:[A-Z-]+ ){0,6}?${PAPER}`,
  'm',
);
const LAW_FIRM = /\b(?:LLP|L\.L\.P\.?|P\.C\.?|PLLC|P\.A\.|law (?:offices?|firm|group))(?=\W|$)/i;

/** Returns true for the name of a law firm. */
export const isLawFirm = (name: string): boolean => LAW_FIRM.test(name);

/**
 * Returns the parties that file a paper, or none where the heading does not tell. Among several with one role, the singular
 * does not tell which one is meant.
 */
export function filers(text: string, caption: Caption | undefined, known: readonly KnownParty[]): Entity[] {
  if (caption === undefined) return [];
  const found = HEADING.exec(text.slice(caption.end, caption.end + NEAR));
  if (found === null) return [];
  const role = (found[1] ?? '').toLowerCase();
  const having = known.filter(
    ({ party }) => party.alias !== true && (party.role ?? '').split(/[-/]| and /).includes(role),
  );
  const entities = [...new Map(having.map(({ entity }) => [entity.canonical, entity])).values()];
  return entities.length === 1 || found[2] === 'S' || found[3]?.length === 1 ? entities : [];
}
