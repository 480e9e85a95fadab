/** Load files, read back by an importer that shares no code with Redwell. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseProfile } from '../../../src/core/handover/load-file/profile.ts';
import { planExport } from '../../../src/core/handover/plan.ts';
import { exportBatch } from '../../../src/core/handover/run.ts';
import type { HandoverDeps } from '../../../src/core/handover/types.ts';
import type { History } from '../../../src/core/history/types.ts';
import type { ExportKind, ExportReport } from '../../../src/shared/handover.ts';
import { type Made, openHandover, recordBatch, sha256Of, vaultPath } from '../../support/handover.ts';
import { type ImportedDocument, importLoadFile } from '../../support/read-load-file.ts';
import { ATTACHED, MAIL, MATTER } from './matter.ts';

const BATCH = '20261101-0900-abcde';
let folder: string;
let into: string;
let dataDir: string;
let history: History;
let deps: HandoverDeps;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-handover-'));
  dataDir = join(folder, 'data');
  into = join(folder, 'out');
  await mkdir(dataDir);
  await mkdir(into);
  ({ history, deps } = openHandover(dataDir));
});
afterEach(async () => {
  history.dispose();
  await rm(folder, { recursive: true });
});

const record = (documents: readonly Made[] = MATTER): Promise<void> =>
  recordBatch(dataDir, history, BATCH, documents, { name: 'Smith v. Jones' });

function run(profile: unknown = {}, kind: ExportKind = 'loadfile'): Promise<ExportReport> {
  const request = { batchId: BATCH, kind, into, profile: parseProfile(JSON.stringify(profile), 'p.json') };
  return exportBatch(deps, request, { signal: new AbortController().signal });
}

const rowsByPath = (documents: readonly ImportedDocument[]): Map<string, ImportedDocument> =>
  new Map(documents.map((one) => [one.row.FILEPATH ?? '', one]));

describe('a load file', () => {
  it.each(['utf8', 'utf16le'])(
    'has every document, family, hash and text of the batch, in %s',
    async (encoding) => {
      await record();
      const report = await run({ encoding, timeZone: 'America/New_York' });
      const imported = importLoadFile(report.target);
      // The signs that cannot be written exactly are tested with the rows.
      const exported = MATTER.filter(
        ({ path, status }) =>
          status !== 'excluded' && path !== 'box; one/second copy.txt' && path !== 'terms, loose.TXT',
      );
      expect(imported.map(({ row }) => row.FILEPATH)).toEqual(exported.map(({ path }) => path));
      for (const [i, { row, native, text, sha256, md5 }] of imported.entries()) {
        const made = exported[i]!;
        expect(native?.toString() ?? null).toBe(made.content);
        expect(row.SHA256).toBe(made.content === null ? '' : sha256Of(made.content));
        expect([row.SHA256 || null, row.MD5 || null]).toEqual([sha256, md5]);
        const read = made.text === undefined ? made.content : made.text;
        expect(text).toBe(made.status === 'exception' ? null : read);
        expect(row.BEGDOC).toBe(`RW${String(i + 1).padStart(8, '0')}`);
        expect(row.ENDDOC).toBe(row.BEGDOC);
      }
      expect(report).toMatchObject({
        documents: exported.length,
        originals: exported.length - 1,
        leftOut: { duplicate: 2, excluded: 1, no_original: 1 },
        numbering: { first: 'RW00000001', last: 'RW00000010', volumes: 1 },
        rootHash: null,
      });
    },
  );

  it('keeps families together and says who is in what', async () => {
    await record();
    const { target } = await run();
    const rows = importLoadFile(target).map(({ row }) => row);
    const family = ({ BEGATTACH, ENDATTACH, PARENTID, ATTCOUNT }: Record<string, string>) =>
      [BEGATTACH, ENDATTACH, PARENTID, ATTCOUNT].join(' ').replaceAll('RW0000', '');
    expect(rows.map((row) => [row.FILENAME, family(row)])).toEqual([
      ['a letter.txt', '   0'],
      ['re lease.eml', '0002 0004  2'],
      ['terms.txt', '0002 0004 0002 0'],
      ['scan.pdf', '0002 0004 0002 0'],
      ['zip.zip', '0005 0009  2'],
      ['inner.eml', '0005 0009 0005 2'],
      ['CON.', '0005 0009 0006 0'],
      ['letter.txt', '0005 0009 0006 0'],
      ['never.bin', '0005 0009 0005 0'],
      ['é\nname.txt', '   0'],
    ]);
  });

  it('has the metadata, all paths, entities and problems of each document', async () => {
    await record();
    const report = await run({ timeZone: 'America/New_York' });
    const byPath = rowsByPath(importLoadFile(report.target));
    expect(byPath.get(MAIL)?.row).toMatchObject({
      FROM: 'Dana Whitfield <dana@whitfield.example>',
      TO: 'Paul Ortega <paul@ortega.example>; k@smith.example',
      SUBJECT: 'Lease(R) of "Steinþór"\nsecond line',
      MESSAGEID: '<lease-1@whitfield.example>',
      CONVERSATION: '<lease-0@whitfield.example>',
      SENT_UTC: '2025-01-14T14:30:00Z',
      SENT_LOCAL: '2025-01-14T09:30:00-05:00',
      TIMEZONE: 'America/New_York',
      MIME: 'message/rfc822',
      FILEEXT: 'eml',
      CUSTODIAN: 'C. Custodian',
      ALLCUSTODIANS: 'C. Custodian',
      MATTER: 'Test v. Matter',
      BATCH: 'Smith v. Jones',
    });
    expect(byPath.get('a letter.txt')?.row).toMatchObject({
      ALLPATHS: 'a letter.txt; box; one/second copy.txt; zip.zip/inner.eml/letter.txt',
      ENT_PERSON: 'Dana Whitfield; Paul Ortega',
      PAGECOUNT: '1',
      STATUS: 'completed',
    });
    expect(byPath.get(ATTACHED)?.row.ALLPATHS).toBe(`${ATTACHED}; terms, loose.TXT`);
    expect(byPath.get('zip.zip/inner.eml/letter.txt')?.row).toMatchObject({
      STATUS: 'duplicate',
      PAGECOUNT: '1',
    });
    expect(byPath.get('zip.zip/inner.eml/CON.')?.row.FILEMODIFIED_LOCAL).toBe('2024-02-29T07:00:00-05:00');
    expect(byPath.get(`${MAIL}/scan.pdf`)?.row.EXCEPTION).toBe('Encrypted: Found at intake.');
    // What could not be written exactly is counted and listed.
    expect(report.changes).toEqual({ line_break_sign: 1, delimiter_inside: 1, separator_inside: 2 });
    const changes = parse(await readFile(join(report.target, 'changes.csv')), { bom: true, columns: true });
    expect((changes as Record<string, string>[]).map((row) => `${row.Field} ${row.Change}`).sort()).toEqual([
      'ALLPATHS separator_inside',
      'ALLPATHS separator_inside',
      'SUBJECT delimiter_inside',
      'SUBJECT line_break_sign',
    ]);
  });

  it('lists what it leaves out, with the reason', async () => {
    await record();
    const { target } = await run();
    const rows = parse(await readFile(join(target, 'left-out.csv')), { bom: true, columns: true }) as Record<
      string,
      string
    >[];
    expect(rows.map((row) => [row.Path, row['Left out'], row.Reason]).sort()).toEqual([
      ['box; one/second copy.txt', 'the document', 'duplicate'],
      ['mail/re lease.eml/.DS_Store', 'the document', 'excluded'],
      ['terms, loose.TXT', 'the document', 'duplicate'],
      ['zip.zip/never.bin', 'its original', 'no_original'],
    ]);
  });

  it('has the fields of a profile under their names, in their order', async () => {
    await record();
    const fields = [
      { field: 'NATIVEPATH', as: 'File Path' },
      { field: 'BEGDOC', as: 'Bates Begin' },
      { field: 'MD5' },
    ];
    const { target } = await run({ fields, numbering: { prefix: 'ABC-', padding: 4, start: 7 } });
    const [first] = importLoadFile(target);
    expect(Object.entries(first?.row ?? {})).toEqual([
      ['File Path', ['VOL001', 'NATIVES', '0001', 'ABC-0007.txt'].join('\\')],
      ['Bates Begin', 'ABC-0007'],
      ['MD5', expect.stringMatching(/^[0-9a-f]{32}$/)],
    ]);
  });
});

describe('volumes', () => {
  it('hold whole families and never exceed their size unless one family does', async () => {
    const big = (name: string, kilobytes: number, parent?: string): Made => ({
      path: parent === undefined ? name : `${parent}/${name}`,
      content: Buffer.alloc(kilobytes * 1000, name),
      text: 'short',
      ...(parent === undefined ? {} : { in: parent }),
    });
    await record([
      ...[big('a.eml', 300), big('1.bin', 300, 'a.eml'), big('2.bin', 300, 'a.eml')],
      ...[big('b.eml', 200), big('3.bin', 700, 'b.eml')],
      ...[big('c.eml', 900), big('4.bin', 900, 'c.eml')],
      big('d.bin', 10),
    ]);
    const report = await run({ volumeBytes: 1_000_000 });
    expect(report.numbering?.volumes).toBe(4);
    const volumes = new Map<string, string[]>();
    for (const { row } of importLoadFile(report.target)) {
      const volume = row.NATIVEPATH!.split('\\')[0]!;
      volumes.set(volume, [...(volumes.get(volume) ?? []), row.FILEPATH!]);
    }
    expect([...volumes]).toEqual([
      ['VOL001', ['a.eml', 'a.eml/1.bin', 'a.eml/2.bin']],
      ['VOL002', ['b.eml', 'b.eml/3.bin']],
      ['VOL003', ['c.eml', 'c.eml/4.bin']],
      ['VOL004', ['d.bin']],
    ]);
  });

  it('are refused if the numbers do not fit', async () => {
    await record();
    await expect(run({ numbering: { padding: 1 } })).rejects.toThrow(
      /go up to 10, which has more than 1 digits/,
    );
    expect(await readdir(into)).toEqual([]);
  });
});

describe('an original that is not what was received', () => {
  it.each([
    ['altered', 'original_altered', (path: string) => writeFile(path, 'See ALTERED')],
    ['one bit flipped', 'original_altered', flipBit],
    ['missing', 'original_missing', (path: string) => rm(path)],
    ['grown', 'original_altered', (path: string) => writeFile(path, 'x', { flag: 'a' })],
  ] as const)('is never exported: %s', async (_what, reason, damage) => {
    await record();
    const mail = MATTER.find(({ path }) => path === MAIL)!;
    await damage(vaultPath(dataDir, mail.content!));
    const report = await run();
    expect(report.leftOut[reason]).toBe(1);
    const found = rowsByPath(importLoadFile(report.target)).get(MAIL)!;
    expect(found.row).toMatchObject({ NATIVEPATH: '', MD5: '', ATTCOUNT: '2' });
    expect(found.row.EXCEPTION).toMatch(/The original is (no longer the file that was received|missing)/);
    const left = await readFile(join(report.target, 'left-out.csv'), 'utf8');
    expect(left).toContain(`"${MAIL}","its original","${reason}"`);
    const files = await readdir(report.target, { recursive: true });
    expect(files.filter((name) => /NATIVES.*\.eml$/.test(name))).toHaveLength(1);
  });
});

async function flipBit(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[3]! ^= 1;
  await writeFile(path, bytes);
}

describe('a plan', () => {
  it('says what the export then holds, and writes nothing', async () => {
    await record();
    const profile = parseProfile('{}', 'p');
    const { plan } = await planExport(deps, { batchId: BATCH, kind: 'loadfile', into, profile });
    expect(await readdir(into)).toEqual([]);
    const report = await run();
    expect(report).toMatchObject({
      target: plan.target,
      documents: plan.documents,
      originals: plan.originals,
      leftOut: plan.leftOut,
      numbering: plan.numbering,
    });
    expect(plan.bytes).toBe(
      importLoadFile(report.target).reduce((sum, { native }) => sum + (native?.length ?? 0), 0),
    );
  });
});
