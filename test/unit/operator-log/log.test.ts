import { createHash } from 'node:crypto';
import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openOperatorLog } from '../../../src/core/operator-log/log.ts';
import { verifyLogProof, writeLogProof } from '../../../src/core/operator-log/proof.ts';
import { operatorFilterSchema } from '../../../src/shared/operator-log.ts';
import { addCommands, type LogBytes, logBytes, restore, testLog } from '../../support/operator-log.ts';

const ALL = operatorFilterSchema.parse({});
const LOG_1 = 'operator-log-000001.jsonl';

describe('the operator log', () => {
  it('chains every entry over several files, and finds itself whole', async () => {
    const made = await testLog(2000);
    await addCommands(made, 20);
    const check = await made.log.verify();
    expect(check).toMatchObject({ whole: true, entries: 41, torn: 0, faults: [] });
    expect(check.files).toBeGreaterThan(5);
    expect((await made.log.verify(check.head)).whole).toBe(true);
    expect((await made.log.verify('0'.repeat(64))).faults[0]?.kind).toBe('removed');
  });

  it('keeps one chain when several processes write at the same time', async () => {
    const { folder } = await testLog();
    const logs = Array.from({ length: 4 }, () => openOperatorLog(folder, { from: 'browser' }));
    await Promise.all(
      logs.flatMap((log) => [1, 2, 3].map(() => log.add({ what: 'drop.edit', phase: 'note' }))),
    );
    expect(await logs[0]?.verify()).toMatchObject({ whole: true, entries: 13 });
  });

  it('names what a killed process left of an entry, and continues behind it', async () => {
    const made = await testLog();
    await addCommands(made, 3);
    await appendFile(join(made.folder, LOG_1), '{"after":null,"at":17800');
    expect(await made.log.verify()).toMatchObject({ whole: true, entries: 7, torn: 1 });
    await addCommands(made, 1);
    const check = await made.log.verify();
    expect(check).toMatchObject({ whole: true, entries: 10, torn: 1 });
    const { items } = await made.log.list({ filter: { ...ALL, what: 'log.torn' }, cursor: null, limit: 5 });
    expect(items[0]?.details).toMatchObject({ bytes: 24 });
  });

  it('takes an entry whose line break was lost as it is', async () => {
    const made = await testLog();
    await addCommands(made, 2);
    const before = await logBytes(made.folder);
    await made.log.add({ what: 'drop.edit', phase: 'note' });
    const path = join(made.folder, LOG_1);
    await truncate(path, (await readFile(path)).length - 1);
    // Killed between the entry and the record of it.
    const head = [...before].find(([name]) => name.includes('head'));
    await writeFile(join(made.folder, head?.[0] ?? ''), head?.[1] ?? '');
    expect(await made.log.verify()).toMatchObject({ whole: true, entries: 6 });
    await addCommands(made, 1);
    expect(await made.log.verify()).toMatchObject({ whole: true, entries: 8, torn: 0 });
  });

  it('shows the end that was cut off also after new entries', async () => {
    const made = await testLog();
    await addCommands(made, 3);
    const path = join(made.folder, LOG_1);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    await writeFile(path, `${lines.slice(0, 5).join('\n')}\n`);
    expect((await made.log.verify()).faults[0]).toMatchObject({ kind: 'removed', seq: 7 });
    const next = await made.log.add({ what: 'drop.edit', phase: 'note' });
    expect(next).toMatchObject({ seq: 8, marks: ['damaged'] });
    expect((await made.log.verify()).faults.map(({ kind, seq }) => [kind, seq])).toEqual([
      ['removed', 6],
      ['removed', 7],
    ]);
  });

  it('marks a clock that was set, and a computer that slept or was started again not', async () => {
    const { log, clock } = await testLog();
    const add = async () => (await log.add({ what: 'drop.edit', phase: 'note' })).marks;
    await add();
    clock.at += 7_200_000;
    clock.upAt += 7200;
    expect(await add()).toEqual([]);
    clock.at -= 3_600_000;
    expect(await add()).toEqual(['clock_back']);
    clock.at += 86_400_000;
    expect(await add()).toEqual(['clock_ahead']);
    clock.at += 86_400_000;
    clock.upAt = 10;
    expect(await add()).toEqual([]);
  });

  it('lists newest first, filters, and shows a command once', async () => {
    const made = await testLog(2000);
    await addCommands(made, 9);
    const asked = await made.log.add({
      what: 'batch.cancel',
      phase: 'asked',
      batch: { id: 'b-1', name: 'Matter 1' },
    });
    const first = await made.log.list({ filter: ALL, cursor: null, limit: 4 });
    expect(first.total).toBe(11);
    expect(first.items[0]?.seq).toBe(asked.seq);
    const second = await made.log.list({ filter: ALL, cursor: first.next, limit: 100 });
    expect(second).toMatchObject({ next: null, total: 11 });
    expect([...first.items, ...second.items].map(({ seq }) => seq)).toEqual(
      [...first.items, ...second.items].map(({ seq }) => seq).sort((a, b) => b - a),
    );
    const of = async (filter: object) =>
      (await made.log.list({ filter: { ...ALL, ...filter }, cursor: null, limit: 50 })).total;
    expect(await of({ batch: 'b-1' })).toBe(4);
    expect(await of({ batch: 'matter 2' })).toBe(3);
    expect(await of({ who: 'DANA@' })).toBe(11);
    expect(await of({ who: 'sam' })).toBe(0);
    expect(await of({ what: 'batch.pause' })).toBe(9);
    expect(await of({ from: made.clock.at })).toBe(2);
  });
});

