/** Entities of a batch for the in-memory host: 300 people, each in every n-th document. */
import type { DocumentRow } from '../../../../src/shared/documents.ts';
import type { BatchEntityRow, BatchRelationshipRow, EntityKey } from '../../../../src/shared/entities.ts';

const PEOPLE = Array.from({ length: 300 }, (_v, i) => `Person Number${i + 1}`);

const NUMBERS = new Map(PEOPLE.map((name, i) => [name, i + 1]));

const numberOf = ({ id }: DocumentRow): number => Number(id.slice(-5));

export const mentions = (row: DocumentRow, { name }: EntityKey): boolean =>
  numberOf(row) % (NUMBERS.get(name) ?? 0) === 0;

export function batchEntities(rows: readonly DocumentRow[]): BatchEntityRow[] {
  const numbers = rows.map(numberOf);
  return [...NUMBERS].map(([name, n]) => {
    const documents = numbers.filter((number) => number % n === 0).length;
    const aliases = [name, `Mr. ${name}`];
    return { kind: 'person', name, aliases, aliasCount: 2, documents, mentions: documents * 3 };
  });
}

/** Each person is counsel for the next one. */
export const withNext = (from: EntityKey): BatchRelationshipRow => {
  const to = { kind: 'person', name: PEOPLE[(PEOPLE.indexOf(from.name) + 1) % PEOPLE.length] ?? '' } as const;
  return { kind: 'counsel_for', from, to, weight: 2, documents: 1, evidence: [] };
};
