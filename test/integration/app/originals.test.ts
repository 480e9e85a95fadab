/** People get originals that were proven, hear of those that were not, and see how a document came here. */
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import type { DocumentRow } from '../../../src/shared/documents.ts';
import { type OperatorEntry, operatorFilterSchema } from '../../../src/shared/operator-log.ts';
import {
  allDocuments,
  batchEnd,
  makeDataDir,
  openTestRedwell,
  removeDataDir,
} from '../../support/redwell.ts';
import { docx, MAIL } from '../pipeline/fixtures.ts';

let dataDir: string;
let folder: string;
let redwell: Redwell;
let rows: DocumentRow[];
beforeAll(async () => {
  dataDir = await makeDataDir();
  folder = join(dataDir, 'matter');
  await mkdir(folder);
  await writeFile(join(folder, 'letter.docx'), await docx(['Dear Jane Roe, the price is $100.00.']));
  await writeFile(join(folder, 'mail.eml'), MAIL);
  await writeFile(join(folder, 'altered.txt'), 'The sum of 100 dollars');
  await writeFile(join(folder, 'gone.txt'), 'Here today');
  await writeFile(join(folder, 'linked.txt'), 'Was a file');
  await writeFile(join(folder, 'large.txt'), 'All work and no play. '.repeat(100_000));
  await writeFile(join(folder, 'run.html'), '<p>Hello</p><script>1</script>');
  redwell = await openTestRedwell(join(dataDir, 'data'));
  const { id } = await submitFolder(redwell, folder);
  await batchEnd(redwell, id);
  rows = await allDocuments(redwell, id);
  const altered = vaultPath('altered.txt');
  await chmod(altered, 0o600);
  await writeFile(altered, 'The sum of 900 dollars');
  await rm(vaultPath('gone.txt'));
  await rm(vaultPath('linked.txt'));
  await symlink('/etc/hostname', vaultPath('linked.txt'));
});
afterAll(async () => {
  await redwell.dispose();
  await removeDataDir(dataDir);
});

const rowOf = (name: string): DocumentRow => {
  const row = rows.find(({ path }) => path === name);
  if (row === undefined) throw new Error(`no ${name}`);
  return row;
};
const idOf = (name: string): string => rowOf(name).id;
const vaultPath = (name: string): string => {
  const sha256 = rowOf(name).sha256 ?? '';
  return join(dataDir, 'data', 'vault', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
};

describe('a copy of an original', () => {
  it('has its name and its bytes, and lets nobody change the vault', async () => {
    const { path, canOpen } = await redwell.originals.copy(idOf('letter.docx'));
    expect(basename(path)).toBe('letter.docx');
    expect(canOpen).toBe(true);
    expect(await readFile(path)).toEqual(await readFile(join(folder, 'letter.docx')));
    expect((await stat(path)).mode & 0o777).toBe(0o400);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect(path).not.toContain(`${join('data', 'vault')}`);
    expect((await stat(path)).ino).not.toBe((await stat(vaultPath('letter.docx'))).ino);
  });

  it('is not opened when a program could run from it', async () => {
    expect((await redwell.originals.copy(idOf('run.html'))).canOpen).toBe(false);
  });

  it.each([
    ['altered.txt', 'conflict'],
    ['linked.txt', 'conflict'],
    ['gone.txt', 'not_found'],
  ])('is never made of an original that is not the right one: %s', async (name, code) => {
    const opened = join(dataDir, 'data', 'opened');
    const before = await readdir(opened).catch(() => []);
    await expect(redwell.originals.copy(idOf(name))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`“${name}”`),
      action: expect.stringMatching(/\w/),
    });
    expect(await readdir(opened).catch(() => [])).toEqual(before);
    await expect(redwell.originals.read(idOf(name))).rejects.toMatchObject({ code });
  });
});

describe('a stream of an original', () => {
  it('has its name, its length and its bytes', async () => {
    const { name, bytes, content } = await redwell.originals.read(idOf('large.txt'));
    const received = await buffer(content);
    expect([name, bytes]).toEqual(['large.txt', received.length]);
    expect(received.equals(await readFile(join(folder, 'large.txt')))).toBe(true);
  });

  it('fails before its end when the file is changed while it is sent', async () => {
    const { content, bytes } = await redwell.originals.read(idOf('large.txt'));
    const path = vaultPath('large.txt');
    const right = await readFile(path);
    await chmod(path, 0o600);
    const wrong = Buffer.from(right);
    wrong.write('X', wrong.length - 1);
    await writeFile(path, wrong);
    let received = 0;
    content.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    const error = await new Promise((resolve) => content.on('error', resolve).on('end', () => resolve(null)));
    await writeFile(path, right);
    expect(error).toMatchObject({ code: 'conflict' });
    expect(received).toBeLessThan(bytes);
  });
});

