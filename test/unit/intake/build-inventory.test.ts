/** The inventory as a function of the files found. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildInventory } from '../../../src/core/intake/build-inventory.ts';
import { countInventory } from '../../../src/core/intake/inventory-counts.ts';
import { Journal } from '../../../src/core/intake/journal.ts';
import { DEFAULT_LIMITS } from '../../../src/core/intake/limits.ts';
import { pathOrder } from '../../../src/core/intake/names.ts';
import type { Entry, FileRecord } from '../../../src/core/intake/records.ts';
import { emptyRecord } from '../../../src/core/intake/scan.ts';
import { Selection } from '../../../src/core/intake/selection.ts';
import { type DropState, sourceOf } from '../../../src/core/intake/state.ts';
import type { FileType } from '../../../src/shared/file-types.ts';

const hash = (n: number): string => n.toString(16).padStart(64, '0');

/** Contents 0-9 are texts, 10-14 are archives. Maps each archive to its members. */
const MEMBERS_OF: Readonly<Record<number, number[]>> = {
  10: [0, 1],
  11: [1, 12],
  12: [2],
  13: [13],
  14: [11, 10, 3],
};
const typeOf = (n: number): FileType => (n < 10 ? (n === 9 ? 'empty' : n === 8 ? 'other' : 'txt') : 'zip');

function stateOf(): DropState {
  const expansions = new Map(
    Object.entries(MEMBERS_OF).map(([container, members]) => [
      hash(Number(container)),
      {
        members: members.map((n) => ({
          name: `member ${n}`,
          file: `members/${n}`,
          bytes: n,
          modifiedAt: null,
          sha256: hash(n),
          type: typeOf(n),
          description: '',
        })),
        problems: [],
        failure: null,
      },
    ]),
  );
  return {
    directory: '/drop',
    roots: [{ location: '/matter', prefix: '', directory: true }],
    contents: { inspections: new Map(), expansions },
    journal: new Journal('/drop'),
    selection: new Selection(),
    production: null,
  } as unknown as DropState;
}

const record = fc.tuple(fc.stringMatching(/^[a-c]{1,2}(\/[a-c]{1,2}){0,2}$/), fc.nat({ max: 14 })).map(
  ([path, n]): FileRecord => ({
    ...emptyRecord(path),
    bytes: n,
    sha256: hash(n),
    type: typeOf(n),
    description: 'a video (MP4)',
  }),
);
const records = fc.uniqueArray(record, { selector: ({ path }) => path, maxLength: 25 });
const inventoryOf = (list: readonly FileRecord[]): Promise<Entry[]> =>
  buildInventory(
    stateOf(),
    [...list].sort((a, b) => pathOrder(a.path, b.path)),
    DEFAULT_LIMITS,
  );

it('does not depend on the order in which files were found', async () => {
  await fc.assert(
    fc.asyncProperty(
      records.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      ),
      async ([list, shuffled]) => {
        expect(await inventoryOf(shuffled)).toEqual(await inventoryOf(list));
      },
    ),
  );
});

it('processes each content once, and points every duplicate there', async () => {
  await fc.assert(
    fc.asyncProperty(records, async (list) => {
      const entries = await inventoryOf(list);
      const kept = new Map(
        entries.filter(({ status }) => status !== 'duplicate').map((entry) => [entry.sha256, entry]),
      );
      for (const entry of entries) {
        if (entry.type === 'empty') expect(entry.status).toBe('exception');
        else if (entry.status === 'duplicate')
          expect(entry.duplicateOf).toBe(kept.get(entry.sha256)?.path ?? 'nothing');
        else expect(kept.get(entry.sha256)).toBe(entry);
      }
      for (const [sha256, entry] of kept) {
        const loose = list.filter((file) => file.sha256 === sha256 && file.type !== 'empty');
        if (loose.length === 0) continue;
        expect(entry.parent).toBeNull();
        expect(entry.path.length).toBe(Math.min(...loose.map(({ path }) => path.length)));
      }
    }),
  );
});

