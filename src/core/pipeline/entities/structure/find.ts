/** Finds what the layout of a legal document names: court, parties, judges, counsel and signers. */
import type { EntityMatch } from '../match.ts';
import { withoutMarks } from '../names/transcripts.ts';
import type { ReadingText } from '../reading/reading-text.ts';
import { type BlockLine, blockLines, tidyLines } from './block-lines.ts';
import { type Caption, findCaptions, type Party } from './caption.ts';
import { type CourtName, courtAt } from './courts.ts';
import { findJudges, type Judge } from './judges.ts';
import { findSignatures, type SignatureBlock } from './signatures.ts';

export interface Structure {
  captions: Caption[];
  courts: CourtName[];
  judges: Judge[];
  signatures: SignatureBlock[];
}

/** A court's name is looked for at the top of a document and around captions. */
const TOP_LINES = 60;
const AROUND = 1500;

/** Reads the structure of a text. Offsets are those of the text. @param linesOf returns its lines, without indents */
export function readStructure(
  whole: string,
  linesOf: (text: string) => readonly BlockLine[] = blockLines,
): Structure {
  // `A. Susan Hale.` is an answer, not a name on a line of its own.
  const text = withoutMarks(whole);
  const lines = linesOf(text);
  const captions = findCaptions(lines);
  const near = (at: number): boolean => captions.some((c) => at >= c.start - AROUND && at <= c.end);
  const courts: CourtName[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.text === '' || (i > TOP_LINES && !near(line.start))) continue;
    const court = courtAt(lines, i);
    if (court !== null) courts.push(court);
  }
  return { captions, courts, judges: findJudges(text, captions), signatures: findSignatures(lines) };
}

/** Returns the names that the layout tells. On overlap the earlier one should win. */
export function findStructure(reading: ReadingText): EntityMatch[] {
  const { captions, courts, judges, signatures } = readStructure(reading.lines, tidyLines);
  const found: EntityMatch[] = courts.map(({ start, end, name }) => ({
    kind: 'organization',
    start,
    end,
    normal: name,
  }));
  for (const { parties } of captions) {
    let main: Party | null = null;
    for (const party of parties) {
      const { kind, name, places } = party;
      // Another name of the same person or company; a business name of a person is a name of its own.
      const antecedent = party.alias === true && main?.kind === kind ? { antecedent: main.name } : {};
      if (party.alias !== true) main = party;
      const [first, ...others] = joinedPlaces(name, places, reading.lines);
      if (first === undefined) continue;
      found.push({ kind, ...first, normal: name, ...antecedent });
      // The rest of a name that goes on in the next line of its column; a company form alone is left out.
      for (const place of others)
        if (place.end - place.start > 5) found.push({ kind, ...place, normal: name, ...antecedent });
    }
  }
  for (const { people, firms, signsFor, client } of signatures) {
    for (const { kind, name, places } of client?.names ?? [])
      for (const [i, place] of joinedPlaces(name, places, reading.lines).entries())
        if (i === 0 || place.end - place.start > 5) found.push({ kind, ...place, normal: name });
    for (const { start, end, name } of people) found.push({ kind: 'person', start, end, normal: name });
    for (const { start, end, name } of signsFor === null ? firms : [...firms, signsFor])
      found.push({ kind: 'organization', start, end, normal: name });
  }
  for (const { start, end, name } of judges) found.push({ kind: 'person', start, end, normal: name });
  return found;
}

/** Joins the parts of a name that nothing parts but a line end, where the caption has one column only. */
function joinedPlaces(
  name: string,
  places: readonly { start: number; end: number }[],
  text: string,
): readonly { start: number; end: number }[] {
  const start = places[0]?.start ?? 0;
  const end = places.at(-1)?.end ?? 0;
  return text.slice(start, end).replace(/\s+/g, ' ') === name ? [{ start, end }] : places;
}
