/** The operator log in an evidence pack: every edit of it is found and named by the number of the entry. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PROFILE } from '../../../src/core/handover/load-file/profile.ts';
import { exportBatch } from '../../../src/core/handover/run.ts';
import { verifyPack } from '../../../src/core/handover/verify.ts';
import { logFolder } from '../../../src/core/operator-log/files.ts';
import { openOperatorLog } from '../../../src/core/operator-log/log.ts';
import type { ExportReport, PackCheck } from '../../../src/shared/handover.ts';
import { openHandover, recordBatch } from '../../support/handover.ts';

const BATCH = '20261101-0900-abcde';
const OTHER = '20261102-0900-abcde';
const LOG = 'data/operator-log/operator-log.jsonl';
let folder: string;
let pack: ExportReport;
let text: string;
let lines: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-log-proof-'));
  const data = join(folder, 'data');
  const { history, deps } = openHandover(data);
  await recordBatch(data, history, BATCH, [{ path: 'a.txt', content: 'a' }], { name: 'Matter' });
  const log = openOperatorLog(logFolder(data), { from: 'window' });
  // Entry 1 begins the log. Entries 4 and 5, 8 and 9 are about another batch.
  for (const id of [BATCH, BATCH, OTHER, OTHER, BATCH, BATCH, OTHER, OTHER, BATCH, BATCH])
    await log.add({ what: 'batch.pause', phase: 'note', batch: { id, name: 'Matter' } });
  const request = { batchId: BATCH, kind: 'evidence', into: folder, profile: DEFAULT_PROFILE } as const;
  pack = await exportBatch(deps, request, { signal: new AbortController().signal });
  history.dispose();
  text = await readFile(join(pack.target, LOG), 'utf8');
  lines = text.trimEnd().split('\n');
});
afterAll(() => rm(folder, { recursive: true }));

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

/** Puts another log into the pack. @param consistent also makes the hashes of the pack again, as a forger does */
async function checkWith(log: string, consistent: boolean): Promise<PackCheck> {
  const put = (name: string, content: string): Promise<void> => writeFile(join(pack.target, name), content);
  const manifest = await readFile(join(pack.target, 'manifest-sha256.txt'), 'utf8');
  const tags = await readFile(join(pack.target, 'tagmanifest-sha256.txt'), 'utf8');
  await put(LOG, log);
  if (consistent) {
    const forged = manifest.replace(sha256(text), sha256(log));
    await put('manifest-sha256.txt', forged);
    await put('tagmanifest-sha256.txt', tags.replace(sha256(manifest), sha256(forged)));
  }
  const check = await verifyPack(pack.target, { root: null, signal: new AbortController().signal });
  await put(LOG, text);
  await put('manifest-sha256.txt', manifest);
  await put('tagmanifest-sha256.txt', tags);
  return check;
}

/** The entry with each number is on the line with this index; line 0 is the header. */
const without = (entry: number): string[] => lines.filter((_line, i) => i !== entry);
const swapped = (entry: number): string[] => {
  const changed = [...lines];
  [changed[entry], changed[entry + 1]] = [changed[entry + 1]!, changed[entry]!];
  return changed;
};
const altered = (entry: number): string[] =>
  lines.map((line, i) =>
    i !== entry
      ? line
      : line.includes('"content"')
        ? line.replace(/"content":"./, '"content":"x')
        : line.replace('Matter', 'Master'),
  );
const ENTRIES = 11;
const OF_OTHERS = new Set([1, 4, 5, 8, 9]);
/** Returns how the message names an entry: entries of other batches are there as hashes, so a few may be meant. */
const namedAs = (entry: number): string =>
  entry === 1
    ? 'Entry 1 was altered'
    : entry < 8 && OF_OTHERS.has(entry)
      ? 'One of the entries 4 to 5 was altered'
      : OF_OTHERS.has(entry)
        ? 'One of the entries 8 to 9 was altered'
        : `Entry ${entry} was altered.`;

const expectNamed = async (log: string[], words: string, forged: boolean): Promise<void> => {
  const { whole, difference } = await checkWith(`${log.join('\n')}\n`, forged);
  expect([whole, difference?.kind, difference?.path]).toEqual([false, forged ? 'log' : 'altered', LOG]);
  expect(difference?.message).toContain(words);
};

describe('a pack whose hashes were made again', () => {
  it('names the entry of its operator log that was altered, removed or moved, whichever it is', async () => {
    expect(lines).toHaveLength(ENTRIES + 1);
    for (let entry = 1; entry <= ENTRIES; entry += 1) {
      await expectNamed(altered(entry), namedAs(entry), true);
      const missing = entry === ENTRIES ? 'the end is missing' : `Entry ${entry} is missing`;
      await expectNamed(without(entry), missing, true);
      if (entry < ENTRIES)
        await expectNamed(swapped(entry), `Entry ${entry} is missing or in another place`, true);
    }
  });
});

describe('a pack whose hashes are as they were', () => {
  it('names the file of the operator log, and the entry in it', async () => {
    await expectNamed(altered(7), 'Entry 7 was altered.', false);
  });
});

it('proves a log that nobody has touched, and says how many entries are about the batch', async () => {
  expect(await checkWith(text, true)).toMatchObject({ whole: true, log: { entries: 6 }, difference: null });
});
