/** Kills Redwell in the middle of a batch: the workers continue, and the next Redwell has every document. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeManyFiles } from '../support/folder.ts';
import { makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { FULL } from '../support/scale.ts';
import { until } from '../support/until.ts';
import { expectWhole, seeded } from './support.ts';

const DOCUMENTS = FULL ? 1000 : 60;
const KILLS = FULL ? 5 : 1;
const SERVE = join(import.meta.dirname, '..', '..', 'out', 'main', 'serve.js');

let dataDir: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  dataDir = await makeDataDir();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await removeDataDir(dataDir);
});

/** Starts Redwell in its own process, as an operator does. Resolves when it has printed its address. */
async function startProcess(folder?: string): Promise<ChildProcess> {
  const child = fork(
    SERVE,
    [...(folder === undefined ? [] : [folder]), '--data', dataDir, '--port', '0', '--no-open'],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  children.push(child);
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  await until(() => text.includes('token='));
  if (folder !== undefined) await until(() => text.includes('Submitting'));
  return child;
}

it(`finishes one whole batch although Redwell is killed ${KILLS} times`, async () => {
  const folder = join(dataDir, 'matter');
  await makeManyFiles(folder, DOCUMENTS);
  const random = seeded(11);
  let child = await startProcess(folder);
  for (let kill = 0; kill < KILLS; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500 + random() * 2500));
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    child = await startProcess();
  }
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;

  const last = await openTestRedwell(dataDir);
  try {
    // Redwell submits a frozen drop without being asked. A kill before that leaves the drop for the operator.
    const drops = await last.handlers['intake.list']({});
    let batchId = (
      await last.handlers['batches.list']({ search: '', status: 'all', cursor: null, limit: 10 })
    ).items[0]?.id;
    const waiting = drops.find((drop) => drop.status !== 'submitted' && drop.status !== 'submitting');
    if (batchId === undefined && waiting !== undefined) {
      await until(async () => (await last.handlers['intake.get']({ dropId: waiting.id })).status === 'ready');
      batchId = (
        await last.handlers['batches.submit']({
          dropId: waiting.id,
          name: 'matter',
          matter: '',
          custodian: '',
          priority: 'normal',
        })
      ).id;
    }
    expect(batchId).toBeDefined();
    const id = batchId ?? '';
    await until(async () => (await last.handlers['batches.get']({ batchId: id })).endedAt !== null);
    await expectWhole(last, id, DOCUMENTS);
    expect(
      (await last.handlers['batches.list']({ search: '', status: 'all', cursor: null, limit: 10 })).total,
    ).toBe(1);
  } finally {
    await last.dispose();
  }
});
