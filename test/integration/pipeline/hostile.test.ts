/** Locked, damaged and malicious files through the real sandbox. */
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { DocumentError, machineFault } from '../../../src/core/documents/errors.ts';
import type { OcrResult, StageInput } from '../../../src/core/documents/types.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { few } from '../../support/scale.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { encryptedPdf } from './encrypted-pdf.ts';
import { docx, LETTER, LETTER_LINES, MAIL, put, scanPng, stageInput, textPdf, tiff } from './fixtures.ts';
import { msg } from './msg-fixture.ts';
import { odt, pptx, xlsx } from './office-fixtures.ts';
import { png } from './png.ts';
import { zip, zipOf } from './zip-writer.ts';

vi.setConfig({ testTimeout: 180_000 });

const bench = sharedSandbox({ maxWorkers: 2 });

let files = 0;
async function read(
  type: FileType,
  bytes: Buffer | string,
  extra: Partial<StageInput> = {},
): Promise<OcrResult> {
  files += 1;
  const location = await put(bench().folder, `file-${files}.${type}`, bytes);
  return (await bench().sandbox.runStage('ocr', stageInput(location, type, bytes.length, extra))).result;
}
const limits = stageInput('', 'txt', 0).limits;

describe('files that are locked', () => {
  const locked = encryptedPdf('The password opened this page', 'correct horse');

  it('asks for a password and tries the ones it gets', async () => {
    await expect(read('pdf', locked)).rejects.toMatchObject({
      code: 'encrypted',
      message: expect.stringContaining('asks'),
    });
    await expect(read('pdf', locked, { passwords: ['wrong', 'worse'] })).rejects.toMatchObject({
      code: 'encrypted',
      message: expect.stringContaining('None of the 2 passwords offered'),
    });
    const { text } = await read('pdf', locked, { passwords: ['wrong', 'correct horse'] });
    expect(text).toBe('The password opened this page');
  });

  it('recognizes a locked file before the run', async () => {
    const location = await put(bench().folder, 'locked.pdf', locked);
    expect(await bench().sandbox.inspect({ location, type: 'pdf' })).toMatchObject({
      encrypted: true,
      problem: { code: 'encrypted' },
    });
  });

  it('recognizes locked office files', async () => {
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]);
    for (const type of ['docx', 'xlsx', 'pptx'] as const)
      await expect(read(type, ole)).rejects.toMatchObject({ code: 'encrypted' });
  });
});

