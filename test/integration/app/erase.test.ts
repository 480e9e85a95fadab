/** Erasing a batch from history beside the console: no byte of it is left, everything else is, and a kill only interrupts it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connect } from '../../../src/core/history/connection.ts';
import { openEraser } from '../../../src/core/history/erase/eraser.ts';
import { openHistory } from '../../../src/core/history/index.ts';
import type { DocumentResults, History } from '../../../src/core/history/types.ts';
import { inTurns } from '../../../src/core/util/event-loop.ts';
import { loopBlocks } from '../../support/loop-blocks.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { tracesOf } from '../../support/traces.ts';

const ENTRY = join(import.meta.dirname, '../../../out/main/erase.js');
const WORD = 'zyzzyvatulip';
const DOCUMENTS = 1200;
/** On a machine that does much else. Rewriting the file, which was done before, took seconds. */
const MOST_MS = 400;

let folder: string;
let path: string;
let history: History;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redwell-erase-'));
  path = join(folder, 'history.sqlite');
  history = openHistory({ path });
});
afterEach(() => {
  history.dispose();
  rmSync(folder, { recursive: true });
});

/** Words before it differ, so that no index keeps less than all of the word. */
const secret = (n: number): string => `${(n * 7919).toString(36)}${WORD}`;

function resultsOf(documentId: string, text: string, name: string): DocumentResults {
  const entity = { kind: 'person' as const, text: name, canonical: name, page: null, start: 0, end: 4 };
  return {
    documentId,
    attempts: [
      {
        ...{ stage: 'ocr', attempt: 1, waitedMs: 1, worker: 'w', outcome: 'completed', cached: false },
        ...{ error: null, engine: name, startedAt: 1, endedAt: 2 },
      },
    ],
    results: {
      ocr: { text, pages: [], metadata: { title: name }, warnings: [] },
      entity_resolution: { entities: [entity, entity], canonical: [] },
      finalization: { pages: 1, pagesOcr: 0, characters: 9, entities: 2, relationships: 0, warnings: [] },
    },
  } as DocumentResults;
}

/** Two batches, written by turns, so that their rows share pages. */
function fill(): void {
  for (const batch of ['first', 'other']) {
    const documents = Array.from({ length: DOCUMENTS }, (_v, i) =>
      manifestDocument(batch, i + 1, { path: `${batch === 'first' ? secret(i) : i}.txt` }),
    );
    history.recordManifest(manifestOf(batch, 0, { documents, matter: `matter ${batch}` }));
  }
  for (let i = 0; i < DOCUMENTS; i += 1) {
    const id = String(i + 1).padStart(5, '0');
    const long = 'The quick brown fox jumps over the dog. '.repeat(i % 50 === 0 ? 900 : i % 60);
    history.apply({
      ...{ cursor: `${i}-0`, events: [] },
      results: [
        resultsOf(`first-d${id}`, `${secret(i)} ${long}${secret(i + 5)}`, secret(i)),
        resultsOf(`other-d${id}`, `Public ${i} ${long}`, `Public ${i}`),
      ],
    });
    const input = (name: string): string => `${name}${i}:text:`;
    const body = (name: string): Buffer => Buffer.from(`${name} `.repeat(i % 40 === 0 ? 900 : 20));
    history.cacheMirror.keep(
      ['secret', 'public'].flatMap((name) => [
        { stage: 'ocr', input: input(name), bytes: body(name === 'secret' ? secret(i) : name) } as const,
        { stage: 'finalization', input: `next ${name}${i}`, bytes: body(name) } as const,
      ]),
      ['secret', 'public'].map((name) => ({ first: input(name), next: `next ${name}${i}` })),
    );
  }
  while (history.searchIndex.step());
}
const contents = Array.from({ length: DOCUMENTS }, (_v, i) => ({ sha256: `secret${i}`, type: 'text' }));

/** What history says of the other batch. */
const otherOf = (): unknown => [
  [...history.allDocuments('other')].map(({ id }) => history.documentContent(id)),
  history.cacheMirror.bytes() > 0 && history.cacheMirror.find('public7', 'text'),
];

