/** The lines of a text with the names on each, for what only the layout of letters and signatures tells. */
import type { Entity } from '../../../shared/mentions.ts';

export interface EntityLine {
  /** Without the blanks around it. */
  text: string;
  start: number;
  end: number;
  entities: Entity[];
}

/** Returns the lines that are not blank. @param entities in text order */
export function entityLines(text: string, entities: readonly Entity[]): EntityLine[] {
  const lines: EntityLine[] = [];
  let next = 0;
  for (const { 0: written, index } of text.matchAll(/[^\n\f]+/g)) {
    const trimmed = written.trim();
    if (trimmed === '') continue;
    const start = index + written.indexOf(trimmed);
    const end = start + trimmed.length;
    const inside: Entity[] = [];
    for (let e = entities[next]; e !== undefined && e.start < end; e = entities[next]) {
      if (e.start >= start && e.end <= end) inside.push(e);
      next += 1;
    }
    lines.push({ text: trimmed, start, end, entities: inside });
  }
  return lines;
}

/** Returns what a line has after a name, such as `, President`, if nothing is before it but `By:` or `/s/`. */
export function afterPerson(line: EntityLine): { person: Entity; rest: string } | null {
  const [person] = line.entities;
  if (person?.kind !== 'person') return null;
  if (!/^(?:(?:by|name):? *)?(?:\/s\/ *)?[_\W]*$/i.test(line.text.slice(0, person.start - line.start)))
    return null;
  return { person, rest: line.text.slice(person.end - line.start) };
}
