/** What the operator leaves out of a drop, over random trees with duplicates, archives and mails. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { NO_GATE } from '../../../src/core/disk/gate.ts';
import { buildInventory } from '../../../src/core/intake/build-inventory.ts';
import { editDrop } from '../../../src/core/intake/edit.ts';
import { isSelectable } from '../../../src/core/intake/folder-index.ts';
import { countInventory } from '../../../src/core/intake/inventory-counts.ts';
import { Journal } from '../../../src/core/intake/journal.ts';
import { DEFAULT_LIMITS } from '../../../src/core/intake/limits.ts';
import { pathOrder } from '../../../src/core/intake/names.ts';
import { newDrop } from '../../../src/core/intake/new-drop.ts';
import { readJournal } from '../../../src/core/intake/read-journal.ts';
import type { Entry, FileRecord } from '../../../src/core/intake/records.ts';
import { emptyRecord, type ScanDeps } from '../../../src/core/intake/scan.ts';
import { type Edit, LEFT_OUT, Selection } from '../../../src/core/intake/selection.ts';
import type { DropState } from '../../../src/core/intake/state.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import type { Choice } from '../../../src/shared/intake-edit.ts';
import { sized } from '../../support/scale.ts';

const hash = (n: number): string => n.toString(16).padStart(64, '0');

/** Contents 0-7 are texts and PDFs, 8 is empty, 9 is a video; 10-13 are archives, 14-16 are mails. */
const MEMBERS_OF: Readonly<Record<number, number[]>> = {
  10: [0, 1],
  11: [1, 12, 14],
  12: [2, 15],
  13: [],
  14: [3, 4],
  15: [10],
  16: [15, 9, 0],
};
const typeOf = (n: number): FileType =>
  n === 8 ? 'empty' : n === 9 ? 'other' : n < 4 ? 'txt' : n < 8 ? 'pdf' : n < 14 ? 'zip' : 'eml';

const expansions = (): DropState['contents']['expansions'] =>
  new Map(
    Object.entries(MEMBERS_OF).map(([container, members]) => [
      hash(Number(container)),
      {
        members: members.map((n, i) => ({
          name: i === 2 ? 'Thumbs.db' : `member ${n}`,
          file: `members/${n}`,
          bytes: n,
          modifiedAt: null,
          sha256: hash(n),
          type: typeOf(n),
          description: '',
        })),
        problems: container === '13' ? [{ name: 'broken', code: 'corrupt' as const, detail: '' }] : [],
        failure: null,
      },
    ]),
  );

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'redwell-left-out-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

let drops = 0;
function stateOf(records: readonly FileRecord[], selection = new Selection()): DropState {
  drops += 1;
  const folder = join(directory, String(drops));
  return {
    drop: { ...newDrop('drop', 'path'), status: 'ready' },
    directory: folder,
    roots: [{ location: '/matter', prefix: '', directory: true }],
    records: [...records],
    selection,
    contents: { inspections: new Map(), expansions: expansions(), opened: new Map(), hashes: new Map() },
    entries: null,
    production: null,
    journal: new Journal(folder),
    abort: new AbortController(),
    working: Promise.resolve(),
    arriving: new Set(),
    waiting: false,
  };
}

const expectedMs = (documents: readonly unknown[]): number => documents.length;
const deps = {
  limits: DEFAULT_LIMITS,
  expectedMs,
  gate: NO_GATE,
  onProgress: () => undefined,
  commit: async () => undefined,
} as unknown as ScanDeps;

const record = fc
  .tuple(fc.stringMatching(/^[a-c](\/[a-c]{1,2}){0,2}$/), fc.nat({ max: 16 }), fc.nat({ max: 9 }))
  .map(([path, n, kind]): FileRecord => {
    const file = { ...emptyRecord(`${path}.f`), bytes: n, type: typeOf(n) };
    if (kind === 0) return { ...file, excluded: 'Left out: a system file.' };
    if (kind === 1) return { ...file, failure: { code: 'access_restricted', detail: '' } };
    return { ...file, sha256: hash(n), description: 'a video (MP4)' };
  });
const trees = fc
  .uniqueArray(record, { selector: ({ path }) => path, maxLength: 16 })
  .map((list) => list.sort((a, b) => pathOrder(a.path, b.path)));

