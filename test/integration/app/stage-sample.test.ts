/** Tries a sample with the real sandbox, and proves that nothing is written and nothing is left. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, it } from 'vitest';
import { createSampleDesk } from '../../../src/core/app/stage-sample/desk.ts';
import { openHistory } from '../../../src/core/history/index.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import type { Sample } from '../../../src/shared/bridge-sample.ts';
import { makeFolder } from '../../support/folder.ts';
import { manifestOf } from '../../support/manifest.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../../support/redwell.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { until } from '../../support/until.ts';
import { storyOf } from '../history/story.ts';

/** Everything that a run would change in history. */
function contentsOf(path: string): unknown {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = [
      'documents',
      'attempts',
      'texts',
      'entities',
      'relationships',
      'batch_runs',
      'document_ends',
    ];
    return tables.map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3`).all());
  } finally {
    db.close();
  }
}

it('says what another run would change, names altered originals, writes nothing, and works without Redis', async () => {
  const dataDir = await makeDataDir();
  const path = join(dataDir, 'history.sqlite');
  let redwell = await openTestRedwell(dataDir);
  const ended = async (sampleId: string): Promise<Sample> => {
    await until(async () => (await redwell.handlers['sample.get']({ sampleId })).state !== 'running');
    return redwell.handlers['sample.get']({ sampleId });
  };
  try {
    const folder = await makeFolder(join(dataDir, 'matter'));
    const { id: batchId } = await submitFolder(redwell, folder.path);
    const batch = await batchEnd(redwell, batchId);
    const { completed, exceptions } = batch.equation;
    await redwell.dispose();

    // An earlier version found another text and one name less; and somebody changed an original.
    const history = openHistory({ path, readOnly: true });
    const all = [...history.allDocuments(batchId)].filter(({ status }) => status === 'completed');
    const named = all.find(({ entities }) => (entities ?? 0) > 0)!;
    const altered = all.find(({ id }) => id !== named.id)!;
    history.dispose();
    const db = new DatabaseSync(path);
    db.prepare(
      'DELETE FROM entities WHERE place = 0 AND document = (SELECT n FROM documents WHERE id = ?)',
    ).run(named.id);
    db.close();
    const sha256 = altered.sha256!;
    const original = join(dataDir, 'vault', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    await chmod(original, 0o600);
    await writeFile(original, 'something else');

    // Without a server and without a worker.
    redwell = await openTestRedwell(dataDir, { spawnWorker: null, redisUrl: 'redis://127.0.0.1:1' });
    const before = contentsOf(path);
    const started = await redwell.handlers['sample.start']({ batchId, stage: 'ocr', size: 50 });
    await expect(redwell.handlers['sample.start']({ batchId, stage: 'ocr', size: 5 })).rejects.toMatchObject({
      code: 'conflict',
    });
    const sample = await ended(started.id);
    expect(sample).toMatchObject({ state: 'done', error: null });
    expect(sample.documents.length).toBeGreaterThanOrEqual(completed);
    expect(sample.documents.length).toBeLessThanOrEqual(completed + exceptions);
    const outcome = (id: string) => sample.documents.find(({ documentId }) => documentId === id);
    expect(outcome(altered.id)).toMatchObject({ outcome: 'broken', after: 'altered', difference: null });
    const changed = outcome(named.id);
    expect(changed).toMatchObject({ outcome: 'changed', after: null });
    const { came, changed: moved } = changed!.difference!.names!;
    expect(came.count + moved).toBe(1);
    expect(changed!.difference!.words).toMatchObject({ changed: false });
    const others = sample.documents.filter(({ documentId }) => ![altered.id, named.id].includes(documentId));
    expect(
      others.map(({ outcome: one }) => one).filter((one) => one !== 'same' && one !== 'failing'),
    ).toEqual([]);
    expect(sample.kinds.reduce((sum, { sampled }) => sum + sampled, 0)).toBe(sample.size);

    // From the stored text, the altered original does not matter.
    const later = await redwell.handlers['sample.start']({ batchId, stage: 'entity_extraction', size: 50 });
    const names = await ended(later.id);
    expect(names.documents.find(({ documentId }) => documentId === altered.id)?.outcome).toBe('same');
    expect(names.documents.find(({ documentId }) => documentId === named.id)?.outcome).toBe('changed');
    expect(contentsOf(path)).toEqual(before);
  } finally {
    await redwell.dispose();
    await removeDataDir(dataDir);
  }
}, 300_000);

it('ends its parsers when it is canceled, and when nobody asks for it', async () => {
  const dataDir = await makeDataDir();
  const path = join(dataDir, 'history.sqlite');
  const history = openHistory({ path });
  const manifest = manifestOf('a', 8);
  history.recordManifest(manifest);
  for (const { id } of manifest.documents)
    history.apply({ cursor: '1-0', ...storyOf(id, [{ retries: [], failsAt: null, canceledAt: null }]) });
  let disposed = 0;
  let aborted = 0;
  const desk = createSampleDesk({
    history,
    openSandbox: () => ({
      // A parser that never ends by itself.
      ...plainSandbox({
        before: (_stage, _input, signal) =>
          new Promise((_resolve, reject) => {
            signal?.addEventListener('abort', () => {
              aborted += 1;
              reject(signal.reason as Error);
            });
          }),
      }),
      dispose: async () => {
        disposed += 1;
      },
    }),
    limits: () => ({ timeoutMs: 1000, maxPages: 1, maxCharacters: 1, maxBytes: 1 }),
    locate: async () => '/nowhere',
    passwords: () => [],
    log: { error: () => undefined } as never,
    unaskedMs: 300,
  });
  try {
    const one = await desk.start({ batchId: 'a', stage: 'ocr', size: 8 });
    await desk.cancel(one.id);
    expect(desk.get(one.id)).toMatchObject({ state: 'canceled', documents: [] });
    expect(disposed).toBe(1);
    expect(aborted).toBeGreaterThan(0);
    await desk.start({ batchId: 'a', stage: 'ocr', size: 8 });
    await until(() => disposed === 2);
  } finally {
    await desk.dispose();
    history.dispose();
    await removeDataDir(dataDir);
  }
});
