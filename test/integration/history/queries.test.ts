import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import type { Batch } from '../../../src/shared/batches.ts';
import { REQUESTS, type RequestInput, type RequestParsed } from '../../../src/shared/bridge.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { idsOf } from '../../support/search.ts';
import { type Run, storyOf } from './story.ts';

const CLEAN: Run = { retries: [], failsAt: null, canceledAt: null };
const failing = (stage: number): Run => ({ ...CLEAN, failsAt: stage });
const documentsOf = (query: RequestInput<'documents.list'>): RequestParsed<'documents.list'> =>
  REQUESTS['documents.list'].input.parse(query);
const batchesOf = (query: RequestInput<'batches.list'>): RequestParsed<'batches.list'> =>
  REQUESTS['batches.list'].input.parse(query);

let dir: string;
let history: History;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-history-'));
  history = openHistory({ path: join(dir, 'history.sqlite') });
});
afterEach(() => {
  history.dispose();
  rmSync(dir, { recursive: true });
});

const record = (documentId: string, ...runs: Run[]): void => {
  const { events, results } = storyOf(documentId, runs);
  history.apply({ cursor: '1-0', events, results });
};
const withPaths = (batchId: string, paths: string[]): string[] => {
  const documents = paths.map((path, i) => manifestDocument(batchId, i + 1, { path }));
  history.recordManifest(manifestOf(batchId, 0, { documents }));
  return documents.map((d) => d.id);
};