/** Something that can be chosen in an inventory: a type, a file, an archive member, a folder, or everything. */
const choiceIn = (entries: readonly Entry[]): fc.Arbitrary<Choice> => {
  const paths = entries.filter((entry) => isSelectable(entry)).map(({ path }) => path);
  const folders = paths.flatMap((path) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : []));
  const known = [...new Set([...paths, ...folders])];
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .constantFrom(...(known.length === 0 ? [''] : known))
        .map((path): Choice => ({ kind: 'path', path })),
    },
    {
      weight: 3,
      arbitrary: fc
        .constantFrom<FileType>('txt', 'pdf', 'zip', 'eml', 'other')
        .map((type): Choice => ({ kind: 'type', type })),
    },
    { weight: 1, arbitrary: fc.constant<Choice>({ kind: 'all' }) },
  );
};

/** Makes changes as an operator does. A change that is refused is not made. @returns those that were made */
async function change(state: DropState, edits: readonly Edit[]): Promise<Edit[]> {
  const made: Edit[] = [];
  for (const edit of edits) {
    const before = state.entries;
    try {
      await editDrop(state, edit, deps);
      made.push(edit);
    } catch (error) {
      // Only what is gone, attached, or inside something that is left out is refused.
      expect(error).toMatchObject({ code: expect.stringMatching(/^(conflict|not_found)$/) });
      expect(state.entries).toBe(before);
    }
  }
  return made;
}

const scenario = trees.chain((records) =>
  fc.tuple(
    fc.constant(records),
    fc.infiniteStream(fc.tuple(fc.boolean(), fc.nat({ max: 1000 }))),
    fc.integer({ min: 0, max: 8 }),
  ),
);

/** Runs one scenario and returns the drop with the changes that were made. */
async function run([records, stream, count]: [FileRecord[], Stream, number]): Promise<{
  state: DropState;
  made: Edit[];
  untouched: Entry[];
}> {
  const state = stateOf(records);
  const untouched = await buildInventory(state, records, DEFAULT_LIMITS);
  state.entries = untouched;
  const edits: Edit[] = [];
  for (let i = 0; i < count; i += 1) {
    const { value } = stream.next();
    const [out, seed] = value as [boolean, number];
    const [choice] = fc.sample(choiceIn(state.entries ?? []), { numRuns: 1, seed });
    if (choice === undefined || (choice.kind === 'path' && choice.path === '')) continue;
    edits.push(...(await change(state, [{ out, choices: [choice] }])));
  }
  await state.journal.close();
  return { state, made: edits, untouched };
}
type Stream = { next(): { value: unknown } };

const equationOf = (entries: readonly Entry[]): Record<string, number> => {
  const counts: Record<string, number> = { received: entries.length };
  for (const { status } of entries) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

it('has the same inventory after any changes as when it is computed from the journal', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ([records, stream, count]) => {
      const { state, made } = await run([records, stream as Stream, count]);
      const { selection, damaged } = await readJournal(state.directory);
      expect(damaged).toBe(0);
      const replayed = new Selection();
      for (const edit of made) replayed.apply(edit);
      const entries = state.entries ?? [];
      for (const fresh of [selection, replayed]) {
        const again = await buildInventory(stateOf(records, fresh), records, DEFAULT_LIMITS);
        expect(again.map(({ source: _, ...rest }) => rest)).toEqual(
          entries.map(({ source: _, ...rest }) => rest),
        );
        expect(equationOf(again)).toEqual(equationOf(entries));
      }
    }),
    { numRuns: sized(300, 60) },
  );
});

it('receives the same documents, and processes each content that is not left out exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ([records, stream, count]) => {
      const { state, untouched } = await run([records, stream as Stream, count]);
      const entries = state.entries ?? [];
      const { received, pending = 0, duplicate = 0, exception = 0, excluded = 0 } = equationOf(entries);
      expect(received).toBe(untouched.length);
      expect(pending + duplicate + exception + excluded).toBe(received);
      const alive = entries.filter(({ status }) => status !== 'excluded');
      const decided = new Map<string, number>();
      for (const { sha256, status, type } of alive)
        if (sha256 !== null && type !== 'empty' && status !== 'duplicate')
          decided.set(sha256, (decided.get(sha256) ?? 0) + 1);
      for (const entry of alive) {
        if (entry.sha256 === null || entry.type === 'empty') continue;
        expect(decided.get(entry.sha256)).toBe(1);
        if (entry.status === 'duplicate')
          expect(alive.find(({ path }) => path === entry.duplicateOf)).toMatchObject({
            sha256: entry.sha256,
            status: expect.stringMatching(/^(pending|exception)$/),
          });
      }
      const { leftOut, excluded: counted, predictedMs } = await countInventory(entries, expectedMs);
      expect(counted).toBe(excluded);
      expect(leftOut?.documents).toBe(entries.filter((entry) => entry.leftOut).length);
      expect(predictedMs).toBe(pending);
    }),
    { numRuns: sized(300, 60) },
  );
});

