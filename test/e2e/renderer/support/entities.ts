/** Entities of a batch for the in-memory host: 300 people, each in every n-th document. */
import type { DocumentRow } from '../../../../src/shared/documents.ts';
import type { BatchEntityRow, BatchRelationshipRow, EntityKey } from '../../../../src/shared/entities.ts';

const PEOPLE = Array.from({ length: 300 }, (_v, i) => `Person Number${i + 1}`);

export const mentions = ({ id }: DocumentRow, { name }: EntityKey): boolean =>
  Number(id.slice(-5)) % (PEOPLE.indexOf(name) + 1) === 0;

export const batchEntities = (rows: readonly DocumentRow[]): BatchEntityRow[] =>
  PEOPLE.map((name) => {
    const documents = rows.filter((row) => mentions(row, { kind: 'person', name })).length;
    const aliases = [name, `Mr. ${name}`];
    return { kind: 'person', name, aliases, aliasCount: 2, documents, mentions: documents * 3 };
  });

/** Each person is counsel for the next one. */
export const withNext = (from: EntityKey): BatchRelationshipRow => {
  const to = { kind: 'person', name: PEOPLE[(PEOPLE.indexOf(from.name) + 1) % PEOPLE.length] ?? '' } as const;
  return { kind: 'counsel_for', from, to, weight: 2, documents: 1, evidence: [] };
};
