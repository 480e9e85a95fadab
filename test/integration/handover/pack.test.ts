/** Bags and evidence packs: valid for other tools, and proven by `verifyPack` down to the last bit. */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { read, utils } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePrivilege } from '../../../src/core/handover/lists/privilege-terms.ts';
import { DEFAULT_PROFILE } from '../../../src/core/handover/load-file/profile.ts';
import { planExport } from '../../../src/core/handover/plan.ts';
import { exportBatch } from '../../../src/core/handover/run.ts';
import { verifyPack } from '../../../src/core/handover/verify.ts';
import type { ExportKind, ExportReport, PackCheck } from '../../../src/shared/handover.ts';
import { openHandover, recordBatch } from '../../support/handover.ts';
import { faultsOfBag } from '../../support/read-bag.ts';
import { importLoadFile } from '../../support/read-load-file.ts';
import { ATTACHED, MAIL, MATTER } from './matter.ts';

const BATCH = '20261101-0900-abcde';
let folder: string;
let bag: ExportReport;
let pack: ExportReport;
let lists: ExportReport;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-pack-'));
  const { history, deps } = openHandover(join(folder, 'data'));
  const deep = Array.from({ length: 30 }, (_v, i) => `folder number ${i}`).join('/');
  await recordBatch(
    ...([join(folder, 'data'), history, BATCH] as const),
    [
      ...MATTER,
      { path: `${deep}/a name.txt`, content: 'deep down' },
      { path: '=cmd|calc.txt', content: 'formula' },
      { path: 'Docs/One.txt', content: 'upper' },
      { path: 'docs/one.txt', content: 'lower' },
      { path: 'docs/ONE.TXT /x', content: 'a folder with a blank at its end' },
      { path: 'aux.txt', content: 'a device' },
    ],
    { name: '..\\../Smith: v. Jones?' },
  );
  const resolution = history.resolutions.begin(BATCH, 1)!;
  const names = ['Dana Whitfield', '=HYPERLINK("x")'].map((name) => ({ kind: 'person' as const, name }));
  const [dana = names[0]!, other = names[0]!] = names;
  history.resolutions.add(resolution, {
    entities: names.map((key) => ({
      ...key,
      mentions: 2,
      documents: [[`${BATCH}-d00001`, 2]],
      aliases: ['Dana'],
    })),
  });
  history.resolutions.add(resolution, {
    relationships: [
      { kind: 'sent_to', from: dana, to: other, weight: 1, documents: 1, role: 'sender', evidence: [] },
    ],
  });
  history.resolutions.finish(resolution, { documents: 12, missing: 1 });
  while (history.searchIndex.step());
  const privilege = parsePrivilege('Paul Ortega\nwhitfield.example', 'p');
  const run = (kind: ExportKind): Promise<ExportReport> =>
    exportBatch(
      deps,
      {
        ...{ batchId: BATCH, kind, into: folder, profile: DEFAULT_PROFILE },
        lists: { search: 'paid OR agreed', ...(kind === 'evidence' ? {} : { privilege }) },
      },
      { signal: new AbortController().signal },
    );
  bag = await run('bag');
  pack = await run('evidence');
  lists = await run('lists');
  history.dispose();
});
afterAll(() => rm(folder, { recursive: true }));

const verify = (path: string, root: string | null = null): Promise<PackCheck> =>
  verifyPack(path, { root, signal: new AbortController().signal });

const sha256sum = (path: string, manifest: string): string =>
  execFileSync('sha256sum', ['--check', '--quiet', '--strict', manifest], { cwd: path, encoding: 'utf8' });