/** Changes files of a log in one place. */
const edits = fc.oneof(
  fc.record({
    kind: fc.constant('flip' as const),
    file: fc.nat(),
    at: fc.nat(),
    bit: fc.integer({ min: 0, max: 7 }),
  }),
  fc.record({
    kind: fc.constant('cut' as const),
    file: fc.nat(),
    at: fc.nat(),
    length: fc.integer({ min: 1, max: 900 }),
  }),
  fc.record({
    kind: fc.constant('insert' as const),
    file: fc.nat(),
    at: fc.nat(),
    text: fc.string({ minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('truncate' as const), file: fc.nat(), at: fc.nat() }),
  fc.record({ kind: fc.constant('remove' as const), file: fc.nat(), at: fc.nat() }),
  fc.record({ kind: fc.constant('swap' as const), file: fc.nat(), at: fc.nat(), with: fc.nat() }),
  fc.record({ kind: fc.constant('repeat' as const), file: fc.nat(), at: fc.nat(), with: fc.nat() }),
  fc.record({ kind: fc.constant('lose' as const), file: fc.nat() }),
);
type Edit = typeof edits extends fc.Arbitrary<infer T> ? T : never;

function edited(files: LogBytes, edit: Edit): LogBytes {
  const names = [...files.keys()];
  const name = names[edit.file % names.length] as string;
  const bytes = Buffer.from(files.get(name) as Buffer);
  const result = new Map(files);
  if (edit.kind === 'lose') {
    result.delete(name);
    return result;
  }
  const at = edit.at % bytes.length;
  const lines = bytes.toString('utf8').split(/(?<=\n)/);
  const line = edit.at % lines.length;
  const changed = ((): Buffer => {
    switch (edit.kind) {
      case 'flip':
        bytes[at] = (bytes[at] as number) ^ (1 << edit.bit);
        return bytes;
      case 'cut':
        return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + edit.length)]);
      case 'insert':
        return Buffer.concat([bytes.subarray(0, at), Buffer.from(edit.text), bytes.subarray(at)]);
      case 'truncate':
        return bytes.subarray(0, at);
      case 'remove':
        return Buffer.from(lines.toSpliced(line, 1).join(''));
      case 'swap': {
        const other = edit.with % lines.length;
        const swapped = lines.with(line, lines[other] as string).with(other, lines[line] as string);
        return Buffer.from(swapped.join(''));
      }
      case 'repeat':
        return Buffer.from(lines.toSpliced(line, 0, lines[edit.with % lines.length] as string).join(''));
    }
  })();
  result.set(name, changed);
  return result;
}

