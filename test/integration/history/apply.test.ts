import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import { manifestOf } from '../../support/manifest.ts';
import { sized } from '../../support/scale.ts';
import { everything, runsArb, type Story, storyOf } from './story.ts';

let dir: string;
let history: History;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-history-'));
  history = openHistory({ path: join(dir, 'history.sqlite') });
});
afterAll(() => {
  history.dispose();
  rmSync(dir, { recursive: true });
});

const inOrder = (stories: readonly Story[], into: History): void => {
  for (const { events } of stories) into.apply({ cursor: '1-1', events, results: [] });
  for (const { results } of stories)
    for (const one of results) into.apply({ cursor: '1-1', events: [], results: [one] });
};

let serial = 0;

it('reaches the same state in any order of events and with any repetition', () => {
  fc.assert(
    fc.property(
      fc.array(runsArb, { minLength: 1, maxLength: 4 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      fc.integer({ min: 1, max: 9 }),
      (documents, random, slice) => {
        serial += 1;
        const straight = openHistory({ path: join(dir, `straight${serial}.sqlite`) });
        const mixed = openHistory({ path: join(dir, `mixed${serial}.sqlite`) });
        const manifest = manifestOf('b1', documents.length, { createdAt: 1_700_000_000_000 });
        const stories = documents.map((runs, i) => storyOf(manifest.documents[i]!.id, runs));
        const next = (): number => random.next().value;
        for (const into of [straight, mixed]) into.recordManifest(manifest);
        inOrder(stories, straight);

        const messages = stories.flatMap(({ events, results }) => [
          ...events.map((event) => ({ events: [event], results: [] })),
          ...results.map((result) => ({ events: [], results: [result] })),
        ]);
        const repeated = messages.filter(() => next() < 0.4);
        const shuffled = [...messages, ...repeated]
          .map((one) => ({ one, key: next() }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        for (let i = 0; i < shuffled.length; i += slice) {
          const some = shuffled.slice(i, i + slice);
          mixed.apply({
            cursor: '1-1',
            events: some.flatMap((one) => one.events),
            results: some.flatMap((one) => one.results),
          });
          mixed.recordManifest(manifest);
        }

        expect(everything(mixed, 'b1')).toEqual(everything(straight, 'b1'));
        for (const into of [straight, mixed]) into.dispose();
      },
    ),
    { numRuns: sized(60, 20) },
  );
});

it('keeps the equation true after every event', () => {
  fc.assert(
    fc.property(fc.array(runsArb, { minLength: 1, maxLength: 5 }), (documents) => {
      serial += 1;
      const id = `p${serial}`;
      const manifest = manifestOf(id, documents.length + 3);
      Object.assign(manifest.documents.at(-1)!, {
        status: 'duplicate',
        duplicateOf: manifest.documents[0]!.id,
      });
      Object.assign(manifest.documents.at(-2)!, { status: 'excluded' });
      Object.assign(manifest.documents.at(-3)!, {
        status: 'exception',
        exception: { code: 'empty', stage: null, detail: '', attempt: 0 },
      });
      history.recordManifest(manifest);
      const events = documents.flatMap((runs, i) => storyOf(manifest.documents[i]!.id, runs).events);
      for (const event of events) {
        history.apply({ cursor: '2-2', events: [event], results: [] });
        const { received, completed, duplicates, excluded, exceptions, pending } =
          history.batch(id)!.equation;
        expect(received).toBe(manifest.documents.length);
        expect(completed + duplicates + excluded + exceptions + pending).toBe(received);
        const statuses = [...history.allDocuments(id)].map((row) => row.status);
        expect(statuses.filter((s) => s === 'completed')).toHaveLength(completed);
        expect(statuses.filter((s) => s === 'exception')).toHaveLength(exceptions);
        expect(history.openDocuments(id)).toHaveLength(pending);
      }
    }),
    { numRuns: sized(15, 6) },
  );
});

it('changes nothing, not even the cursor, when a write fails', () => {
  const manifest = manifestOf('atomic', 1);
  history.recordManifest(manifest);
  history.apply({ cursor: '7-0', events: [], results: [] });
  const story = storyOf(manifest.documents[0]!.id, [
    { retries: [0, 0, 0, 0, 0, 0], failsAt: null, canceledAt: null },
  ]);
  const [result] = story.results;
  const broken = { ...result!, results: { ...result!.results, ocr: undefined as never } };
  Object.defineProperty(broken.results, 'finalization', {
    get() {
      throw new Error('unreadable');
    },
  });
  expect(() => history.apply({ cursor: '8-0', events: story.events, results: [broken] })).toThrow(
    'unreadable',
  );
  expect(history.cursor()).toBe('7-0');
  expect(history.batch('atomic')!.equation.pending).toBe(1);
  history.apply({ cursor: '8-0', ...story });
  expect(history.cursor()).toBe('8-0');
  expect(history.batch('atomic')!.status).toBe('completed');
});

it('skips documents that another app submitted', () => {
  const story = storyOf('elsewhere-d00001', [{ retries: [], failsAt: null, canceledAt: null }]);
  history.apply({ cursor: '9-0', ...story });
  expect(history.cursor()).toBe('9-0');
  expect(history.document('elsewhere-d00001')).toBeNull();
});