it('processes the loose file with the shorter path, then the older one, then the first by name', async () => {
  const file = (path: string, n: number, modifiedAt: number | null = null): FileRecord => ({
    ...{ ...emptyRecord(path), sha256: hash(n), bytes: n, type: typeOf(n), modifiedAt },
  });
  const processed = async (...files: FileRecord[]): Promise<string[]> =>
    (await inventoryOf(files)).filter(({ status }) => status === 'pending').map(({ path }) => path);
  const complaint = ['01 Complaint.pdf', '01 Complaint (copy).pdf', 'Archive/01 Complaint.pdf'];
  expect(await processed(...complaint.map((path) => file(path, 4)))).toEqual(['01 Complaint.pdf']);
  expect(await processed(file('a.txt', 4, 200), file('b.txt', 4, 100), file('c.txt', 4))).toEqual(['b.txt']);
  expect(await processed(file('b.txt', 4, 100), file('a.txt', 4, 100))).toEqual(['a.txt']);
  // Only the archive that is processed lists its members, and a loose file comes before a member.
  const archives = await inventoryOf([
    file('a copy.zip', 10),
    file('a.zip', 10),
    file('x/y/z/a letter.txt', 0),
  ]);
  expect(archives.map(({ path, status }) => [path, status])).toEqual([
    ['a copy.zip', 'duplicate'],
    ['a.zip', 'pending'],
    ['a.zip/member 0', 'duplicate'],
    ['a.zip/member 1', 'pending'],
    ['x/y/z/a letter.txt', 'pending'],
  ]);
});

it('puts every entry after its parent, keeps paths unique, and counts correctly', async () => {
  await fc.assert(
    fc.asyncProperty(records, async (list) => {
      const entries = await inventoryOf(list);
      const seen = new Set<string>();
      for (const { path, parent } of entries) {
        expect(seen.has(path)).toBe(false);
        if (parent !== null) expect(seen.has(parent)).toBe(true);
        seen.add(path);
      }
      const inventory = await countInventory(entries, (documents) => documents.length * 10);
      const runs = entries.filter(({ status, foreseen }) => status === 'pending' && foreseen === null);
      expect(inventory.predictedMs).toBe(runs.length * 10);
      expect(inventory.files).toBe(list.length);
      expect(inventory.files + inventory.members).toBe(entries.length);
      expect(inventory.byType.reduce((sum, { count }) => sum + count, 0)).toBe(entries.length);
    }),
  );
});

it('opens an archive that contains itself once', async () => {
  const [loop] = await inventoryOf([
    { ...emptyRecord('loop.zip'), sha256: hash(13), type: 'zip', bytes: 13 },
  ]);
  expect(loop?.status).toBe('pending');
});

it('warns about a renamed member, and lists a member that could not be unpacked as an exception', async () => {
  const state = stateOf();
  const box = state.contents.expansions.get(hash(10))!;
  box.problems = [
    { name: '../member 0', code: 'container_error', detail: 'renamed', renamedTo: 'member 0' },
    { name: '/lost', code: 'container_error', detail: 'renamed', renamedTo: 'lost' },
    { name: 'locked', code: 'encrypted', detail: 'locked' },
  ];
  const file: FileRecord = { ...emptyRecord('box.zip'), sha256: hash(10), type: 'zip', bytes: 10 };
  const entries = await buildInventory(state, [file], DEFAULT_LIMITS);
  expect(entries.map(({ path, status, warnings }) => [path, status, warnings.length])).toEqual([
    ['box.zip', 'pending', 0],
    ['box.zip/locked', 'exception', 0],
    ['box.zip/lost', 'exception', 0],
    ['box.zip/member 0', 'pending', 1],
    ['box.zip/member 1', 'pending', 0],
  ]);
});

it('derives the location of a file from its root', () => {
  const state = {
    directory: '/drop',
    roots: [
      { location: '/a/docs', prefix: 'docs', directory: true },
      { location: '/b/docs', prefix: 'docs (2)', directory: true },
      { location: '/c/letter.txt', prefix: 'letter.txt', directory: false },
    ],
  };
  const at = (path: string, root: number): string | Buffer => sourceOf(state, { ...emptyRecord(path), root });
  expect(at('docs/x/1.txt', 0)).toBe('/a/docs/x/1.txt');
  expect(at('docs (2)/1.txt', 1)).toBe('/b/docs/1.txt');
  expect(at('letter.txt', 2)).toBe('/c/letter.txt');
  expect(
    sourceOf({ ...state, roots: [{ location: '/', prefix: '', directory: true }] }, emptyRecord('etc/x')),
  ).toBe('/etc/x');
});
