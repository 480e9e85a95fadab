/** Checks the families that a load file states. */
import type { ImportedDocument, ImportProblemCode } from './types.ts';

export type FamilyMember = Pick<ImportedDocument, 'file' | 'row' | 'control' | 'end' | 'parent' | 'family'>;
type Report = (code: ImportProblemCode, at: FamilyMember, message: string) => void;

/**
 * Names families that are torn: a parent that is not there, documents that are attached to each other in a circle, ranges
 * that are not whole or overlap.
 * @param members in the order of their rows
 * @returns the parent of each attached document whose parent is there, without circles
 */
export function checkFamilies(members: readonly FamilyMember[], report: Report): Map<string, string> {
  const places = new Map<string, number>();
  members.forEach((one, i) => {
    places.set(one.control, i);
  });
  const parents = new Map<string, string>();
  for (const one of members) {
    if (one.parent === null) continue;
    if (places.has(one.parent)) parents.set(one.control, one.parent);
    else
      report(
        'parent_missing',
        one,
        `Row ${one.row} of ${one.file}: ${one.control} is attached to ${one.parent}, which is not in the load file.`,
      );
  }
  cutCircles(members, places, parents, report);
  members.forEach((one, i) => {
    if (one.end !== '' && !places.has(one.end)) places.set(one.end, i);
  });
  checkRanges(members, places, report);
  return parents;
}

/** Takes the parent from the first document of each circle. */
function cutCircles(
  members: readonly FamilyMember[],
  places: ReadonlyMap<string, number>,
  parents: Map<string, string>,
  report: Report,
): void {
  const done = new Set<string>();
  for (const one of members) {
    const way = new Set<string>();
    for (let at: string | undefined = one.control; at !== undefined && !done.has(at); at = parents.get(at)) {
      if (way.has(at)) {
        const circle = members[places.get(at) ?? -1] ?? one;
        parents.delete(at);
        report(
          'family_circle',
          circle,
          `Row ${circle.row} of ${circle.file}: ${at} is attached to itself by way of other documents. It is taken as the first document of its family.`,
        );
        break;
      }
      way.add(at);
    }
    for (const control of way) done.add(control);
  }
}

interface Range {
  first: number;
  last: number;
  key: string;
  member: FamilyMember;
}

function checkRanges(
  members: readonly FamilyMember[],
  places: ReadonlyMap<string, number>,
  report: Report,
): void {
  const ranges = new Map<string, Range>();
  for (const member of members) {
    const { first, last } = member.family;
    const key = `${first}\0${last}`;
    if (first === '' || last === '' || ranges.has(key)) continue;
    const [from, to] = [places.get(first), places.get(last)];
    if (from !== undefined && to !== undefined) ranges.set(key, { first: from, last: to, key, member });
    // A first document that is missing is named as a parent.
    else if (from !== undefined) {
      ranges.set(key, { first: from, last: from, key, member });
      report(
        'family_incomplete',
        member,
        `Row ${member.row} of ${member.file}: the family ${first} to ${last} is not whole. ${last} is not in the load file.`,
      );
    }
  }
  let before: Range | null = null;
  for (const range of [...ranges.values()].sort((a, b) => a.first - b.first)) {
    if (before !== null && range.first <= before.last)
      report(
        'family_overlaps',
        range.member,
        `Row ${range.member.row} of ${range.member.file}: the family ${shown(range)} overlaps the family ${shown(before)}.`,
      );
    if (before === null || range.last > before.last) before = range;
  }
}

const shown = ({ member: { family } }: Range): string => `${family.first} to ${family.last}`;