describe('files that are damaged', () => {
  it('blames only the file, however it is truncated or altered', async () => {
    // A strip of a page is enough: its text does not matter here, and OCR is slow.
    const scan = await sharp(await scanPng(['A page that was scanned'], 300))
      .extract({ left: 280, top: 230, width: 900, height: 120 })
      .withMetadata({ density: 300 })
      .png()
      .toBuffer();
    const originals: [FileType, Buffer][] = [
      ['pdf', await textPdf([LETTER, LETTER])],
      ['png', scan],
      ['jpeg', await sharp(scan).jpeg().toBuffer()],
      ['tiff', await tiff([scan, scan])],
      ['docx', await docx(LETTER_LINES)],
      ['xlsx', xlsx()],
      ['pptx', pptx()],
      ['odt', odt()],
      ['eml', Buffer.from(MAIL)],
      ['msg', msg()],
      ['rtf', Buffer.from(String.raw`{\rtf1\ansi {\b bold} \'e9 text\par}`)],
      ['html', Buffer.from('<p>Some <b>text</b></p>')],
      ['zip', zipOf({ 'a.txt': 'one', 'b.txt': 'two' })],
    ];
    const outcomes: Record<string, number> = {};
    const codes = new Set(['corrupt', 'container_error', 'encrypted', 'oversize']);
    for (const [type, bytes] of originals) {
      const damaged = [
        ...few([0.9, 0.5], 1).map((share) => bytes.subarray(0, Math.floor(bytes.length * share))),
        bytes.subarray(0, 16),
        Buffer.alloc(1),
        ...few([3, 17, 101], 1).map((seed) => flipped(bytes, seed)),
      ];
      for (const file of damaged) {
        const outcome = await read(type, file).then(
          () => 'read',
          (error: unknown) => (error instanceof DocumentError ? error.code : `unexpected ${String(error)}`),
        );
        if (outcome !== 'read' && !codes.has(outcome))
          expect.soft(`${type}: ${outcome}`).toBe('a fault of the file');
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
    }
    console.log('outcomes of damaged files', outcomes);
    expect(outcomes.corrupt).toBeGreaterThan(10);
    expect((await read('txt', 'still here')).text).toBe('still here');
  });

  it('reads the rest of a truncated picture and names the page', async () => {
    const jpeg = await sharp(await scanPng(LETTER_LINES))
      .jpeg()
      .toBuffer();
    const { text, warnings } = await read('jpeg', jpeg.subarray(0, Math.floor(jpeg.length * 0.7)));
    expect(text).toContain('March 3, 2025');
    expect(warnings).toMatchObject([{ code: 'partial_pages', pages: [1] }]);
  });

  it('rejects packed content whose checksum does not match', async () => {
    const altered = (bytes: Buffer): Buffer => {
      const copy = Buffer.from(bytes);
      const at = copy.indexOf('Whitfield', 0, 'latin1');
      copy.write('w', at, 'latin1');
      return copy;
    };
    const content =
      '<office:document-content><office:body><text:p>Whitfield</text:p></office:body></office:document-content>';
    const sound = zip([{ name: 'content.xml', content, store: true }]);
    expect((await read('odt', sound)).text).toBe('Whitfield');
    await expect(read('odt', altered(sound))).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining('checksum'),
    });
    const archive = zip([
      { name: 'a.txt', content: 'Karen Whitfield', store: true },
      { name: 'b.txt', content: 'sound' },
    ]);
    const location = await put(bench().folder, 'altered.zip', altered(archive));
    const into = await mkdtemp(join(bench().folder, 'altered-'));
    const { members, problems } = await bench().sandbox.expand({ location, type: 'zip' }, into, {
      maxMembers: 10,
      maxBytes: 1_000_000,
      maxRatio: 100,
    });
    expect(members.map((m) => m.name)).toEqual(['b.txt']);
    expect(problems).toMatchObject([{ name: 'a.txt', code: 'container_error' }]);
  });

  it('does not follow a chain of sectors that leads back to itself', async () => {
    const message = msg();
    const table = (message.readUInt32LE(76) + 1) * 512;
    for (let i = 0; i < 128; i += 1) message.writeUInt32LE(i, table + i * 4);
    await expect(read('msg', message)).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining('leads back to itself'),
    });
    expect((await read('msg', msg())).text).toContain('cheque');
  });

  it('blames the file, not the memory, for a tag that claims more data than the file has', () => {
    expect(machineFault(new Error('tiff2vips: Out of memory reading of "Compression"'))).toBeNull();
    expect(machineFault(new Error('vips: out of memory'))).toMatchObject({ code: 'worker_lost' });
  });

  it('reports a file that cannot be opened before the run', async () => {
    for (const type of ['pdf', 'png', 'tiff'] as const) {
      const location = await put(bench().folder, `noise.${type}`, Buffer.from('not what the name says'));
      expect(await bench().sandbox.inspect({ location, type })).toMatchObject({
        problem: { code: 'corrupt' },
      });
    }
  });

  it('distinguishes files of another type, empty files and missing files', async () => {
    await expect(read('pdf', await scanPng(['x'], 50))).rejects.toMatchObject({ code: 'corrupt' });
    await expect(read('docx', 'plain text')).rejects.toMatchObject({ code: 'corrupt' });
    await expect(read('empty', '')).rejects.toMatchObject({ code: 'empty' });
    await expect(read('other', 'x')).rejects.toMatchObject({ code: 'unsupported' });
    await expect(read('unknown', 'x')).rejects.toMatchObject({ code: 'unrecognized' });
    const gone = stageInput(join(bench().folder, 'never.pdf'), 'pdf', 10);
    await expect(bench().sandbox.runStage('ocr', gone)).rejects.toMatchObject({ code: 'source_missing' });
  });
});

