/** Passwords under Electron: from the page through the preload to the main process, and from there to the worker. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Batch, isTerminal } from '../../../src/shared/batches.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../../src/shared/bridge.ts';
import { type ShellApp, startShell } from '../../doubles/electron-app.ts';
import { until } from '../../support/until.ts';
import { encryptedPdf } from '../pipeline/encrypted-pdf.ts';

const SECRET = 'Heron-41-auf-dem-Dach';
const OTHER = 'Kranich-7-im-Moor';
let base: string;
let shell: ShellApp;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'rw-shell-'));
  shell = startShell(['--data', join(base, 'data')]);
  await shell.opened;
});
afterEach(async () => {
  await shell.quit();
  await rm(base, { recursive: true, force: true });
});

async function request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
  const reply = (await shell.ask('request', name, input)) as { ok: boolean; value: RequestOutput<N> };
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply)}`);
  return reply.value;
}
async function ended(batchId: string): Promise<Batch> {
  let batch = await request('batches.get', { batchId });
  await until(async () => {
    batch = await request('batches.get', { batchId });
    return isTerminal(batch.status) && batch.equation.pending === 0;
  });
  return batch;
}

it('opens documents with passwords given before and after the run', async () => {
  const folder = join(base, 'Locked');
  await mkdir(folder);
  await writeFile(join(folder, 'contract.pdf'), encryptedPdf('The rent is due', SECRET));
  await writeFile(join(folder, 'memo.pdf'), encryptedPdf('A memo', OTHER));
  await until(async () => (await request('health.get', {})).workers.length > 0);
  const { id: dropId } = await request('intake.begin', { kind: 'paths', paths: [folder] });
  await until(async () => (await request('intake.get', { dropId })).status === 'ready');
  expect(await request('intake.passwords', { dropId, passwords: [SECRET] })).toMatchObject({
    offered: 1,
    locked: 1,
    opened: 1,
  });
  const { id } = await request('batches.submit', { dropId, name: 'Locked' });
  expect((await ended(id)).equation).toMatchObject({ completed: 1, exceptions: 1 });
  const { items } = await request('documents.list', { batchId: id, status: 'exception' });
  // The worker tried the password, so it arrived over the utility process's port.
  expect(items[0]?.exception?.detail).toBe('The password offered does not open the PDF');
  expect(await request('batches.passwords', { batchId: id, passwords: [OTHER] })).toMatchObject({
    offered: 2,
    retried: 1,
  });
  expect((await ended(id)).equation).toMatchObject({ completed: 2, exceptions: 0 });
});
