/** Passwords through the real sandbox: on PDFs, office files and members of archives. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { FileType } from '../../../src/shared/file-types.ts';
import { lockedOffice, zipAes, zipCrypto } from '../../support/locked.ts';
import { few, sized } from '../../support/scale.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { encryptedPdf } from './encrypted-pdf.ts';
import { docx, put, stageInput } from './fixtures.ts';
import { encryptedOdt, odt, pptx, xlsx } from './office-fixtures.ts';

vi.setConfig({ testTimeout: 180_000 });

const SECRET = 'Heron 41 auf dem Dach';
const LIMITS = { maxMembers: 100, maxBytes: 64 * 1024 * 1024, maxRatio: 1000 };

const bench = sharedSandbox({ maxWorkers: 2, ocr: 'js' });
let count = 0;

async function read(type: FileType, bytes: Buffer, passwords: readonly string[]): Promise<string> {
  count += 1;
  const location = await put(bench().folder, `file-${count}`, bytes);
  const { result } = await bench().sandbox.runStage(
    'ocr',
    stageInput(location, type, bytes.length, { passwords }),
  );
  return result.text;
}

async function unpack(bytes: Buffer, passwords: readonly string[], limits = LIMITS) {
  count += 1;
  const location = await put(bench().folder, `archive-${count}.zip`, bytes);
  const into = join(bench().folder, `into-${count}`);
  const { members, problems } = await bench().sandbox.expand(
    { location, type: 'zip', passwords },
    into,
    limits,
  );
  const contents: Record<string, string> = {};
  for (const { name, file } of members) contents[name] = await readFile(join(into, file), 'utf8');
  return { contents, problems, into };
}

describe('office files', () => {
  const lease = 'The rent of the premises at Albany is $4,250.00.';

  const kinds = [
    ['docx', 'agile', async () => docx([lease]), lease],
    ['docx', 'standard', async () => docx([lease]), lease],
    ['xlsx', 'agile', async () => xlsx(), 'Karen Whitfield'],
    ['pptx', 'standard', async () => pptx(), 'Shown first'],
  ] as const;
  it.each([...few(kinds.slice(0, 3), 1), ...kinds.slice(3)])(
    'opens a %s with %s encryption if one of the passwords is right',
    async (type, encryption, make, text) => {
      const bytes = await lockedOffice(await make(), SECRET, encryption);
      expect(await read(type, bytes, ['wrong', SECRET])).toContain(text);
      await expect(read(type, bytes, [])).rejects.toMatchObject({
        code: 'encrypted',
        message: 'The office file asks for a password',
      });
      await expect(read(type, bytes, ['one', 'two', 'three'])).rejects.toMatchObject({
        code: 'encrypted',
        message: 'None of the 3 passwords offered opens the office file',
      });
    },
  );

  it('opens a workbook without a password if it is only protected against changes', async () => {
    const bytes = await lockedOffice(xlsx(), 'VelvetSweatshop');
    expect(await read('xlsx', bytes, [])).toContain('Karen Whitfield');
  });

  it('applies the limits of an open file to the content of a locked one', async () => {
    const bytes = await lockedOffice(await docx([lease]), SECRET, 'standard');
    const location = await put(bench().folder, 'small-limit.docx', bytes);
    const input = stageInput(location, 'docx', 100, { passwords: [SECRET] });
    await expect(
      bench().sandbox.runStage('ocr', { ...input, limits: { ...input.limits, maxBytes: 500 } }),
    ).rejects.toMatchObject({ code: 'oversize' });
  });
});

describe('inspection', () => {
  it.each([
    ['pdf', async () => encryptedPdf('Opened', SECRET)],
    ['docx', async () => lockedOffice(await docx(['Opened']), SECRET)],
  ] as const)('finds out whether the passwords open a %s', async (type, make) => {
    const location = await put(bench().folder, `look.${type}`, await make());
    expect(await bench().sandbox.inspect({ location, type })).toMatchObject({ encrypted: true });
    expect(await bench().sandbox.inspect({ location, type, passwords: ['wrong'] })).toMatchObject({
      encrypted: true,
      problem: { code: 'encrypted', detail: expect.stringMatching(/^The password offered does not open/) },
    });
    expect(await bench().sandbox.inspect({ location, type, passwords: ['wrong', SECRET] })).toMatchObject({
      encrypted: true,
      problem: null,
      pages: type === 'pdf' ? 1 : null,
    });
  });

  it('recognizes a locked OpenDocument file, which no password opens', async () => {
    const location = await put(bench().folder, 'locked.odt', encryptedOdt());
    expect(await bench().sandbox.inspect({ location, type: 'odt', passwords: [SECRET] })).toMatchObject({
      encrypted: true,
      problem: { code: 'encrypted', detail: expect.stringContaining('Redwell cannot open') },
    });
    const open = await put(bench().folder, 'open.odt', odt());
    expect(await bench().sandbox.inspect({ location: open, type: 'odt' })).toMatchObject({
      encrypted: false,
      problem: null,
    });
  });
});

describe('members of archives', () => {
  it('opens each member with its own password, and reports the others as problems', async () => {
    const archive = zipCrypto([
      { name: 'open.txt', content: 'in the open', password: null },
      { name: 'letters/one.txt', content: 'first letter '.repeat(500), password: SECRET },
      { name: 'letters/two.txt', content: 'second letter', password: 'another', store: true },
      { name: 'letters/three.txt', content: 'third letter', password: 'nobody knows' },
    ]);
    const none = await unpack(archive, []);
    expect(Object.keys(none.contents)).toEqual(['open.txt']);
    expect(none.problems.map(({ code, detail }) => [code, detail])).toEqual(
      Array(3).fill(['encrypted', 'The member asks for a password']),
    );
    const { contents, problems } = await unpack(archive, ['wrong', 'another', SECRET]);
    expect(contents).toEqual({
      'open.txt': 'in the open',
      'letters/one.txt': 'first letter '.repeat(500),
      'letters/two.txt': 'second letter',
    });
    expect(problems).toEqual([
      {
        name: 'letters/three.txt',
        code: 'encrypted',
        detail: 'None of the 3 passwords offered opens the member',
      },
    ]);
  });

  it('opens members encrypted with AES', async () => {
    const archive = await zipAes({ 'a.txt': 'alpha', 'b.bin': Buffer.alloc(300_000, 'b') }, SECRET);
    const { contents, problems } = await unpack(archive, ['wrong', SECRET]);
    expect(problems).toEqual([]);
    expect(contents).toEqual({ 'a.txt': 'alpha', 'b.bin': 'b'.repeat(300_000) });
    expect((await unpack(archive, ['wrong'])).problems.map(({ code }) => code)).toEqual([
      'encrypted',
      'encrypted',
    ]);
  });

  it('rejects the content that a wrong password produces, though one in 256 passes the first check', async () => {
    const archive = zipCrypto([
      { name: 'stored.txt', content: 'told apart by its checksum alone', password: SECRET, store: true },
      { name: 'packed.txt', content: 'told apart by its checksum '.repeat(50), password: SECRET },
    ]);
    // Of 256 wrong passwords, about one passes the first check of each member.
    const wrong = Array.from({ length: sized(2000, 600) }, (_, i) => `wrong ${i}`);
    const { contents, problems } = await unpack(archive, [...wrong, SECRET]);
    expect(problems).toEqual([]);
    expect(contents).toEqual({
      'stored.txt': 'told apart by its checksum alone',
      'packed.txt': 'told apart by its checksum '.repeat(50),
    });
    const refused = await unpack(archive, wrong);
    expect(refused.contents).toEqual({});
    expect(refused.problems.map(({ code }) => code)).toEqual(['encrypted', 'encrypted']);
    expect(await readdir(refused.into).catch(() => [])).toEqual([]);
  });

  it('applies the limits for bytes, ratio and count to locked members', async () => {
    const bomb = zipCrypto([
      { name: 'bomb.txt', content: Buffer.alloc(40 * 1024 * 1024), password: SECRET },
      { name: 'after.txt', content: 'after', password: SECRET },
    ]);
    for (const limits of [
      { ...LIMITS, maxRatio: 100 },
      { ...LIMITS, maxBytes: 1_000_000 },
    ]) {
      const { contents, problems } = await unpack(bomb, [SECRET], limits);
      expect(contents).toEqual({});
      expect(problems).toMatchObject([{ name: '', code: 'container_limit' }]);
    }
    const many = zipCrypto(
      Array.from({ length: 20 }, (_, i) => ({ name: `${i}.txt`, content: `${i}`, password: SECRET })),
    );
    const counted = await unpack(many, [SECRET], { ...LIMITS, maxMembers: 5 });
    expect(Object.keys(counted.contents)).toHaveLength(5);
    expect(counted.problems).toMatchObject([{ name: '', code: 'container_limit' }]);
  });

  it('reports members with a wrong size as problems', async () => {
    const lying = zipCrypto([
      { name: 'liar.txt', content: 'x'.repeat(100_000), password: SECRET, statedSize: 10 },
      { name: 'honest.txt', content: 'honest', password: SECRET },
    ]);
    const { contents, problems } = await unpack(lying, [SECRET]);
    expect(contents).toEqual({ 'honest.txt': 'honest' });
    expect(problems).toMatchObject([{ name: 'liar.txt', code: 'encrypted' }]);
  });
});