const filesIn = async (path: string): Promise<string[]> =>
  (await readdir(path, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();

describe.each([
  ['a bag', () => bag],
  ['an evidence pack', () => pack],
])('%s', (what, report) => {
  it('is proven by sha256sum', () => {
    const { target } = report();
    expect(sha256sum(target, 'manifest-sha256.txt')).toBe('');
    expect(sha256sum(target, 'tagmanifest-sha256.txt')).toBe('');
  });

  it('is complete and valid to a validator that shares no code', async () => {
    const { target } = report();
    expect(faultsOfBag(target)).toEqual([]);
    const added = join(target, 'data', 'added.txt');
    await writeFile(added, 'x');
    expect(faultsOfBag(target)).toEqual(['not listed: data/added.txt', 'Payload-Oxum']);
    await rm(added);
  });

  it('is proven by its root hash', async () => {
    const { target, rootHash } = report();
    const tags = execFileSync('sha256sum', ['tagmanifest-sha256.txt'], { cwd: target, encoding: 'utf8' });
    expect(tags.startsWith(`${rootHash} `)).toBe(true);
    const files = await filesIn(target);
    expect(await verify(target, rootHash)).toEqual({
      whole: true,
      rootHash,
      files: files.length - 1,
      bytes: expect.any(Number),
      log: what === 'a bag' ? null : { entries: 0, head: '0'.repeat(64) },
      difference: null,
    });
  });

  it('says what it holds in bag-info.txt', async () => {
    const { target } = report();
    const info = await readFile(join(target, 'bag-info.txt'), 'utf8');
    const payload = await filesIn(join(target, 'data'));
    const oxum = /^Payload-Oxum: (\d+)\.(\d+)$/m.exec(info);
    expect(Number(oxum?.[2])).toBe(payload.length);
    let bytes = 0;
    for (const name of payload) bytes += (await readFile(join(target, 'data', name))).length;
    expect(Number(oxum?.[1])).toBe(bytes);
    expect(info).toContain(`External-Identifier: ${BATCH}\n`);
  });
});

describe('a bag', () => {
  it('has every original that was received, with its text and what is known of it', async () => {
    const lines = (await readFile(join(bag.target, 'data/metadata/documents.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n');
    const documents = lines.map((line) => JSON.parse(line) as Record<string, string | null>);
    const [received, text] = [MATTER, new Map(MATTER.map((made) => [made.path, made]))];
    for (const { path } of received) {
      const found = documents.find((one) => one.path === path)!;
      const { content } = text.get(path)!;
      if (content === null) expect(found.original).toBeNull();
      else expect(await readFile(join(bag.target, 'data', found.original!), 'utf8')).toBe(content);
    }
    const mail = documents.find(({ path }) => path === MAIL)!;
    expect(await readFile(join(bag.target, 'data', mail.text!), 'utf8')).toBe('See attached.\nDana \u00AE');
    expect(bag.leftOut).toEqual({ no_original: 1 });
  });

  it('has names that Windows takes, all different without regard to case', async () => {
    const names = await filesIn(join(bag.target, 'data', 'originals'));
    expect(new Set(names.map((name) => name.toLowerCase().normalize('NFC'))).size).toBe(names.length);
    for (const name of names) {
      expect(`data/originals/${name}`.length).toBeLessThanOrEqual(240);
      expect(name).toBe(name.normalize('NFC'));
      for (const part of name.split('/')) {
        expect(part).not.toMatch(/[. ]$/);
        expect(part).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        expect(part).not.toMatch(/[\\:*?"<>|\p{Cc}]/u);
      }
    }
    expect(names.filter((name) => name.endsWith('a name.txt'))).toEqual([
      expect.stringMatching(/^long paths\/\d{8} a name\.txt$/),
    ]);
  });
});

describe('an evidence pack', () => {
  it('holds no privilege list unless it was asked for', async () => {
    const { history, deps } = openHandover(join(folder, 'data'));
    const request = {
      ...{ batchId: BATCH, kind: 'evidence' as const, into: folder, profile: DEFAULT_PROFILE },
      lists: { privilege: parsePrivilege('Paul Ortega', 'p') },
    };
    await expect(planExport(deps, request)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('names the documents that may be privileged'),
    });
    const asked = { ...request, lists: { ...request.lists, privilegeInPack: true } };
    expect((await planExport(deps, asked)).plan.privilege).toBe(true);
    expect(await filesIn(pack.target)).not.toContain('data/lists/privilege.csv');
    history.dispose();
  });

  it('holds a load file and the lists', async () => {
    expect(importLoadFile(join(pack.target, 'data', 'load-file'))).toHaveLength(16);
    expect(await readdir(join(pack.target, 'data', 'lists'))).toContain('exceptions.csv');
    expect(await readFile(join(pack.target, 'data', 'left-out.csv'), 'utf8')).toContain('duplicate');
  });
});

describe('lists', () => {
  const rowsOf = async (name: string): Promise<Record<string, string>[]> =>
    parse(await readFile(join(lists.target, name)), { bom: true, columns: true });

  it('have every document, exact in JSON Lines and safe for spreadsheets in CSV', async () => {
    const lines = (await readFile(join(lists.target, 'documents.jsonl'), 'utf8')).trimEnd().split('\n');
    const paths = lines.map((line) => (JSON.parse(line) as { path: string }).path);
    const rows = await rowsOf('documents.csv');
    expect(rows).toHaveLength(MATTER.length + 6);
    expect(paths).toEqual(rows.map((row) => row.Path!.replace(/^'=/, '=')));
    expect(rows.map((row) => row.Path)).toContain("'=cmd|calc.txt");
    expect(paths).toContain('=cmd|calc.txt');
  });

  it('have the names of the batch and how they relate', async () => {
    expect((await rowsOf('entities.csv')).map((row) => row.Name)).toEqual([
      'Dana Whitfield',
      `'=HYPERLINK("x")`,
    ]);
    expect(await rowsOf('relationships.csv')).toEqual([
      expect.objectContaining({
        From: 'Dana Whitfield',
        To: `'=HYPERLINK("x")`,
        Kind: 'sent_to',
        Role: 'sender',
      }),
    ]);
    expect(await readFile(join(lists.target, 'relationships.jsonl'), 'utf8')).toContain('"name":"=HYPERLINK');
    expect(lists.resolution).toEqual({ documents: 12, missing: 1 });
  });

  it('are workbooks with the same rows, as text that is no formula', async () => {
    const names = (await readdir(lists.target)).filter((name) => name.endsWith('.csv'));
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const book = read(await readFile(join(lists.target, name.replace('.csv', '.xlsx'))), {
        cellFormula: true,
      });
      const sheet = book.Sheets[book.SheetNames[0]!]!;
      const rows = utils.sheet_to_json<Record<string, unknown>>(sheet, { defval: '' });
      const exact = (await rowsOf(name)).map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value.replace(/^'(?==)/, '')])),
      );
      expect(
        rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, String(v)]))),
      ).toEqual(exact);
      expect(Object.values(sheet).some((cell: { f?: string }) => cell.f !== undefined)).toBe(false);
    }
  });

  it('have the hits of a search in this batch', async () => {
    const rows = await rowsOf('search hits.csv');
    expect(rows.map((row) => row.Path).sort()).toEqual(['a letter.txt', ATTACHED]);
    expect(rows[0]).toMatchObject({ 'Places in the text': '1' });
  });

  it('have who may be privileged and where, and what could not be screened', async () => {
    const rows = await rowsOf('privilege.csv');
    const of = (path: string) =>
      rows.filter((row) => row.Path === path).map((row) => `${row.Term} ${row.Where}`);
    expect(of(MAIL)).toEqual(['whitfield.example from', 'Paul Ortega to']);
    expect(of('a letter.txt')).toEqual(['Paul Ortega text']);
    expect(of(`${MAIL}/scan.pdf`)).toEqual([' not screened: there is no text']);
    expect(of('aux.txt')).toEqual([]);
  });

  it('say who must act and what to do', async () => {
    const rows = await rowsOf('exceptions.csv');
    expect(rows.find((row) => row.Path === `${MAIL}/scan.pdf`)).toMatchObject({
      Problem: 'Encrypted',
      'Who must act': 'Paralegal',
      'What to do': 'Add the password to the batch and retry, or ask the custodian for an unprotected copy.',
      'A retry can help': 'yes',
    });
  });
});

describe('the check of a pack', () => {
  let copy: string;
  const changed = async (
    change: (path: string) => Promise<unknown>,
    root: string | null = null,
  ): Promise<PackCheck> => {
    copy = join(folder, `copy-${Math.random()}`);
    await cp(pack.target, copy, { recursive: true });
    await change(copy);
    return verify(copy, root);
  };
  const edit = (name: string, by: (text: string) => string) => async (path: string) =>
    writeFile(join(path, name), by(await readFile(join(path, name), 'utf8')));
  const NATIVE = 'data/load-file/VOL001/NATIVES/0001/RW00000001.txt';

  it('names the file in which a bit was flipped, whichever it is', async () => {
    await changed(async () => undefined);
    for (const name of await filesIn(copy)) {
      const bytes = await readFile(join(copy, name));
      // An empty file has no bits; what is added to it is noticed like any other change.
      const flipped = bytes.length === 0 ? Buffer.from('x') : Buffer.from(bytes);
      const at = Math.floor(bytes.length / 2);
      if (bytes.length > 0) flipped[at] = (bytes[at] ?? 0) ^ 4;
      await writeFile(join(copy, name), flipped);
      const { whole, difference } = await verify(copy, pack.rootHash);
      expect(whole, name).toBe(false);
      const kind = name === 'tagmanifest-sha256.txt' ? 'root' : 'altered';
      expect([difference?.kind, difference?.path]).toEqual([kind, name]);
      await writeFile(join(copy, name), bytes);
    }
    expect((await verify(copy, pack.rootHash)).whole).toBe(true);
  });

  it.each([
    ['a removed file', 'missing', NATIVE, (path: string) => rm(join(path, NATIVE))],
    ['an added file', 'added', 'data/new.txt', (path: string) => writeFile(join(path, 'data/new.txt'), 'x')],
    ['an added tag file', 'added', 'note.txt', (path: string) => writeFile(join(path, 'note.txt'), 'x')],
    [
      'a link in place of a file',
      'altered',
      NATIVE,
      async (path: string) => {
        await rename(join(path, NATIVE), join(dirname(path), 'elsewhere.txt'));
        await symlink(join(dirname(path), 'elsewhere.txt'), join(path, NATIVE));
      },
    ],
    [
      'a renamed file',
      'missing',
      NATIVE,
      (path: string) => rename(join(path, NATIVE), join(path, `${NATIVE}x`)),
    ],
    [
      'reordered lines of the manifest',
      'altered',
      'manifest-sha256.txt',
      edit('manifest-sha256.txt', (text) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`),
    ],
    [
      'reordered lines of the tag manifest',
      'order',
      'redwell-export.json',
      edit('tagmanifest-sha256.txt', (text) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`),
    ],
    [
      'no tag manifest',
      'not_a_pack',
      'tagmanifest-sha256.txt',
      (path: string) => rm(join(path, 'tagmanifest-sha256.txt')),
    ],
    [
      'a manifest that leaves the pack',
      'unsafe_path',
      '../../etc/passwd',
      edit('tagmanifest-sha256.txt', (text) => `${'0'.repeat(64)}  ../../etc/passwd\n${text}`),
    ],
    [
      'a file that is listed twice',
      'listed_twice',
      'Check with Redwell.redwellpack',
      edit('tagmanifest-sha256.txt', (text) => `${text.split('\n')[0]}\n${text}`),
    ],
  ] as const)('names %s', async (_what, kind, path, change) => {
    const check = await changed(change);
    expect(check).toMatchObject({ whole: false, difference: { kind, path } });
    expect(check.difference?.message).toMatch(/\.$|passwd/);
  });

  it('tells a pack that was made again from the one that was written down', async () => {
    const check = await changed(async () => undefined, '0'.repeat(64));
    expect(check).toMatchObject({ whole: false, rootHash: pack.rootHash, difference: { kind: 'root' } });
  });

  it('takes an empty folder for no pack', async () => {
    await mkdir(join(folder, 'empty'));
    expect(await verify(join(folder, 'empty'))).toMatchObject({
      whole: false,
      difference: { kind: 'not_a_pack' },
    });
  });
});