describe('documents', () => {
  it('lists every document of the manifest with its status', () => {
    const manifest = manifestOf('b', 4);
    Object.assign(manifest.documents[1]!, { status: 'duplicate', duplicateOf: 'b-d00001' });
    Object.assign(manifest.documents[2]!, { status: 'excluded' });
    Object.assign(manifest.documents[3]!, {
      status: 'exception',
      exception: { code: 'encrypted', stage: null, detail: 'needs a password', attempt: 0 },
    });
    history.recordManifest(manifest);
    history.recordManifest(manifest);
    const { items, total, next } = history.listDocuments(documentsOf({ batchId: 'b' }));
    expect(items.map((row) => row.status)).toEqual(['pending', 'duplicate', 'excluded', 'exception']);
    expect([total, next]).toEqual([4, null]);
    expect(items[3]!.exception).toEqual({
      code: 'encrypted',
      stage: null,
      detail: 'needs a password',
      attempt: 0,
    });
    expect(items[0]!.stages.ocr).toEqual({ status: 'waiting', attempts: 0, durationMs: null, cached: false });
    expect(items[3]!.stages.ocr.status).toBe('skipped');
    expect(REQUESTS['documents.list'].output.parse({ items, total, next })).toBeTruthy();
    expect(history.openDocuments('b')).toEqual(['b-d00001']);
  });

  it('pages in path order and leaves out no document, also with equal or very long paths', () => {
    const long = `z/${'x'.repeat(4000)}`;
    const paths = ['b/2', 'a/1', `${long}1`, 'b/2', `${long}2`, 'É/x', 'a/10'];
    const ids = withPaths('b', paths);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = history.listDocuments(documentsOf({ batchId: 'b', cursor, limit: 2 }));
      expect(page.total).toBe(paths.length);
      seen.push(...page.items.map((row) => row.id));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toHaveLength(paths.length);
    expect(new Set(seen)).toEqual(new Set(ids));
    const bytes = (id: string): Buffer => Buffer.from(paths[ids.indexOf(id)]!);
    for (let i = 1; i < seen.length; i += 1)
      expect(Buffer.compare(bytes(seen[i - 1]!), bytes(seen[i]!))).toBeLessThanOrEqual(0);
    expect([...history.allDocuments('b')].map((row) => row.id)).toEqual(seen);
  });

  it('searches for exactly the characters typed', () => {
    withPaths('b', [
      '100% sure.txt',
      '100 sure.txt',
      'a_b.txt',
      'axb.txt',
      'a\\b.txt',
      'Re\u0301sume\u0301.TXT',
    ]);
    const find = (search: string): string[] =>
      history.listDocuments(documentsOf({ batchId: 'b', search })).items.map((row) => row.path);
    expect(find('100%')).toEqual(['100% sure.txt']);
    expect(find('a_b')).toEqual(['a_b.txt']);
    expect(find('a\\b')).toEqual(['a\\b.txt']);
    expect(find('RÉSUMÉ')).toEqual(['Re\u0301sume\u0301.TXT']);
    expect(find("' OR 1=1 --")).toEqual([]);
  });

  it('filters by status, type, cause and stage, and counts the matches', () => {
    const ids = withPaths('b', ['1', '2', '3', '4']);
    record(ids[0]!, CLEAN);
    record(ids[1]!, failing(2));
    record(ids[2]!, failing(1));
    const find = (query: Omit<RequestInput<'documents.list'>, 'batchId'>): string[] => {
      const { items, total } = history.listDocuments(documentsOf({ batchId: 'b', ...query }));
      expect(total).toBe(items.length);
      return items.map((row) => row.path);
    };
    expect(find({ status: 'exception' })).toEqual(['2', '3']);
    expect(find({ status: 'exception', stage: 'chunking' })).toEqual(['3']);
    expect(find({ code: 'ocr_timeout' })).toEqual(['2']);
    expect(find({ stage: 'ocr' })).toEqual(['4']);
    expect(find({ type: 'pdf' })).toEqual([]);
  });

  it('finds documents by the code of a warning, and all that have a warning', () => {
    const documents = [
      manifestDocument('b', 1, {
        warnings: [{ code: 'extension_mismatch', stage: null, detail: 'a PDF', attempt: 0 }],
      }),
      manifestDocument('b', 2),
    ];
    history.recordManifest(manifestOf('b', 0, { documents }));
    const { items } = history.listDocuments(documentsOf({ batchId: 'b', code: 'extension_mismatch' }));
    expect(items.map((row) => row.id)).toEqual(['b-d00001']);
    const warned = history.listDocuments(documentsOf({ batchId: 'b', warned: true }));
    expect([warned.total, warned.items.map((row) => row.id)]).toEqual([1, ['b-d00001']]);
    // The batch's count follows the same rule, because it links to this list.
    expect(history.batch('b')!.warnings).toBe(1);
  });

  it('counts the documents that have each warning once, those from intake too', () => {
    const misnamed = { code: 'extension_mismatch', stage: null, detail: 'a PDF', attempt: 0 } as const;
    const documents = [
      manifestDocument('b', 1, { warnings: [misnamed, { ...misnamed, detail: 'a picture' }] }),
      manifestDocument('b', 2, { warnings: [misnamed] }),
      manifestDocument('b', 3),
    ];
    history.recordManifest(manifestOf('b', 0, { documents }));
    record('b-d00001', failing(1));
    const { events, results } = storyOf('b-d00001', [failing(1), CLEAN]);
    history.apply({ cursor: '1-0', events, results });
    expect(history.warningsOf('b')).toEqual([
      { code: 'extension_mismatch', count: 2 },
      { code: 'low_or_no_text', count: 1 },
    ]);
    expect(history.warningsOf('another')).toEqual([]);
  });

  it('keeps what a document states about itself, and when its file was last changed', () => {
    const documents = [manifestDocument('b', 1, { modifiedAt: 1_700_000_000_000 })];
    history.recordManifest(manifestOf('b', 0, { documents, custodian: 'Karen Whitfield' }));
    expect(history.document('b-d00001')).toMatchObject({ metadata: {}, modifiedAt: 1_700_000_000_000 });
    record('b-d00001', CLEAN);
    expect(history.document('b-d00001')).toMatchObject({
      metadata: { title: 'b-d00001' },
      custodian: 'Karen Whitfield',
    });
  });

  it('counts the runs that a document really had, whatever numbers they got', () => {
    const [id] = withPaths('b', ['1']);
    const { events, results } = storyOf(id!, [failing(0), CLEAN]);
    // The second run of this document is the fifth of its batch.
    const later = results.map((one) => ({
      ...one,
      attempts: one.attempts.map((a) => (a.attempt > 100 ? { ...a, attempt: a.attempt + 300 } : a)),
    }));
    history.apply({ cursor: '1-0', events, results: later });
    const { attempts } = history.document(id!)!;
    expect(attempts.filter(({ stage }) => stage === 'ocr')).toMatchObject([
      { attempt: 1, run: 1, number: 1 },
      { attempt: 401, run: 2, number: 1 },
    ]);
  });

  it('shows the content of a duplicate from its twin, and says whose it is', () => {
    const documents = [
      manifestDocument('b', 1, { path: '01 Complaint.pdf' }),
      manifestDocument('b', 2, { path: 'copy.pdf', status: 'duplicate', duplicateOf: 'b-d00001' }),
    ];
    history.recordManifest(manifestOf('b', 0, { documents }));
    expect(history.document('b-d00002')).toMatchObject({
      text: null,
      contentOf: { id: 'b-d00001', path: '01 Complaint.pdf', status: 'pending', exception: null },
    });
    record('b-d00001', CLEAN);
    const [twin, duplicate] = [history.document('b-d00001')!, history.document('b-d00002')!];
    expect(REQUESTS['documents.get'].output.parse(duplicate)).toEqual(duplicate);
    for (const field of [
      'text',
      'pageMap',
      'metadata',
      'entityList',
      'attempts',
      'pages',
      'entities',
    ] as const)
      expect(duplicate[field], field).toEqual(twin[field]);
    expect(duplicate).toMatchObject({
      ...{ id: 'b-d00002', path: 'copy.pdf', status: 'duplicate', duplicateOf: 'b-d00001' },
      contentOf: { id: 'b-d00001', status: 'completed' },
      textCheck: 'matches',
    });
    expect(twin.contentOf).toBeNull();
  });

  it('returns everything about a document, with its family and its duplicates', () => {
    const documents = [
      manifestDocument('b', 1, { path: 'm.eml' }),
      manifestDocument('b', 2, { path: 'm.eml/a.pdf', parentId: 'b-d00001' }),
      manifestDocument('b', 3, { path: 'm.eml/b.pdf', parentId: 'b-d00001' }),
      manifestDocument('b', 4, { path: 'z.pdf', status: 'duplicate', duplicateOf: 'b-d00002' }),
    ];
    history.recordManifest(manifestOf('b', 0, { documents }));
    record('b-d00002', { ...CLEAN, retries: [2], failsAt: null });
    const detail = history.document('b-d00002')!;
    expect(REQUESTS['documents.get'].output.parse(detail)).toEqual(detail);
    expect(detail.family).toEqual([
      { id: 'b-d00001', path: 'm.eml', relation: 'parent' },
      { id: 'b-d00003', path: 'm.eml/b.pdf', relation: 'sibling' },
    ]);
    expect(detail.duplicates).toEqual([{ id: 'b-d00004', path: 'z.pdf' }]);
    expect(history.document('b-d00004')!.duplicates).toEqual([{ id: 'b-d00002', path: 'm.eml/a.pdf' }]);
    expect(history.document('b-d00001')!.family.map((f) => f.relation)).toEqual(['child', 'child']);
    expect(detail.text).toBe('John Smith wrote b-d00002 run 1');
    for (const entity of detail.entityList)
      expect(detail.text!.slice(entity.start, entity.end)).toBe(entity.text);
    expect(detail.stages.ocr).toEqual({ status: 'completed', attempts: 3, durationMs: 500, cached: false });
    expect(detail.attempts).toHaveLength(8);
    expect(detail).toMatchObject({ pages: 1, characters: 31, entities: 1 });
    expect(history.document('nobody')).toBeNull();
  });

  it('keeps a newer result when an older one arrives later', () => {
    const [id] = withPaths('b', ['1']);
    const { events, results } = storyOf(id!, [CLEAN]);
    const [newer] = results;
    const older = structuredClone(newer!);
    older.results.ocr!.text = 'old words';
    for (const attempt of older.attempts) attempt.endedAt -= 100_000;
    history.apply({ cursor: '1-0', events, results: [newer!] });
    history.apply({ cursor: '1-0', events: [], results: [older] });
    expect(history.document(id!)!.text).toBe('John Smith wrote b-d00001 run 1');
    expect(idsOf(history, 'old')).toEqual([]);
  });

  it('takes the detail of an exception from its attempt when the event had none', () => {
    const [id] = withPaths('b', ['1']);
    const { events, results } = storyOf(id!, [failing(0)]);
    history.apply({ cursor: '1-0', events: events.map((e) => ({ ...e, detail: '' })), results });
    expect(history.document(id!)!.exception).toMatchObject({ code: 'corrupt', detail: 'said 1.1' });
  });
});

