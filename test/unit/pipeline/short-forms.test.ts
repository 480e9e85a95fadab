import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchEntity } from '../../../src/core/documents/resolution.ts';
import { BatchNames } from '../../../src/core/pipeline/entities/batch-names.ts';
import type { EntityKind } from '../../../src/shared/mentions.ts';

type Name = { kind: EntityKind; name: string };
interface Paper {
  id: string;
  names: Name[];
}

const person = (name: string): Name => ({ kind: 'person', name });
const company = (name: string): Name => ({ kind: 'organization', name });

const FULL = [
  person('Karen L. Whitfield'),
  person('Kevin Whitfield'),
  person('Margaret Harlan'),
  company('Harlan Maritime Supply, Inc.'),
  company('Acme Holdings, Inc.'),
  company('Acme Freight Lines LLC'),
  { kind: 'docket_number', name: '1:24-cv-10417' } as const,
  { kind: 'email', name: 'kw@example.com' } as const,
];
/** Each fits some of the full names. */
const SHORT = [
  person('Whitfield'),
  person('K. Whitfield'),
  person('Harlan'),
  company('Harlan'),
  company('Acme'),
];

const papers = (names: readonly Name[]): fc.Arbitrary<Paper[]> =>
  fc
    .array(fc.subarray([...names], { minLength: 1 }), { minLength: 1, maxLength: 7 })
    .map((all) => all.map((some, i) => ({ id: `d${i}`, names: some })));

async function resolve(documents: readonly Paper[]): Promise<BatchEntity[]> {
  const names = new BatchNames();
  for (const { id, names: own } of documents)
    names.add(
      id,
      own.map((name) => ({ ...name, mentions: { length: 1 } })),
    );
  const resolved = await names.resolve();
  return Array.from({ length: resolved.size }, (_v, i) => resolved.entity(i));
}

describe('short forms over a batch', () => {
  it('mean the same in any order of the documents', async () => {
    await fc.assert(
      fc.asyncProperty(
        papers([...FULL, ...SHORT]).chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        async ([documents, shuffled]) => {
          expect(await resolve(shuffled)).toEqual(await resolve(documents));
        },
      ),
    );
  });

  it('never join two documents that share nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(
        papers(FULL),
        fc.array(fc.subarray(SHORT, { minLength: 1 }), { minLength: 1, maxLength: 4 }),
        async (full, short) => {
          const letters = short.map((names, i) => ({ id: `s${i}`, names }));
          const entities = await resolve([...full, ...letters]);
          for (const { documents, aliases } of entities) {
            const ids = documents.map(([id]) => id);
            const joined = ids.some((id) => id.startsWith('s')) && ids.some((id) => id.startsWith('d'));
            expect(joined, aliases.join(' = ')).toBe(false);
          }
        },
      ),
    );
  });

  it('join the full name that a shared docket number ties them to', async () => {
    const docket: Name = { kind: 'docket_number', name: '1:24-cv-10417' };
    const [whitfield] = await resolve([
      { id: 'd0', names: [person('Karen L. Whitfield'), docket] },
      { id: 'd1', names: [person('Whitfield'), docket] },
    ]).then((all) => all.filter((e) => e.kind === 'person'));
    expect(whitfield?.aliases.toSorted()).toEqual(['Karen L. Whitfield', 'Whitfield']);
  });

  it('list each document once, with all mentions of its names', async () => {
    await fc.assert(
      fc.asyncProperty(papers([...FULL, ...SHORT]), async (documents) => {
        const entities = await resolve(documents);
        for (const entity of entities) {
          const ids = entity.documents.map(([id]) => id);
          expect(ids).toEqual([...new Set(ids)].toSorted());
          expect(entity.documents.reduce((sum, [, count]) => sum + count, 0)).toBe(entity.mentions);
        }
        expect(entities.reduce((sum, e) => sum + e.mentions, 0)).toBe(
          documents.reduce((sum, d) => sum + d.names.length, 0),
        );
      }),
    );
  });
});
