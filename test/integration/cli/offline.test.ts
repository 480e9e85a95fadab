import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { storyOf } from '../history/story.ts';
import { runCli, startCli } from './run.ts';

const MANY = 5000;
let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'redwell-cli-'));
  const history = openHistory({ path: join(data, 'history.sqlite') });
  history.recordManifest(manifestOf('small', 3, { name: 'Smith\nv. Jones' }));
  const clean = { retries: [], failsAt: null, canceledAt: null };
  history.apply({ cursor: '1-0', ...storyOf('small-d00001', [clean]) });
  history.apply({ cursor: '1-0', ...storyOf('small-d00002', [{ ...clean, retries: [1], failsAt: 0 }]) });
  // The second run ends with a warning.
  const failedFirst = { ...clean, failsAt: 1 };
  history.apply({ cursor: '1-0', ...storyOf('small-d00003', [failedFirst, clean]) });
  history.recordManifest(
    manifestOf('sorted', 0, {
      documents: [
        manifestDocument('sorted', 1, {
          status: 'excluded',
          path: 'Thumbs.db',
          excluded: 'It is a system file.',
        }),
        // An earlier version recorded no reason.
        manifestDocument('sorted', 2, { status: 'excluded', path: 'old.txt' }),
      ],
    }),
  );
  history.recordManifest(manifestOf('large', MANY));
  history.dispose();
});
afterAll(() => rmSync(data, { recursive: true }));

it('prints a batch and its documents as one JSON object, from the data folder alone', async () => {
  const { code, stdout, stderr } = await runCli(['batch-status', 'small', '--data', data, '--json']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const status = JSON.parse(stdout);
  expect(status).toMatchObject({
    batchId: 'small',
    received: 3,
    completed: 2,
    exceptions: 1,
    duplicates: 0,
    excluded: 0,
    status: 'completed_with_exceptions',
  });
  expect(status.documents).toHaveLength(3);
  const [first, second] = status.documents;
  expect(Object.keys(first)).toEqual([
    'id',
    'path',
    'sha256',
    'type',
    'status',
    'exception',
    'warnings',
    'pages',
    'characters',
    'entities',
    'stages',
  ]);
  expect(Object.keys(first.stages)).toEqual([...STAGES]);
  expect(first).toMatchObject({ status: 'completed', exception: null, pages: 1, entities: 1 });
  expect(second).toMatchObject({
    status: 'exception',
    exception: { code: 'corrupt', detail: expect.stringMatching(/./) },
  });
  expect(status.warnings).toEqual([{ code: 'low_or_no_text', count: 1 }]);
  expect(status.documents[2].warnings).toEqual([{ code: 'low_or_no_text', detail: 'thin' }]);
  expect(second.stages.ocr).toMatchObject({ status: 'failed', attempts: 2, durationMs: 500 });
  expect(second.stages.chunking).toMatchObject({ status: 'skipped', attempts: 0, durationMs: null });
});

it('says why a document was left out, and nothing where that is not on record', async () => {
  const status = await runCli(['batch-status', 'sorted', '--data', data, '--json']);
  const [named, unnamed] = JSON.parse(status.stdout).documents;
  expect(named).toMatchObject({ path: 'Thumbs.db', status: 'excluded', excluded: 'It is a system file.' });
  expect(unnamed.status).toBe('excluded');
  expect(unnamed).not.toHaveProperty('excluded');
  const one = await runCli(['document', 'sorted-d00001', '--data', data, '--json']);
  expect(JSON.parse(one.stdout)).toMatchObject({ excluded: 'It is a system file.', replacements: [] });
  const shown = await runCli(['batch-status', 'sorted', '--data', data]);
  expect(shown.stdout).toMatch(/sorted-d00001 +It is a system file\. +Thumbs\.db/);
});

it('prints the text and entities of a document', async () => {
  const { code, stdout } = await runCli(['document', 'small-d00003', '--json'], { REDWELL_DATA: data });
  expect(code).toBe(0);
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({
    id: 'small-d00003',
    path: 'folder/document 3.txt',
    status: 'completed',
    exception: null,
    warnings: [{ code: 'low_or_no_text', detail: 'thin' }],
    metadata: { title: 'small-d00003', pages: 1 },
    text: 'John Smith wrote small-d00003 run 1',
    relationships: [{ kind: 'appears_with', from: 'John Smith', to: 'small-d00003 run 2' }],
  });
  const [{ evidence }] = document.relationships;
  expect(document.text.slice(evidence[0].start, evidence[0].end)).toContain('John Smith');
  const [entity] = document.entities;
  expect(entity).toMatchObject({ kind: 'person', canonical: 'John Smith', page: 1 });
  expect(document.text.slice(entity.start, entity.end)).toBe(entity.text);
  expect(document.stages.finalization.status).toBe('completed');
});

it('writes all of a large batch to a pipe before it exits', async () => {
  const { code, stdout } = await runCli(['batch-status', 'large', '--data', data, '--json']);
  expect(code).toBe(0);
  expect(stdout.length).toBeGreaterThan(2_000_000);
  expect(JSON.parse(stdout).documents).toHaveLength(MANY);
});

it('exits quietly when its reader closes the pipe', async () => {
  const running = startCli(['batch-status', 'large', '--data', data, '--json']);
  running.stopReading();
  expect((await running.ended).stderr).toBe('');
});

it('prints tables with one line per row', async () => {
  const status = await runCli(['batch-status', 'small', '--data', data]);
  expect(status.stdout).toContain(
    '3 received = 2 completed + 0 duplicates + 0 excluded + 1 exception + 0 pending',
  );
  expect(status.stdout).toMatch(/small-d00002 +Corrupt +Ask the custodian/);
  expect(status.stdout).toMatch(/small-d00003 +Little or no text +Look at the original/);
  const batches = await runCli(['batches', '--data', data]);
  expect(batches.stdout).toMatch(/^small .* completed with exceptions .* Smith v\. Jones$/m);
  expect(batches.stdout).toMatch(/^small +[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d{2} [AP]M /m);
  const document = await runCli(['document', 'small-d00002', '--data', data]);
  expect(document.stdout).toContain('Corrupt: The file is damaged and cannot be opened.');
  for (const { code, stderr } of [status, batches, document]) expect([code, stderr]).toEqual([0, '']);
});

it.each([
  [['batch-status', 'nobody'], /There is no batch nobody/],
  [['batch-status', 'nobody', '--json'], /There is no batch nobody/],
  [['document', 'nobody'], /There is no document nobody/],
])('says in a sentence that an id is unknown: %s', async (args, sentence) => {
  const { code, stdout, stderr } = await runCli([...args, '--data', data]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(sentence);
  expect(stderr.trimEnd().split('\n')).toHaveLength(2);
});

it('names the data folder when it has no history', async () => {
  const { code, stderr } = await runCli(['batches', '--data', join(data, 'empty')]);
  expect(code).toBe(1);
  expect(stderr).toContain(join(data, 'empty'));
});

it('refuses missing arguments and unknown values', async () => {
  expect(await runCli(['process'])).toMatchObject({ code: 1, stdout: '' });
  expect(await runCli(['process', '.', '--priority', 'urgent'])).toMatchObject({ code: 1, stdout: '' });
  expect((await runCli(['--help'])).code).toBe(0);
});

it('does not fall back to another server when it cannot decrypt the address of Redis', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'redwell-cli-'));
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ redisUrlSealed: 'by the desktop' }));
  const { code, stderr } = await runCli(['reconcile', 'small', '--data', folder]);
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(stderr).toContain('The address of Redis is encrypted');
  expect(stderr).toContain('REDWELL_REDIS_URL');
});
