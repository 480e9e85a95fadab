/** Finds the organization that the writer of a message names in the signature. */

import type { Entity } from '../../../../shared/mentions.ts';
import { pattern } from '../letters.ts';
import type { RelationshipSet } from '../relationship-set.ts';
import { isOffice, TITLE as JOB_TITLE } from '../structure/signature-lines.ts';

/** The organization is at most this many lines below the name, after titles. */
const MAX_LINES = 4;
const MAX_BETWEEN = 200;
/** What may stand before the organization on its line: a title, `of`, a department. */
const TITLE = pattern(String.raw`^(?:[\p{L}&.'’/-]+[, ]{1,2}){0,7}(?:[|–—-] ?)?$`, 'u');
const AFTER = /^[ ,.;*]*$/;

/**
 * Adds who employs the writer: the signature is the writer's name on a line of its own, and the organization below it.
 * @param inside the entities of the body, in text order
 */
export function addEmployers(
  text: string,
  body: { start: number; end: number },
  inside: readonly Entity[],
  writer: Entity,
  set: RelationshipSet,
): void {
  if (writer.kind !== 'person') return;
  for (const [i, name] of inside.entries()) {
    if (name.kind !== 'person' || name.canonical !== writer.canonical || !isAlone(text, name)) continue;
    const employer = inside
      .slice(i + 1, i + 1 + MAX_LINES)
      .find((e) => e.kind === 'organization' && e.end <= body.end && e.end - name.end <= MAX_BETWEEN);
    if (employer === undefined) continue;
    const lines = text.slice(name.end, employer.start).split('\n').slice(1);
    const before = lines.pop() ?? '';
    const titles = lines.every((line) => !/[.?!:]\s*$/.test(line.trim()) && line.trim().length <= 60);
    const blanks = lines.filter((line) => line.trim() === '').length;
    if (lines.length >= MAX_LINES || blanks > 1 || !titles || !TITLE.test(before.replace(/^[>\s]*/, '')))
      continue;
    if (!AFTER.test(restOfLine(text, employer.end))) continue;
    const written = [restOfLine(text, name.end), ...lines, before].map((line) =>
      line.replace(/^[>,\s]+|(?:,| of| at)?[,.\s]*$/g, ''),
    );
    const title = written
      .map((line) => JOB_TITLE.exec(line)?.[1]?.toLowerCase())
      .find((t) => t !== undefined);
    const kind = title !== undefined && isOffice(title) ? 'officer_of' : 'employed_by';
    set.add(kind, name, employer, { start: name.start, end: employer.end, page: name.page }, title);
  }
}

const restOfLine = (text: string, from: number): string => {
  const end = text.indexOf('\n', from);
  return text.slice(from, end < 0 ? Math.min(text.length, from + 200) : Math.min(end, from + 200));
};

/** Returns true when the name is alone on its line, except for quote marks, a title and a short tail such as `, Esq.` */
function isAlone(text: string, { start, end }: Entity): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return (
    /^[>\s–—*-]*$/.test(line) && /^(?:,? (?:Jr\.|Sr\.|Esq\.|[A-Z]{2,4}))?[ ,.]*$/.test(restOfLine(text, end))
  );
}
