import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchNames } from '../../../src/core/pipeline/entities/batch-names.ts';
import { BatchRelationships } from '../../../src/core/pipeline/entities/batch-relationships.ts';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { groupNames } from '../../../src/core/pipeline/entities/group.ts';
import { buildRelationships } from '../../../src/core/pipeline/entities/relationships.ts';
import { resolveEntities } from '../../../src/core/pipeline/entities/resolve.ts';
import { readPassages } from '../../corpus/entities/passages.ts';

const same = (kind: 'person' | 'organization' | 'place', ...names: string[]): Record<string, string> =>
  Object.fromEntries(groupNames(kind, names));

describe('grouping names', () => {
  it('joins initials, titles, endings and inverted names to the fullest name', () => {
    const names = [
      'John A. Smith',
      'Smith, John A.',
      'J. Smith',
      'Mr. Smith',
      'JOHN A. SMITH',
      'John Smith, Esq.',
      'Smith',
    ];
    expect(new Set(Object.values(same('person', ...names)))).toEqual(new Set(['John A. Smith']));
  });

  it('keeps contradicting names apart', () => {
    expect(same('person', 'John Smith Jr.', 'John Smith Sr.')).toEqual({
      'John Smith Jr.': 'John Smith Jr.',
      'John Smith Sr.': 'John Smith Sr.',
    });
    expect(same('person', 'John A. Smith', 'John B. Smith', 'Jane Smith')).toEqual({
      'John A. Smith': 'John A. Smith',
      'John B. Smith': 'John B. Smith',
      'Jane Smith': 'Jane Smith',
    });
  });

  it('does not join a name that could mean two people', () => {
    expect(same('person', 'Karen Whitfield', 'Kevin Whitfield', 'K. Whitfield', 'Whitfield').Whitfield).toBe(
      'Whitfield',
    );
  });

  it('reads particles as part of the family name', () => {
    expect(same('person', 'Henry van der Berg', 'van der Berg', 'Berg, Anna')['van der Berg']).toBe(
      'Henry van der Berg',
    );
  });

  it('joins forms of companies, acronyms and short forms', () => {
    const { SEC, ...rest } = same(
      'organization',
      'Acme Holdings, Inc.',
      'ACME HOLDINGS INC',
      'The Acme Holdings',
      'Securities and Exchange Commission',
      'SEC',
      'Skadden, Arps & Flom LLP',
      'Skadden, Arps and Flom',
    );
    expect(SEC).toBe('Securities and Exchange Commission');
    expect(new Set(Object.values(rest)).size).toBe(3);
  });

  it('joins a city to the one with a state, unless there are several', () => {
    expect(same('place', 'Albany, New York', 'Albany').Albany).toBe('Albany, New York');
    expect(same('place', 'Portland, OR', 'Portland, Maine', 'Portland').Portland).toBe('Portland');
  });

  it('forgives marks, blanks and abbreviations', () => {
    const variants = [
      ['J. P. Tannery & Sons, L.L.C.', 'J.P. Tannery and Sons LLC', 'JP Tannery & Sons , L. L. C.'],
      ["Dunleavy's Bakery", 'Dunleavy’s Bakery, Inc.', 'DUNLEAVYS BAKERY INC'],
      ['U.S. Lime Bureau', 'United States Lime Bureau', 'the U. S. Lime Bureau'],
    ];
    for (const names of variants) expect(new Set(Object.values(same('organization', ...names))).size).toBe(1);
    const places = same('place', 'U.S.', 'U. S.', 'United States', 'United States of America');
    expect(new Set(Object.values(places))).toEqual(new Set(['United States of America']));
  });

  it('keeps companies apart whose full names differ', () => {
    const names = ['Halvorsen, Inc.', 'Halvorsen Freight, Inc.', 'Halvorsen Freight Lines LLC'];
    expect(Object.values(same('organization', ...names))).toEqual(expect.arrayContaining(names));
    expect(same('organization', 'United States', 'United States Lime Bureau')['United States']).toBe(
      'United States',
    );
  });

  it('does not depend on the order of the names', () => {
    const names = [
      'John A. Smith',
      'J. Smith',
      'Smith',
      'Jane Smith',
      'Smith, Jane',
      'Acme Inc.',
      'ACME',
      'Acme Corp',
      'A. B. Smith',
    ];
    const kinds = ['person', 'organization', 'place'] as const;
    fc.assert(
      fc.property(
        fc.shuffledSubarray(names, { minLength: names.length }),
        fc.constantFrom(...kinds),
        (order, kind) => {
          const sorted = (m: Map<string, string>) => [...m].sort(([a], [b]) => (a < b ? -1 : 1));
          expect(sorted(groupNames(kind, order))).toEqual(sorted(groupNames(kind, names)));
        },
      ),
    );
  });
});

