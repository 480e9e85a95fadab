/** Finds the names of people, organizations and places. */
import { findDomainNames } from '../mail/domains.ts';
import { findMailNames } from '../mail/names.ts';
import type { EntityMatch } from '../match.ts';
import { resolveNames } from '../memory/resolve-names.ts';
import type { ReadingText } from '../reading/reading-text.ts';
import { findStructure } from '../structure/find.ts';
import { findAliases, findAliasPhrases } from './aliases.ts';
import { withoutAuthorities } from './authorities.ts';
import { casesIn } from './case-zones.ts';
import { classifyRun } from './classify.ts';
import { findCompanies } from './companies.ts';
import { findCounselFirms } from './counsel-firms.ts';
import { findGovernments } from './governments.ts';
import { isHeading } from './headings.ts';
import { findInverted } from './inverted.ts';
import { findJudges } from './judges.ts';
import { findLetterheads } from './letterheads.ts';
import { isNoOrganization } from './no-organization.ts';
import { findOrganizations } from './organizations.ts';
import { findParties } from './parties.ts';
import { findTitledPeople } from './people.ts';
import { findCities } from './places.ts';
import { findRuns, type Run } from './runs.ts';
import { findStatedOrganizations } from './stated-organizations.ts';
import { findTitledLists } from './titled-lists.ts';
import { withoutMarks, withSpeakers } from './transcripts.ts';

/** Returns the names in text order, with what short forms stand for in this document. No two overlap. */
export function findNames(reading: ReadingText): EntityMatch[] {
  const flowing = withoutMarks(withoutAuthorities(reading.names));
  const inCase = casesIn(flowing);
  const runs = findRuns(flowing).flatMap((run) => outside(run, inCase));
  const mail = findMailNames(reading.lines);
  const inMail = new Uint8Array(flowing.length);
  for (const { start, end } of mail.sure) inMail.fill(1, start, end);
  const aliases = findAliasPhrases(flowing);
  const outsideCases = (matches: EntityMatch[]): EntityMatch[] =>
    matches.filter(({ start, end }) => inCase[start] !== 1 && inCase[end - 1] !== 1);
  const sure = [
    ...mail.sure,
    ...findStructure(reading),
    ...outsideCases([
      ...findOrganizations(flowing).filter((found) => !isHeading(found.normal)),
      ...findCounselFirms(flowing),
      ...findAliases(flowing, aliases),
      ...findGovernments(flowing),
      ...findCities(flowing),
      ...findJudges(flowing),
      ...findTitledPeople(flowing),
      ...findTitledLists(flowing),
      ...findParties(flowing),
    ]),
    ...findLetterheads(reading.lines),
    // In a list of addressees, the comma parts two people more often than one name.
    ...findInverted(flowing).filter(({ start, end }) => inMail[start] === 0 && inMail[end - 1] === 0),
  ];
  const taken = new Uint8Array(flowing.length);
  for (const { start, end } of sure) taken.fill(1, start, end);
  const classified = runs
    .flatMap((run) => outside(run, taken))
    .flatMap((run) => classifyRun(run, flowing))
    .filter(({ kind, normal }) => kind !== 'organization' || !isHeading(normal))
    .filter((match) => !isInAddress(flowing, match));
  for (const { start, end } of classified) taken.fill(1, start, end);
  const companies = findCompanies(flowing, runs, [...sure, ...classified], taken);
  for (const { start, end } of companies) taken.fill(1, start, end);
  const stated = findStatedOrganizations(flowing, runs, taken);
  for (const { start, end } of stated) taken.fill(1, start, end);
  const domains = mail.isMail ? findDomainNames(flowing, runs, taken) : [];
  for (const { start, end } of domains) taken.fill(1, start, end);
  const reliable = mail.withoutDisclaimers(sure);
  const others = mail.withoutDisclaimers([
    ...classified,
    ...companies,
    ...stated,
    ...domains,
    ...mail.firstNames(flowing, taken),
  ]);
  const names = resolveNames(flowing, [...reliable, ...others], reliable.length, runs, aliases);
  return withSpeakers(
    names
      .map(bareName)
      .filter(({ kind, normal }) =>
        kind === 'organization'
          ? !isNoOrganization(normal)
          : kind !== 'person' || !(normal.includes('/') || normal === 'IRA'),
      ),
    flowing,
  );
}

/** A title before a person, or an office after: `Dr. Murray`, `Julian Cole, VP`. */
const AROUND =
  /^(?:(?:Dr|Mr|Mrs|Ms)\. |(?:Plaintiffs?|Defendants?|Petitioners?|Respondents?|Appell(?:ant|ee)s?|Sign(?:ed)?|Signature|Contact|Attn|Attention|(?:Print )?Name|By|Its|Title): (?:\/[sS]\/ ?)?)?(.*?)(?:,? (?:VP|CEO|CFO|COO|CTO|Esq\.?|By|Name|Title|Its|IRA|ET AL\.?|et al\.?))?$/;

/** Returns a person without a title or an office that a signature has beside the name. */
function bareName(match: EntityMatch): EntityMatch {
  if (match.kind !== 'person') return match;
  const name = (AROUND.exec(match.normal)?.[1] ?? '').replace(/[*†‡]+$/, '');
  const lead = match.normal.indexOf(name);
  if (
    name.length === match.normal.length ||
    name.length < 3 ||
    match.end - match.start !== match.normal.length
  )
    return match;
  const start = match.start + lead;
  return { ...match, start, end: start + name.length, normal: name };
}

/** Returns the parts of a run that are outside the names already found. */
function outside(run: Run, taken: Uint8Array): Run[] {
  const parts: Run[] = [{ words: [] }];
  for (const word of run.words) {
    if (taken[word.start] === 1 || taken[word.end - 1] === 1) parts.push({ words: [] });
    else parts.at(-1)?.words.push(word);
  }
  return parts.filter((part) => part.words.length > 0);
}

/** Returns true for a part of an address of Lotus Notes: `Jane Doe/Corp/Enron@ENRON`, `Forwarded by Jane Doe/NA/Enron on`. */
const isInAddress = (flowing: string, { start, end }: EntityMatch): boolean =>
  /[@_]/.test(flowing.charAt(end)) ||
  (/[@/]/.test(flowing.charAt(start - 1)) && /^(?:[@/_=]| on \d)/.test(flowing.slice(end, end + 5)));
