import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { STAGES } from '../../../src/shared/stages.ts';
import { lastLine, runCli, startCli } from './run.ts';

const MINUTE = 60_000;
let dir: string;
let data: string;
let folder: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-cli-'));
  data = join(dir, 'data');
  folder = join(dir, 'Smith v. Jones');
  mkdirSync(folder);
});
afterEach(() => rmSync(dir, { recursive: true }));

const letter = (n: number): string =>
  `Letter ${n}. Ms. Jane Miller of Acme Corp. paid $1,${n}00.00 on March ${(n % 28) + 1}, 2021.\n`;

it('processes a folder, stops what it started, and leaves a history that needs no server', {
  timeout: 2 * MINUTE,
}, async () => {
  writeFileSync(join(folder, 'a.txt'), letter(1));
  writeFileSync(join(folder, 'b.txt'), letter(2));
  writeFileSync(join(folder, 'copy of a.txt'), letter(1));
  writeFileSync(join(folder, 'nothing.txt'), '');
  const args = ['process', folder, '--data', data, '--json', '--priority', 'high', '--matter', 'M-1'];
  const { code, stdout, stderr } = await runCli(args);
  expect(code, stderr).toBe(2);
  const result = JSON.parse(lastLine(stdout));
  expect(result).toMatchObject({ received: 4, completed: 2, exceptions: 1, duplicates: 1, excluded: 0 });
  expect(Object.keys(result)).toEqual([
    'batchId',
    'received',
    'completed',
    'exceptions',
    'duplicates',
    'excluded',
    'durationMs',
    'warnings',
  ]);
  expect(result.durationMs).toBeGreaterThan(0);

  // Worker and server have stopped. The data folder can still be read.
  const status = JSON.parse(
    (await runCli(['batch-status', result.batchId, '--data', data, '--json'])).stdout,
  );
  expect(status).toMatchObject(result);
  for (const document of status.documents) {
    if (document.status !== 'completed') continue;
    for (const stage of STAGES)
      expect(document.stages[stage]).toMatchObject({ status: 'completed', attempts: 1 });
    const detail = JSON.parse((await runCli(['document', document.id, '--data', data, '--json'])).stdout);
    expect(detail.text).toContain('Jane Miller');
    expect(detail.entities.length).toBe(document.entities);
    expect(detail.text.length).toBe(document.characters);
  }
  const reconciled = await runCli(['reconcile', result.batchId, '--data', data, '--json']);
  expect([reconciled.code, JSON.parse(reconciled.stdout)]).toEqual([
    0,
    {
      batchId: result.batchId,
      checked: 4,
      drift: [],
      orphaned: 0,
      orphans: [],
      repaired: 0,
      givenUp: 0,
      ending: null,
    },
  ]);
  const again = await runCli(['rerun', result.batchId, '--data', data, '--json']);
  expect(again.code, again.stderr).toBe(2);
  expect(JSON.parse(again.stdout)).toMatchObject({ batchId: result.batchId, received: 4, completed: 2 });
  const unknown = await runCli(['rerun', 'no-such-batch', '--data', data]);
  expect([unknown.code, unknown.stdout]).toEqual([1, '']);
  expect(unknown.stderr).toContain('no manifest of batch no-such-batch');
});

it('keeps a batch when it is stopped, and continues it on resume', {
  timeout: 3 * MINUTE,
}, async () => {
  const documents = 60;
  for (let n = 1; n <= documents; n += 1) writeFileSync(join(folder, `${n}.txt`), letter(n));
  const running = startCli(['process', folder, '--data', data, '--json']);
  await running.noted('Submitted');
  running.kill('SIGINT');
  const stopped = await running.ended;
  expect(stopped.code).toBe(1);
  const [, batchId = ''] = /redwell resume (\S+)/.exec(stopped.stderr) ?? [];
  const before = JSON.parse((await runCli(['batch-status', batchId, '--data', data, '--json'])).stdout);
  expect(before.received).toBe(documents);
  expect(before.completed + before.pending).toBe(documents);

  const resumed = await runCli(['resume', batchId, '--data', data, '--json']);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(JSON.parse(lastLine(resumed.stdout))).toMatchObject({
    batchId,
    received: documents,
    completed: documents,
  });
});

it('names the problem and exits with 1 when it cannot start', { timeout: MINUTE }, async () => {
  const missing = await runCli(['process', join(dir, 'nowhere'), '--data', data, '--json']);
  expect([missing.code, missing.stdout]).toEqual([1, '']);
  expect(missing.stderr).toContain('nowhere');
  const empty = await runCli(['process', folder, '--data', data]);
  expect(empty.code).toBe(1);
  expect(empty.stdout).toBe('');
  writeFileSync(join(folder, 'a.txt'), letter(1));
  const noRedis = await runCli(['process', folder, '--data', data, '--redis', `unix://${dir}/nobody.sock`]);
  expect([noRedis.code, noRedis.stdout]).toEqual([1, '']);
  expect(noRedis.stderr).toMatch(/Redis .*does not answer/);
  expect((await runCli(['batches', '--data', data])).stdout).toBe('No batch has been submitted yet.\n');
});

it('checks the machine and shows idle dashboards', { timeout: MINUTE }, async () => {
  const { code, stdout } = await runCli(['doctor', '--data', data, '--json']);
  const findings = JSON.parse(stdout) as { what: string; state: string }[];
  expect(findings.filter((finding) => finding.state === 'bad')).toEqual([]);
  expect(findings.map((finding) => finding.what)).toEqual(
    expect.arrayContaining([
      'Node',
      'redis-server',
      'tesseract',
      'Data folder',
      'Disk with the data folder',
      'Redis',
      'Redis policy',
    ]),
  );
  expect(code).toBe(0);
  const without = await runCli(['doctor', '--data', data], {
    REDWELL_REDIS_SERVER: join(dir, 'no-such-server'),
  });
  expect(without.code).toBe(1);
  expect(without.stdout).toMatch(/missing +redis-server/);
  const live = await runCli(['live', '--once', '--json', '--data', data]);
  expect(JSON.parse(live.stdout)).toMatchObject({ batches: [] });
  const dashboard = await runCli(['batch-dashboard', '--once', '--json', '--data', data]);
  expect(JSON.parse(dashboard.stdout)).toMatchObject({ active: [], workers: [], totals: null });
});
