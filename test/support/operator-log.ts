/** Operator logs in temporary folders, with a clock that the test sets. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type OperatorLog, openOperatorLog } from '../../src/core/operator-log/log.ts';

export interface TestLog {
  folder: string;
  log: OperatorLog;
  clock: { at: number; upAt: number };
}

export async function testLog(maxFileBytes?: number): Promise<TestLog> {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-operator-log-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const clock = { at: 1_780_000_000_000, upAt: 5000 };
  const log = openOperatorLog(folder, {
    from: 'command line',
    operator: { who: 'dana', host: 'desk-4' },
    clock: { now: () => clock.at, up: () => clock.upAt },
    ...(maxFileBytes === undefined ? {} : { maxFileBytes }),
  });
  return { folder, log, clock };
}

/** Adds this many commands with their outcomes. */
export async function addCommands({ log, clock }: TestLog, count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    clock.at += 1000;
    clock.upAt += 1;
    const batch = { id: `b-${n % 3}`, name: `Matter ${n % 3}` };
    const asked = await log.add({ what: 'batch.pause', phase: 'asked', batch });
    await log.add({ what: 'batch.pause', phase: 'done', of: asked.seq, batch });
  }
}

export type LogBytes = Map<string, Buffer>;

/** Reads all files of a log but its lock. */
export async function logBytes(folder: string): Promise<LogBytes> {
  const names = (await readdir(folder)).filter((name) => !name.includes('.lock')).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
  );
}

/** Puts the files of a log back as they were. */
export async function restore(folder: string, files: LogBytes): Promise<void> {
  for (const name of await readdir(folder))
    if (!name.includes('.lock') && !files.has(name)) await rm(join(folder, name));
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
}