const read = (text: string) => {
  const resolution = resolveEntities(extractEntities({ text, pages: [] }).mentions);
  return { text, resolution, ...buildRelationships({ text, metadata: {} }, resolution) };
};

/** Resolves a batch the way the parent job does, with the documents in the given order. */
const resolveBatch = async (documents: readonly { id: string; document: ReturnType<typeof read> }[]) => {
  const names = new BatchNames();
  for (const { id, document } of documents) names.add(id, document.resolution.canonical);
  const resolved = await names.resolve();
  const relationships = new BatchRelationships(resolved.canonical);
  for (const { id, document } of documents) relationships.add(id, document.relationships);
  const strongest = await relationships.strongest();
  return {
    entities: Array.from({ length: resolved.size }, (_v, i) => resolved.entity(i)),
    relationships: Array.from({ length: strongest.size }, (_v, i) => strongest.row(i)),
  };
};

describe('entities of a batch', () => {
  const documents = readPassages('passages').map(({ text }, i) => ({ id: `d${i}`, document: read(text) }));

  it('do not depend on the order of the documents, and count every mention', async () => {
    const expected = await resolveBatch(documents);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(documents, { minLength: documents.length }), async (order) => {
        expect(await resolveBatch(order)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
    expect(expected.relationships.length).toBeGreaterThan(50);
    const mentions = documents.reduce((sum, d) => sum + d.document.resolution.entities.length, 0);
    expect(expected.entities.reduce((sum, e) => sum + e.mentions, 0)).toBe(mentions);
    for (const entity of expected.entities)
      expect(entity.documents.reduce((sum, [, count]) => sum + count, 0)).toBe(entity.mentions);
  });

  it('have each document name as an alias of exactly one entity', async () => {
    const { entities } = await resolveBatch(documents);
    for (const { id, document } of documents)
      for (const { kind, name } of document.resolution.canonical) {
        const meant = entities.filter((e) => e.kind === kind && e.aliases.includes(name));
        expect(meant).toHaveLength(1);
        expect(meant[0]?.documents.map(([documentId]) => documentId)).toContain(id);
      }
  });

  it('join names that differ between documents, and their relationships', async () => {
    const { entities, relationships } = await resolveBatch([
      { id: 'b', document: read('Ms. Whitfield is counsel for Acme Holdings, Inc. and Mr. Brown.') },
      { id: 'a', document: read('Karen L. Whitfield, counsel for Acme Holdings, objected.') },
    ]);
    expect(entities.filter((e) => e.kind === 'person' && e.name.includes('Whitfield'))).toEqual([
      {
        kind: 'person',
        name: 'Karen L. Whitfield',
        aliases: ['Karen L. Whitfield', 'Whitfield'],
        documents: [
          ['a', 1],
          ['b', 1],
        ],
        mentions: 2,
      },
    ]);
    const counsel = relationships.filter((r) => r.kind === 'counsel_for' && r.to.kind === 'organization');
    expect(counsel).toMatchObject([
      { from: { name: 'Karen L. Whitfield' }, to: { name: 'Acme Holdings, Inc.' }, documents: 2, weight: 2 },
    ]);
    expect(counsel[0]?.evidence.map((e) => e.documentId)).toEqual(['a', 'b']);
  });

  it('do not join a short form of an unrelated document', async () => {
    const documents = [
      { id: 'a', document: read('Karen L. Whitfield, counsel for Acme Holdings, Inc., objected.') },
      { id: 'b', document: read('Ms. Whitfield sold her boat in the spring.') },
    ];
    const people = async (more: typeof documents): Promise<string[]> =>
      (await resolveBatch([...documents, ...more])).entities
        .filter((e) => e.kind === 'person')
        .map((e) => e.name);
    expect(await people([])).toEqual(['Karen L. Whitfield', 'Whitfield']);
    // One document that speaks of Acme does not vouch for the other.
    const related = { id: 'c', document: read('Ms. Whitfield wrote to Acme Holdings, Inc. twice.') };
    expect(new Set(await people([related]))).toEqual(new Set(['Karen L. Whitfield', 'Whitfield']));
  });

  it('keep a limited, ordered part of the evidence', async () => {
    const sentence = 'Karen Whitfield, counsel for Acme Holdings, Inc., objected.';
    const many = Array.from({ length: 9 }, (_v, i) => ({ id: `d${8 - i}`, document: read(sentence) }));
    const [first] = (await resolveBatch(many)).relationships;
    expect(first).toMatchObject({ documents: 9, weight: 9 });
    expect(first?.evidence.map((e) => e.documentId)).toEqual(['d0', 'd1', 'd2', 'd3', 'd4']);
  });
});

describe('relationships', () => {
  const kinds = (text: string): string[] =>
    read(text)
      .relationships.filter((r) => r.kind !== 'appears_with')
      .map((r) => `${r.from} ${r.kind} ${r.to}`);

  it('are found in statements', () => {
    expect(kinds('Maria Gonzalez, counsel for Acme Holdings, Inc., objected.')).toEqual([
      'Maria Gonzalez counsel_for Acme Holdings, Inc.',
    ]);
    expect(
      kinds('Karen Whitfield is employed by Meridian Insurance Company in Hartford, Connecticut.'),
    ).toEqual([
      'Karen Whitfield employed_by Meridian Insurance Company',
      'Meridian Insurance Company located_in Hartford, Connecticut',
    ]);
    expect(
      kinds(
        'Case No. 1:23-cv-04567-JPO. Defendant Acme Holdings, Inc. and Karen Whitfield, Plaintiff, agree.',
      ),
    ).toEqual([
      'Acme Holdings, Inc. party_to 1:23-cv-04567-JPO',
      'Karen Whitfield party_to 1:23-cv-04567-JPO',
    ]);
  });

  it('have evidence with both names, and a weight per occurrence', () => {
    const { text, relationships } = read(
      'Karen Whitfield met Miguel Santos. Later Miguel Santos wrote to Karen Whitfield. Kevin Brady left.',
    );
    expect(relationships).toMatchObject([
      { kind: 'appears_with', from: 'Karen Whitfield', to: 'Miguel Santos', weight: 2 },
    ]);
    for (const { start, end } of relationships[0]!.evidence) {
      expect(text.slice(start, end)).toContain('Karen Whitfield');
      expect(text.slice(start, end)).toContain('Miguel Santos');
    }
  });

  it('of an e-mail come from its header lines', () => {
    const text =
      'From: Karen Whitfield <k@a.example>\nTo: Miguel Santos <m@b.example>, x@c.example\nCc: Lee Park <l@d.example>\n\nHello';
    const resolution = resolveEntities(extractEntities({ text, pages: [] }).mentions);
    const metadata = {
      from: [{ name: 'Karen Whitfield', address: 'k@a.example' }],
      to: [
        { name: 'Miguel Santos', address: 'm@b.example' },
        { name: '', address: 'x@c.example' },
      ],
      cc: [{ name: 'Lee Park', address: 'l@d.example' }],
    };
    const { relationships } = buildRelationships({ text, metadata }, resolution);
    expect(relationships.map((r) => [r.kind, r.from, r.to])).toEqual([
      ['copied_to', 'Karen Whitfield', 'Lee Park'],
      ['sent_to', 'Karen Whitfield', 'Miguel Santos'],
      ['sent_to', 'Karen Whitfield', 'x@c.example'],
    ]);
    for (const r of relationships)
      for (const e of r.evidence) expect(text.slice(e.start, e.end)).toContain(r.to);
  });

  it('are limited in number, however many names a document has', () => {
    const given = ['Karen', 'Miguel', 'Kevin', 'Susan', 'Paul', 'Erik', 'Olga'];
    const text = Array.from(
      { length: 3000 },
      (_, i) => `${given[i % 7]} Zzq${letters(i)} met ${given[(i + 1) % 7]} Yyx${letters(i * 7)}.`,
    ).join(' ');
    expect(read(text).relationships.length).toBe(1000);
  });
});

const letters = (n: number): string =>
  n.toString(26).replace(/./g, (c) => String.fromCharCode(97 + Number.parseInt(c, 26)));
