/** `redwell export` and `redwell verify`: the built commands, from the data folder alone. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockDataDir } from '../../../src/core/app/data-dir-lock.ts';
import { openHandover, recordBatch, vaultPath } from '../../support/handover.ts';
import { importLoadFile } from '../../support/read-load-file.ts';
import { MAIL, MATTER } from '../handover/matter.ts';
import { lastLine, runCli, startCli } from './run.ts';

const BATCH = '20261101-0900-abcde';
const DAMAGED = '20261102-0900-abcde';
let folder: string;
let data: string;
let into: string;
let profile: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redwell-export-'));
  data = join(folder, 'data');
  into = join(folder, 'out');
  profile = join(folder, 'p.json');
  await mkdir(into);
  const { history } = openHandover(data);
  await recordBatch(data, history, BATCH, MATTER, { name: 'Smith v. Jones' });
  await recordBatch(data, history, DAMAGED, [
    { path: 'good.txt', content: 'good' },
    { path: 'bad.txt', content: 'bad' },
  ]);
  history.dispose();
  writeFileSync(vaultPath(data, 'bad'), 'BAD');
});
afterAll(() => rmSync(folder, { recursive: true }));

const exporting = (batch: string, ...args: string[]): string[] => [
  'export',
  batch,
  '--data',
  data,
  '--to',
  into,
  ...args,
];

describe('redwell export', () => {
  it('prints its report as JSON for scripts, and exits with 0', async () => {
    const ran = await runCli(exporting(BATCH, '--as', 'loadfile', '--json'));
    expect(ran.code).toBe(0);
    const report = JSON.parse(ran.stdout);
    expect(report).toMatchObject({ batchId: BATCH, kind: 'loadfile', documents: 10, rootHash: null });
    expect(importLoadFile(report.target)).toHaveLength(10);
  });

  it('exports what passes filters, or what a file lists, and refuses both', async () => {
    const plan = async (
      ...args: string[]
    ): Promise<{ code: number | null; stderr: string; stdout: string }> =>
      runCli(exporting(BATCH, '--as', 'loadfile', '--plan', ...args));
    const list = join(folder, 'list.txt');
    writeFileSync(list, `\uFEFF${MAIL}\r\n\r\n${BATCH}-d00001\r\n`);
    expect((await plan('--documents', list)).stdout).toContain(
      'Chosen: 2 documents; 2 more because families stay together, 8 not exported',
    );
    expect((await plan('--filter', 'status=exception', '--filter', 'type=pdf')).stdout).toContain(
      'Chosen: 1 document; 2 more because families stay together, 9 not exported',
    );
    writeFileSync(list, 'nowhere.txt\n');
    const { code, stderr } = await plan('--documents', list);
    expect(code).toBe(1);
    expect(stderr).toContain('has no document “nowhere.txt”');
    expect((await plan('--documents', list, '--filter', 'type=pdf')).stderr).toContain(
      'cannot be used together',
    );
    expect((await plan('--filter', 'kind=pdf')).stderr).toContain('“kind=pdf” is no filter.');
  });

  it('says in words what was exported and what was left out', async () => {
    const { code, stdout } = await runCli(exporting(BATCH, '--as', 'evidence'));
    expect(code).toBe(0);
    expect(stdout).toContain(`Exported to ${join(into, 'Smith v. Jones - evidence pack')}\n`);
    expect(stdout).toContain('10 documents, 9 originals; ');
    expect(stdout).toContain('Control numbers RW00000001 to RW00000010, 1 volume\n');
    expect(stdout).toContain('Left out, 2: The document has the same content as another one');
    expect(stdout).toContain('4 values could not be written exactly, or may be misread; see changes.csv.');
    expect(stdout).toContain('The names of this batch were not matched');
    expect(stdout).toMatch(/Root hash: [0-9a-f]{64}\n$/);
  });

  it('shows the plan, and writes nothing', async () => {
    const before = readdirSync(into);
    const { code, stdout } = await runCli(exporting(BATCH, '--as', 'bag', '--plan', '--json'));
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      { kind: 'bag', documents: MATTER.length, numbering: null },
    ]);
    expect(readdirSync(into)).toEqual(before);
  });

  it('exits with 2 when an original is not what was received', async () => {
    const { code, stdout } = await runCli(exporting(DAMAGED, '--as', 'bag'));
    expect(code).toBe(2);
    expect(stdout).toContain('Left out, 1: The original is no longer the file that was received.');
  });

  it('uses a profile, and refuses one with a field name twice', async () => {
    writeFileSync(
      profile,
      JSON.stringify({ fields: [{ field: 'BEGDOC', as: 'Begin' }, { field: 'SUBJECT' }] }),
    );
    const ran = await runCli(exporting(BATCH, '--as', 'loadfile', '--profile', profile, '--json'));
    const rows = importLoadFile(JSON.parse(ran.stdout).target).map(({ row }) => row);
    expect(Object.keys(rows[0]!)).toEqual(['Begin', 'SUBJECT']);
    writeFileSync(
      profile,
      JSON.stringify({ fields: [{ field: 'BEGDOC' }, { field: 'ENDDOC', as: 'begdoc' }] }),
    );
    const refused = await runCli(exporting(BATCH, '--as', 'loadfile', '--profile', profile));
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('The field name “begdoc” is there twice. Each name must be different.');
  });

  it.each([
    [
      'an unknown batch',
      () => exporting('nothing', '--as', 'lists'),
      'There is no batch nothing on this computer.',
    ],
    [
      'a folder that is missing',
      () => exporting(BATCH, '--as', 'lists', '--to', join(into, 'no')),
      'There is no folder',
    ],
    [
      'a kind that it does not know',
      () => exporting(BATCH, '--as', 'pdf'),
      'Allowed choices are loadfile, lists, report, bag, evidence',
    ],
    [
      'a profile that is missing',
      () => exporting(BATCH, '--as', 'loadfile', '--profile', '/none'),
      'could not be read',
    ],
    [
      'a privilege list that is missing',
      () => exporting(BATCH, '--as', 'lists', '--privilege', '/none'),
      'The privilege list /none could not be read',
    ],
    [
      'a search that cannot be read',
      () => exporting(BATCH, '--as', 'lists', '--search', '(open'),
      'The search “(open” cannot be read',
    ],
    [
      'a search in a load file',
      () => exporting(BATCH, '--as', 'loadfile', '--search', 'open'),
      'Only lists and evidence packs take --privilege and --search',
    ],
    [
      'a data folder without history',
      () => ['export', BATCH, '--as', 'lists', '--to', into, '--data', join(folder, 'none')],
      'There is no history in',
    ],
  ])('exits with 1 for %s', async (_what, args, message) => {
    const before = readdirSync(into);
    const ran = await runCli(args());
    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain(message);
    expect(readdirSync(into)).toEqual(before);
  });

  it('works beside an open app', async () => {
    const owner = await lockDataDir(data);
    const { history } = openHandover(data);
    const before = history.exports.list(BATCH).length;
    const { code } = await runCli(exporting(BATCH, '--as', 'lists'));
    expect([code, history.exports.list(BATCH).length]).toEqual([0, before + 1]);
    history.dispose();
    await owner.dispose();
  });

  it('leaves nothing on Ctrl-C', async () => {
    const large = '20261103-0900-abcde';
    const { history } = openHandover(data);
    const content = (i: number): Buffer => Buffer.alloc(4_000_000, `${i} `);
    const documents = Array.from({ length: 60 }, (_v, i) => ({
      path: `${i}.bin`,
      content: content(i),
      text: null,
    }));
    await recordBatch(data, history, large, documents, { name: 'Large' });
    const running = startCli(exporting(large, '--as', 'bag'));
    while (!readdirSync(into).some((name) => name.startsWith('Large'))) await new Promise(setImmediate);
    running.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('The export was canceled. Nothing was handed over.');
    expect(readdirSync(into).filter((name) => name.startsWith('Large'))).toEqual([]);
    expect(history.exports.list(large)).toMatchObject([{ outcome: 'canceled' }]);
    history.dispose();
  });
});

describe('redwell verify', () => {
  it('proves a pack, with the root hash that was written down', async () => {
    const { target, rootHash } = JSON.parse(
      (await runCli(exporting(BATCH, '--as', 'evidence', '--json'))).stdout,
    );
    const whole = await runCli(['verify', target, '--root', rootHash, '--json']);
    expect([whole.code, JSON.parse(whole.stdout)]).toMatchObject([
      0,
      { whole: true, rootHash, difference: null },
    ]);
    expect((await runCli(['verify', target])).stdout).toMatch(
      /^The pack is whole: \d+ files, .*\nThe operator log is whole: .*\nRoot hash: [0-9a-f]{64}\n/,
    );
    const other = await runCli(['verify', target, '--root', '0'.repeat(64), '--json']);
    expect([other.code, JSON.parse(other.stdout)]).toMatchObject([2, { difference: { kind: 'root' } }]);
    const native = join(target, 'data/load-file/VOL001/NATIVES/0001/RW00000002.eml');
    writeFileSync(native, 'From: somebody else');
    const differs = await runCli(['verify', target]);
    expect(differs.code).toBe(2);
    expect(lastLine(differs.stdout)).toBe(
      'The pack differs: The file data/load-file/VOL001/NATIVES/0001/RW00000002.eml is not the one that was handed over.',
    );
    expect(MATTER.map(({ path }) => path)).toContain(MAIL);
  });

  it('exits with 1 when there is nothing to read', async () => {
    const ran = await runCli(['verify', join(into, 'nothing')]);
    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain('could not be read');
    expect((await runCli(['verify', into, '--root', 'abc'])).stderr).toContain('64 hexadecimal digits');
  });
});