it('is not taken out without an entry in the operator log that says whether it was right', async () => {
  const filter = operatorFilterSchema.parse({ what: 'original.take' });
  const taken = async (): Promise<OperatorEntry[]> =>
    (await redwell.handlers['log.list']({ filter, cursor: null, limit: 100 })).items;
  const before = await taken();
  (await redwell.originals.read(idOf('large.txt'))).content.destroy();
  await redwell.originals.copy(idOf('letter.docx'));
  await expect(redwell.originals.read(idOf('altered.txt'))).rejects.toMatchObject({ code: 'conflict' });
  const [altered, letter, large, ...rest] = await taken();
  expect(rest).toEqual(before);
  expect(large).toMatchObject({ phase: 'done', details: { name: 'large.txt' }, batch: { name: 'matter' } });
  expect(letter).toMatchObject({ phase: 'done', documents: { count: 1, ids: [idOf('letter.docx')] } });
  expect(altered).toMatchObject({ phase: 'failed', error: expect.stringContaining('“altered.txt”') });
});

it('tells whether an original is still the one that was received', async () => {
  const state = async (name: string) =>
    (await redwell.handlers['documents.verify']({ documentId: idOf(name) })).state;
  expect(await state('letter.docx')).toBe('intact');
  expect(await state('altered.txt')).toBe('altered');
  expect(await state('linked.txt')).toBe('altered');
  expect(await state('gone.txt')).toBe('missing');
  await expect(redwell.handlers['documents.verify']({ documentId: 'b-d00001' })).rejects.toMatchObject({
    code: 'not_found',
  });
});

describe('custody', () => {
  it('tells when and from where a file came, and when its fingerprint was compared', async () => {
    const custody = await redwell.handlers['documents.custody']({ documentId: idOf('letter.docx') });
    expect(REQUESTS['documents.custody'].output.parse(custody)).toEqual(custody);
    expect(custody).toMatchObject({
      received: { by: 'path', from: join(folder, 'letter.docx'), container: null, drop: { name: 'matter' } },
      sha256: rowOf('letter.docx').sha256,
      kept: 'vault',
    });
    expect(custody.frozenAt).toBeGreaterThanOrEqual(custody.received.drop?.at ?? Number.NaN);
    expect(custody.readAt).toBeGreaterThanOrEqual(custody.frozenAt ?? Number.NaN);
  });

  it('names the container of a member, and where that was', async () => {
    const member = rows.find(({ path }) => path.startsWith('mail.eml/'));
    const custody = await redwell.handlers['documents.custody']({ documentId: member?.id ?? '' });
    expect(custody.received).toMatchObject({
      from: join(folder, 'mail.eml'),
      container: { id: idOf('mail.eml'), path: 'mail.eml' },
    });
  });
});

describe('a rendering', () => {
  it('is joined with the text, word by word', async () => {
    const view = await redwell.handlers['documents.rendering']({ documentId: idOf('letter.docx') });
    expect(REQUESTS['documents.rendering'].output.parse(view)).toEqual(view);
    const { text } = await redwell.handlers['documents.get']({ documentId: idOf('letter.docx') });
    expect(view.located).toBe(1);
    for (const [token, from, to, start, end] of view.words)
      expect(String(view.tokens[token]).slice(from, to)).toBe(text?.slice(start, end));
  });

  it('is never made of an original that was altered', async () => {
    await expect(
      redwell.handlers['documents.rendering']({ documentId: idOf('altered.txt') }),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('“altered.txt” cannot be shown'),
    });
  });
});

it('removes its copies when it closes, and those of a run that was killed when it opens', async () => {
  const data = join(dataDir, 'other');
  await mkdir(join(data, 'opened', 'old'), { recursive: true, mode: 0o700 });
  await writeFile(join(data, 'opened', 'old', 'letter.docx'), 'left');
  const other = await openTestRedwell(data);
  expect(await readdir(join(data, 'opened')).catch(() => [])).toEqual([]);
  await other.dispose();
  expect(await readdir(data)).not.toContain('opened');
});