/** The texts as they are stored. */
function bodies(): Buffer[] {
  const db = connect(path, true);
  const rows = db
    .prepare(`SELECT body FROM texts t JOIN documents d ON d.n = t.document WHERE d.id LIKE 'first%'`)
    .all() as { body: Uint8Array }[];
  db.close();
  return rows.map(({ body }) => Buffer.from(body));
}

async function expectErased(stored: readonly Buffer[], other: unknown): Promise<void> {
  expect(await tracesOf(folder, WORD)).toEqual([]);
  const bytes = ['history.sqlite', 'history-kept.sqlite'].map((name) => readFileSync(join(folder, name)));
  const left = stored.filter((body) =>
    bytes.some((file) => file.includes(body.subarray(body.length - 24, body.length))),
  );
  expect(left).toEqual([]);
  expect(otherOf()).toEqual(other);
  const db = connect(path, true);
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  for (const table of ['path_words', 'text_words', 'field_words'])
    expect(db.prepare(`SELECT count(*) AS n FROM ${table}_docsize`).get()).toEqual({ n: DOCUMENTS });
  db.close();
  expect(history.batch('first')).toBeNull();
}

it('leaves no byte of a batch, and the console works meanwhile', async () => {
  fill();
  const stored = bodies();
  expect((await tracesOf(folder, WORD)).length).toBeGreaterThan(1);
  const other = otherOf();
  const eraser = openEraser(history.removal.files, ENTRY);
  const loop = loopBlocks(() => history.apply({ cursor: `${Date.now()}-0`, events: [], results: [] }));
  const found = await inTurns(history.removal.contents('first'));
  expect(found.documentIds).toHaveLength(DOCUMENTS);
  expect((await eraser.forget(contents)).length).toBe(DOCUMENTS);
  await eraser.erase('first');
  const longest = loop.end();
  await expectErased(stored, other);
  expect(longest).toBeLessThan(MOST_MS);
  // Nothing is left to erase, and that is no mistake.
  await eraser.erase('first');
  await eraser.dispose();
});

it('says that a deletion is not complete when Redwell is closed meanwhile', async () => {
  fill();
  const eraser = openEraser(history.removal.files, ENTRY);
  const erased = eraser.erase('first');
  const refused = expect(erased).rejects.toMatchObject({ code: 'canceled' });
  await sleep(300);
  await eraser.dispose();
  await refused;
});

/** Erases in a process of its own. */
const ERASE = `
const { Worker } = require('node:worker_threads');
const { openSync } = require('node:fs');
const [, entry, history, mirror, contents] = process.argv;
const file = (path) => ({ path, fd: openSync(path, 'r+') });
const files = { history: file(history), mirror: file(mirror) };
const worker = new Worker(entry);
worker.once('message', (reply) => {
  worker.once('message', (reply) => process.exit('error' in reply ? 1 : 0));
  worker.postMessage({ kind: 'erase', ...files, batchId: 'first' });
});
worker.postMessage({ kind: 'forget', mirror: files.mirror, contents: JSON.parse(contents) });
`;

it('goes on after every kill', async () => {
  fill();
  const stored = bodies();
  const other = otherOf();
  const args = ['-e', ERASE, ENTRY, path, join(folder, 'history-kept.sqlite'), JSON.stringify(contents)];
  for (let kills = 0; ; kills += 1) {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = once(child, 'exit');
    // From before it begins, in growing steps, however fast the machine is.
    const timer = setTimeout(() => child.kill('SIGKILL'), 150 * 1.4 ** kills);
    const [code, signal] = (await ended) as [number | null, string | null];
    clearTimeout(timer);
    expect(otherOf()).toEqual(other);
    if (code === 0) {
      expect(kills).toBeGreaterThan(0);
      break;
    }
    expect(signal).toBe('SIGKILL');
  }
  await expectErased(stored, other);
});