const same = (a: LogBytes, b: LogBytes): boolean =>
  a.size === b.size && [...a].every(([name, bytes]) => b.get(name)?.equals(bytes) === true);

describe('the check of the operator log', () => {
  it('finds and names every edit of its files', async () => {
    const made = await testLog(4000);
    await addCommands(made, 6);
    await appendFile(join(made.folder, [...(await logBytes(made.folder)).keys()].at(-1) ?? ''), '{"half');
    await addCommands(made, 4);
    const whole = await logBytes(made.folder);
    expect((await made.log.verify()).whole).toBe(true);
    await fc.assert(
      fc.asyncProperty(edits, async (edit) => {
        const now = edited(whole, edit);
        fc.pre(!same(whole, now));
        await restore(made.folder, now);
        const check = await made.log.verify();
        expect(check.whole).toBe(false);
        expect(check.faults[0]?.message).toMatch(/\d|record/);
      }),
      { numRuns: 120 },
    );
  });

  it('names an entry that was replaced by one with a true hash', async () => {
    const made = await testLog();
    const other = await testLog();
    await addCommands(made, 3);
    await other.log.add({ what: 'log.begin', phase: 'note' });
    await other.log.add({ what: 'batch.cancel', phase: 'asked' });
    const [, forged = ''] = (await readFile(join(other.folder, LOG_1), 'utf8')).split('\n');
    const path = join(made.folder, LOG_1);
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.with(1, forged).join('\n'));
    expect((await made.log.verify()).faults[0]).toMatchObject({ kind: 'altered' });
  });

  it('says that a whole log is gone', async () => {
    const made = await testLog();
    await addCommands(made, 1);
    await rm(join(made.folder, LOG_1));
    expect((await made.log.verify()).faults[0]).toMatchObject({ kind: 'removed', seq: 3 });
  });
});

describe('the certificate of a deletion', () => {
  it('is compared with the hash that its entry has', async () => {
    const { log, folder } = await testLog();
    const text = '{"batchId":"b-1"}\n';
    const path = join(folder, 'deleted-b-1.json');
    const details = { certificate: '/elsewhere/deleted-b-1.json', certificateHash: sha256(text) };
    await log.add({ what: 'batch.delete', phase: 'done', batch: { id: 'b-1', name: 'Matter' }, details });
    const faults = async () => (await log.verify()).faults.map(({ kind, seq, file }) => [kind, seq, file]);
    await writeFile(path, text);
    expect(await faults()).toEqual([]);
    await writeFile(path, text.replace('b-1', 'b-2'));
    expect(await faults()).toEqual([['altered', 2, 'deleted-b-1.json']]);
    await rm(path);
    expect(await faults()).toEqual([['removed', 2, 'deleted-b-1.json']]);
  });
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the proof of a batch', () => {
  it('proves its entries without those of others, and finds every edit', async () => {
    const made = await testLog(3000);
    await addCommands(made, 9);
    const path = join(made.folder, 'proof.jsonl');
    const lines: string[] = [];
    const proof = await writeLogProof(made.folder, 'b-1', async (line) => {
      lines.push(line);
    });
    expect(proof.entries).toBe(6);
    const text = lines.join('');
    expect(text).not.toContain('Matter 2');
    await writeFile(path, text);
    expect(await verifyLogProof(path, 'proof.jsonl')).toMatchObject({
      whole: true,
      entries: 6,
      head: proof.head,
    });
    const whole: LogBytes = new Map([['proof.jsonl', Buffer.from(text)]]);
    await fc.assert(
      fc.asyncProperty(edits, async (edit) => {
        fc.pre(edit.kind !== 'lose');
        const now = edited(whole, edit);
        fc.pre(!same(whole, now));
        await writeFile(path, now.get('proof.jsonl') ?? '');
        expect((await verifyLogProof(path, 'proof.jsonl')).fault).not.toBeNull();
      }),
      { numRuns: 150 },
    );
  });
});