describe('batches', () => {
  const saved = (id: string, change: Partial<Batch>): Batch => ({ ...history.batch(id)!, ...change });

  it('lists the newest first, page by page, by status and by search', () => {
    for (let i = 1; i <= 5; i += 1)
      history.recordManifest(
        manifestOf(`b${i}`, 1, { createdAt: 1000 * Math.ceil(i / 2), matter: `Matter ${i}` }),
      );
    record('b1-d00001', CLEAN);
    record('b2-d00001', failing(0));
    history.saveBatch(saved('b3', { status: 'canceling' }));
    record('b3-d00001', { ...CLEAN, canceledAt: 2 });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = history.listBatches(batchesOf({ cursor, limit: 2 }));
      expect(page.total).toBe(5);
      expect(REQUESTS['batches.list'].output.parse(page)).toEqual(page);
      seen.push(...page.items.map((b) => b.id));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(['b5', 'b4', 'b3', 'b2', 'b1']);
    const ids = (query: RequestInput<'batches.list'>): string[] =>
      history.listBatches(batchesOf(query)).items.map((b) => b.id);
    expect(ids({ status: 'active' })).toEqual(['b5', 'b4']);
    expect(ids({ status: 'completed' })).toEqual(['b1']);
    expect(ids({ status: 'exceptions' })).toEqual(['b2']);
    expect(ids({ status: 'canceled' })).toEqual(['b3']);
    expect(ids({ search: 'matter 4' })).toEqual(['b4']);
    expect(ids({ search: 'b_' })).toEqual([]);
  });

  it('shows the end of a batch whose counters were last saved before it', () => {
    const manifest = manifestOf('b', 3);
    history.recordManifest(manifest);
    history.saveBatch(saved('b', { status: 'running', startedAt: 1_700_000_000_000, percent: 1 }));
    expect(history.unsettledBatches()).toEqual(['b']);
    record('b-d00001', CLEAN);
    record('b-d00002', failing(3));
    expect(history.batch('b')).toMatchObject({
      status: 'running',
      equation: { received: 3, completed: 1, exceptions: 1, pending: 1 },
    });
    record('b-d00003', CLEAN);
    const batch = history.batch('b')!;
    expect(batch).toMatchObject({
      status: 'completed_with_exceptions',
      percent: 100,
      running: 0,
      equation: { completed: 2, exceptions: 1, pending: 0 },
      causes: [{ stage: 'entity_resolution', code: 'corrupt', count: 1 }],
      pages: 2,
      source: 'history',
    });
    expect(batch.stages.finalization).toMatchObject({ completed: 2, skipped: 1 });
    expect(batch.endedAt).toBeGreaterThan(batch.startedAt!);
  });

  it('makes a batch active again when a document is retried', () => {
    history.recordManifest(manifestOf('b', 1));
    record('b-d00001', failing(1));
    history.saveBatch(saved('b', { endedAt: 5 }));
    const { events, results } = storyOf('b-d00001', [failing(1), CLEAN]);
    history.apply({ cursor: '1-0', events: events.filter((e) => e.run === 2).slice(0, 1), results: [] });
    expect(history.batch('b')).toMatchObject({ status: 'running', endedAt: null });
    expect(history.openDocuments('b')).toEqual(['b-d00001']);
    history.apply({ cursor: '1-0', events, results });
    expect(history.batch('b')).toMatchObject({ status: 'completed_with_warnings', warnings: 1, causes: [] });
  });

  it('keeps the counters that were saved at the end', () => {
    history.recordManifest(manifestOf('b', 1));
    record('b-d00001', CLEAN);
    const end = saved('b', { cacheHits: 4, savedMs: 900, durationMs: 1234, throughput: 7 });
    history.saveBatch(end);
    expect(history.batch('b')).toEqual({ ...end, source: 'history' });
    expect(history.batch('nobody')).toBeNull();
    expect(history.unsettledBatches()).toEqual([]);
  });
});