describe('files that explode', () => {
  it('refuses a picture of absurd dimensions', async () => {
    await expect(read('png', hugePng(60_000, 60_000))).rejects.toMatchObject({ code: 'oversize' });
  });

  it('calls a Word document without a document in its text part corrupt, not empty', async () => {
    for (const part of [
      '\u0001\u0002 no XML at all',
      '<html><body/></html>'.slice(0, 6),
      '<w:document xmlns:w="w"/>',
    ])
      await expect(read('docx', zipOf({ 'word/document.xml': part }))).rejects.toMatchObject({
        code: 'corrupt',
      });
  });

  it('refuses an office file that expands too far', async () => {
    const bomb = Buffer.alloc(80 * 1024 * 1024, 0x20);
    const sheet = zipOf({ 'xl/workbook.xml': '<workbook/>', 'xl/sharedStrings.xml': bomb });
    await expect(read('xlsx', sheet, { limits: { ...limits, maxBytes: 10_000_000 } })).rejects.toMatchObject({
      code: 'oversize',
    });
    await expect(read('docx', zipOf({ 'word/document.xml': bomb }))).rejects.toMatchObject({
      code: 'oversize',
    });
  });

  it('does not trust the sizes that an archive states', async () => {
    const liar = zip([{ name: 'a.txt', content: Buffer.alloc(5_000_000, 0x61), statedSize: 10 }]);
    const location = await put(bench().folder, 'liar.zip', liar);
    const into = await mkdtemp(join(bench().folder, 'liar-'));
    const { members, problems } = await bench().sandbox.expand({ location, type: 'zip' }, into, {
      maxMembers: 10,
      maxBytes: 1_000_000,
      maxRatio: 100,
    });
    expect(members).toEqual([]);
    expect(problems).toMatchObject([{ name: 'a.txt', code: 'container_error' }]);
    expect(await readdir(into)).toEqual([]);
  });

  it('stops at the limits of an archive and keeps the members within them', async () => {
    const bomb = await put(
      bench().folder,
      'bomb.zip',
      zipOf({ 'a.txt': 'first', 'b.bin': Buffer.alloc(30_000_000) }),
    );
    const many = await put(
      bench().folder,
      'many.zip',
      zipOf(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}`, 'x']))),
    );
    const expand = async (
      location: string,
      limit: { maxMembers: number; maxBytes: number; maxRatio: number },
    ) =>
      bench().sandbox.expand({ location, type: 'zip' }, await mkdtemp(join(bench().folder, 'limit-')), limit);
    const generous = { maxMembers: 100, maxBytes: 1e9, maxRatio: 1e6 };
    for (const expansion of [
      await expand(bomb, { ...generous, maxBytes: 1_000_000 }),
      await expand(bomb, { ...generous, maxRatio: 100 }),
    ]) {
      expect(expansion.members.map((m) => m.name)).toEqual(['a.txt']);
      expect(expansion.problems).toMatchObject([{ name: '', code: 'container_limit' }]);
    }
    const counted = await expand(many, { ...generous, maxMembers: 5 });
    expect(counted.members).toHaveLength(5);
    expect(counted.problems).toMatchObject([{ code: 'container_limit' }]);
  });

  it('cuts text and pages at their limits, with a warning', async () => {
    const cut = await read('txt', '😀'.repeat(100), { limits: { ...limits, maxCharacters: 51 } });
    expect(cut.text).toBe('😀'.repeat(25));
    expect(cut.warnings).toMatchObject([{ code: 'text_limit' }]);
    const pages = await read('pdf', await textPdf([LETTER, LETTER, LETTER]), {
      limits: { ...limits, maxPages: 2 },
    });
    expect(pages.pages).toHaveLength(2);
    expect(pages.warnings).toMatchObject([{ code: 'text_limit' }]);
    const long = await read('pdf', await textPdf([LETTER, LETTER, LETTER]), {
      limits: { ...limits, maxCharacters: 400 },
    });
    expect(long.text.length).toBe(400);
    expect(long.warnings).toMatchObject([{ code: 'text_limit' }]);
    await expect(read('txt', 'too much', { limits: { ...limits, maxBytes: 3 } })).rejects.toMatchObject({
      code: 'oversize',
    });
  });

  it('stops at the text limit inside a sheet whose cells share one long string', async () => {
    const cells = '<c t="s"><v>0</v></c>'.repeat(20_000);
    const shared = zipOf({
      'xl/workbook.xml': `<workbook xmlns:r="r"><sheets><sheet name="Rent" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      'xl/sharedStrings.xml': `<sst><si><t>${'Rent '.repeat(4000)}</t></si></sst>`,
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row>${cells}</row></sheetData></worksheet>`,
    });
    const { text, warnings } = await read('xlsx', shared);
    expect(text.length).toBe(limits.maxCharacters);
    expect(warnings).toMatchObject([{ code: 'text_limit' }]);
  });

  it('reads deeply nested tags, and does not expand entities', async () => {
    const depth = 30_000;
    expect(
      (await read('html', `${'<div>'.repeat(depth)}deep${'</div>'.repeat(depth)}<p>after</p>`)).text,
    ).toBeDefined();
    await expect(read('rtf', `{\\rtf1 ${'{'.repeat(depth)}deep${'}'.repeat(depth)}}`)).resolves.toBeDefined();
    const lol = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "${'&a;'.repeat(1000)}">]><w xmlns:o="o"><body>&b;</body></w>`;
    const { text } = await read('odt', zipOf({ 'content.xml': lol }));
    expect(text.length).toBeLessThan(100);
  });
});

describe('names from archives', () => {
  it('keeps every name inside its folder', async () => {
    const names = [
      '../../escape.txt',
      '/etc/passwd',
      'C:\\Windows\\system.ini',
      '..\\..\\back.txt',
      'a/../../b.txt',
      'line\nbreak.txt',
      'con.txt',
      `${'x'.repeat(300)}.txt`,
      'same.txt',
      'SAME.txt',
      '..',
      '.',
    ];
    const archive = zip([
      ...names.map((name) => ({ name, content: name })),
      { name: Buffer.from([0x80, 0x2e, 0x74, 0x78, 0x74]), content: 'cp437', flags: 0 },
      { name: 'link', content: '/etc/passwd', attributes: 0xa1ff0000 },
      { name: 'locked.txt', content: 'x', flags: 1 },
    ]);
    const location = await put(bench().folder, 'names.zip', archive);
    const into = await mkdtemp(join(bench().folder, 'names-'));
    const { members, problems } = await bench().sandbox.expand({ location, type: 'zip' }, into, {
      maxMembers: 100,
      maxBytes: 1e6,
      maxRatio: 1000,
    });
    expect(members.map((m) => m.name)).toEqual([
      'escape.txt',
      'etc/passwd',
      'Windows/system.ini',
      'back.txt',
      'a/b.txt',
      'line_break.txt',
      '_con.txt',
      `${'x'.repeat(196)}.txt`,
      'same.txt',
      'SAME (2).txt',
      'member 11',
      'member 12',
      'Ç.txt',
    ]);
    expect(problems.find((problem) => problem.name === '../../escape.txt')).toEqual({
      name: '../../escape.txt',
      code: 'container_error',
      detail: 'The name contained a path that leaves its folder, so the member was renamed to “escape.txt”',
      renamedTo: 'escape.txt',
    });
    expect(problems.map((p) => [p.name, p.code])).toEqual([
      ['../../escape.txt', 'container_error'],
      ['/etc/passwd', 'container_error'],
      ['C:\\Windows\\system.ini', 'container_error'],
      ['..\\..\\back.txt', 'container_error'],
      ['a/../../b.txt', 'container_error'],
      ['line_break.txt', 'container_error'],
      ['..', 'container_error'],
      ['link', 'container_error'],
      ['locked.txt', 'encrypted'],
    ]);
    // The files are numbered, and contain the bytes of the members.
    expect((await readdir(into)).every((f) => /^member-\d{6}$/.test(f))).toBe(true);
    expect(await readFile(join(into, members[1]!.file), 'utf8')).toBe('/etc/passwd');
  });
});

/** Changes about one byte in two hundred, with a generator that always gives the same result. */
function flipped(bytes: Buffer, seed: number): Buffer {
  const copy = Buffer.from(bytes);
  let state = seed;
  for (let i = 0; i < Math.max(4, bytes.length / 200); i += 1) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    const at = state % copy.length;
    copy[at] = (copy[at] ?? 0) ^ (1 << (state % 8));
  }
  return copy;
}

/** Returns a small PNG that claims to have these dimensions. */
const hugePng = (width: number, height: number): Buffer => png(width, height, Buffer.alloc(1_000_000));