it('never separates an attachment from its mail, and says why each document is left out', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ([records, stream, count]) => {
      const { state } = await run([records, stream as Stream, count]);
      const entries = state.entries ?? [];
      const byPath = new Map(entries.map((entry) => [entry.path, entry]));
      for (const entry of entries) {
        const container = entry.parent === null ? undefined : byPath.get(entry.parent);
        if (entry.leftOut)
          expect(entry.excluded).toBe(
            container?.leftOut ? `Left out by the operator with “${container.path}”.` : LEFT_OUT,
          );
        if (container === undefined) continue;
        if (container.leftOut) expect(entry.status).toBe('excluded');
        if (entry.attached && !container.leftOut) expect(entry.leftOut).toBe(false);
      }
    }),
    { numRuns: sized(300, 60) },
  );
});

it('brings everything back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ([records, stream, count]) => {
      const { state, untouched } = await run([records, stream as Stream, count]);
      await editDrop(state, { out: false, choices: [{ kind: 'all' }] }, deps);
      await state.journal.close();
      expect(state.entries).toEqual(untouched);
    }),
    { numRuns: sized(200, 60) },
  );
});

const file = (path: string, n: number): FileRecord => ({
  ...{ ...emptyRecord(path), sha256: hash(n), bytes: n, type: typeOf(n) },
});
async function opened(...records: FileRecord[]): Promise<DropState> {
  const state = stateOf(records);
  state.entries = await buildInventory(state, records, DEFAULT_LIMITS);
  onTestFinished(() => state.journal.close());
  return state;
}
const statusesOf = (state: DropState): Record<string, string> =>
  Object.fromEntries((state.entries ?? []).map(({ path, status }) => [path, status]));
const out = (...paths: string[]): Edit => ({
  out: true,
  choices: paths.map((path) => ({ kind: 'path', path })),
});

it('makes a duplicate the original when its twin is left out, with everything inside it', async () => {
  const state = await opened(file('a.zip', 10), file('copy of a.zip', 10), file('z.txt', 3));
  expect(statusesOf(state)).toMatchObject({ 'a.zip': 'pending', 'copy of a.zip': 'duplicate' });
  await editDrop(state, out('a.zip'), deps);
  expect(statusesOf(state)).toEqual({
    'a.zip': 'excluded',
    'copy of a.zip': 'pending',
    'copy of a.zip/member 0': 'pending',
    'copy of a.zip/member 1': 'pending',
    'z.txt': 'pending',
  });
});

it('leaves out single members of an archive, and takes a file back from a folder that is left out', async () => {
  const state = await opened(file('a.zip', 10), file('x/1.txt', 2), file('x/2.pdf', 5), file('y.pdf', 4));
  await editDrop(state, out('a.zip/member 1', 'x'), deps);
  await editDrop(state, { out: false, choices: [{ kind: 'path', path: 'x/2.pdf' }] }, deps);
  expect(statusesOf(state)).toEqual({
    'a.zip': 'pending',
    'a.zip/member 0': 'pending',
    'a.zip/member 1': 'excluded',
    'x/1.txt': 'excluded',
    'x/2.pdf': 'pending',
    'y.pdf': 'pending',
  });
  // The latest choice wins, also over one that was about a single file.
  await editDrop(state, { out: true, choices: [{ kind: 'type', type: 'pdf' }] }, deps);
  expect(statusesOf(state)).toMatchObject({ 'x/2.pdf': 'excluded', 'y.pdf': 'excluded' });
});

it('refuses what would tear a family apart, and names the mail', async () => {
  const state = await opened(file('m.eml', 14), file('a.zip', 10));
  await expect(editDrop(state, out('m.eml/member 3'), deps)).rejects.toMatchObject({
    code: 'conflict',
    action: 'Leave out or take back “m.eml” with everything in it.',
  });
  await expect(editDrop(state, out('gone.txt'), deps)).rejects.toMatchObject({ code: 'not_found' });
  await editDrop(state, out('a.zip'), deps);
  await expect(
    editDrop(state, { out: false, choices: [{ kind: 'path', path: 'a.zip/member 0' }] }, deps),
  ).rejects.toMatchObject({ code: 'conflict', action: 'Take back “a.zip” first.' });
});
