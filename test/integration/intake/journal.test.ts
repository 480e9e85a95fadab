/** Drops survive quitting, being killed, and a journal that is cut off in the middle of a line. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { appendFile, readdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { until } from '../../support/until.ts';
import { buildSandbox } from '../pipeline/build-sandbox.ts';
import { zipOf } from '../pipeline/zip-writer.ts';
import { BATCH, dropWithStatus, filesBelow, sha256, sharedIntake } from './support.ts';

const { openFixture, entry } = sharedIntake();
it('restores a ready drop with its families after a restart', async () => {
  const d = await openFixture();
  await d.put('box.zip', zipOf({ 'a.txt': 'a', 'b.txt': 'b' }));
  await d.put('c.txt', 'a');
  const drop = await d.drop();
  const before = d.entries(drop.id);
  await d.restart();
  expect(d.intake.get(drop.id)).toEqual(drop);
  const manifest = await d.intake.freeze(drop.id, BATCH);
  expect(d.entries(drop.id)).toEqual(before);
  expect(manifest.documents).toHaveLength(4);
});

it('shows a drop as ready only once that is saved', async () => {
  const d = await openFixture();
  await d.put('a.txt', 'a');
  const { id } = await d.intake.beginPaths([d.folder]);
  while (d.intake.get(id).status !== 'ready') await new Promise((resolve) => setImmediate(resolve));
  const saved = JSON.parse(readFileSync(join(d.dataDir, 'drops', id, 'drop.json'), 'utf8'));
  expect(saved.drop.status).toBe('ready');
});

it('continues an interrupted drop without reading unchanged files again', async () => {
  const d = await openFixture();
  const at = new Date('2024-05-01T10:00:00Z');
  for (const name of ['kept.txt', 'changed.txt']) await utimes(await d.put(name, 'before'), at, at);
  const drop = await d.drop();
  await d.intake.dispose();
  // The state after a kill: still reading, the last line incomplete, two files in the journal.
  const directory = join(d.dataDir, 'drops', drop.id);
  const meta = JSON.parse(await readFile(join(directory, 'drop.json'), 'utf8'));
  meta.drop.status = 'reading';
  await writeFile(join(directory, 'drop.json'), JSON.stringify(meta));
  await appendFile(join(directory, 'entries.jsonl'), '{"k":"file","v":{"path":"torn');
  // The first file keeps its size and time, so it is not read again. The second one has another size.
  await utimes(await d.put('kept.txt', 'behind'), at, at);
  await d.put('changed.txt', 'afterwards');
  await d.put('new.txt', 'new');
  await d.restart();
  const again = await dropWithStatus(d.intake, drop.id);
  expect(again).toMatchObject({ status: 'ready', found: 3 });
  expect(d.entries(drop.id).map(({ path, sha256: hash }) => [path, hash])).toEqual([
    ['changed.txt', sha256('afterwards')],
    ['kept.txt', sha256('before')],
    ['new.txt', sha256('new')],
  ]);
  // The journal, which continued after the incomplete line, can be read again.
  await d.restart();
  expect((await d.intake.freeze(drop.id, BATCH).catch((error: Error) => error)) as object).toMatchObject({
    batchId: BATCH.batchId,
  });
});

it('starts with a journal that is cut off at any byte', async () => {
  const d = await openFixture();
  for (let i = 0; i < 5; i += 1) await d.put(`${i}.txt`, `text ${i}`);
  const drop = await d.drop();
  const lines = join(d.dataDir, 'drops', drop.id, 'entries.jsonl');
  await d.intake.dispose();
  const whole = await readFile(lines);
  const meta = join(d.dataDir, 'drops', drop.id, 'drop.json');
  const reading = (await readFile(meta, 'utf8')).replace('"status":"ready"', '"status":"reading"');
  for (let length = whole.length; length >= 0; length -= 37) {
    await writeFile(meta, reading);
    await writeFile(lines, whole);
    await truncate(lines, length);
    await d.restart();
    expect(await dropWithStatus(d.intake, drop.id)).toMatchObject({ status: 'ready', found: 5 });
    await d.intake.dispose();
  }
  await d.restart();
});

it('finishes with the correct inventory after being killed at any moment', async () => {
  const d = await openFixture();
  for (let i = 0; i < 400; i += 1) await d.put(`box ${i % 7}/letter ${i}.txt`, `Letter ${i % 390}\n`);
  const built = await buildSandbox('test/integration/intake/other-process.ts');
  onTestFinished(() => built.dispose());
  await d.intake.dispose();
  // Each process is killed a little later than the one before.
  for (const lines of [1, 3, 5]) {
    const child = spawn(process.execPath, [built.entry, d.dataDir, d.folder, entry()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    let seen = 0;
    for await (const _line of createInterface({ input: child.stdout })) {
      seen += 1;
      if (seen === lines) child.kill('SIGKILL');
    }
    await exited;
  }
  await d.restart();
  const drops = d.intake.list();
  expect(drops).toHaveLength(3);
  const expected = new Map([...(await filesBelow(d.folder))].map(([path, bytes]) => [path, sha256(bytes)]));
  for (const { id } of drops) {
    expect(await dropWithStatus(d.intake, id)).toMatchObject({ status: 'ready', found: 400, error: null });
    await until(() => d.entries(id).length === 400);
    expect(new Map(d.entries(id).map((entry) => [entry.path, entry.sha256]))).toEqual(expected);
    expect(d.entries(id).filter(({ duplicateOf }) => duplicateOf !== null)).toHaveLength(10);
  }
});

it('continues a drop after quitting in the middle of reading', async () => {
  const d = await openFixture();
  for (let i = 0; i < 300; i += 1) await d.put(`${i}.txt`, `text ${i}`);
  const reading = new Promise<void>((resolve) => {
    d.intake.onChanged(({ status }) => {
      if (status === 'reading') resolve();
    });
  });
  const { id } = await d.intake.beginPaths([d.folder]);
  await reading;
  await d.restart();
  expect(await dropWithStatus(d.intake, id)).toMatchObject({ status: 'ready', found: 300, error: null });
});

it('removes every file of a discarded drop', async () => {
  const d = await openFixture();
  await d.put('box.zip', zipOf({ 'a.txt': 'a' }));
  const drop = await d.drop();
  const statuses: string[] = [];
  d.intake.onChanged(({ status }) => statuses.push(status));
  await d.intake.discard(drop.id);
  expect(statuses).toEqual(['discarded']);
  expect(await readdir(join(d.dataDir, 'drops'))).toEqual([]);
  expect(() => d.intake.get(drop.id)).toThrow('This drop no longer exists.');
});
