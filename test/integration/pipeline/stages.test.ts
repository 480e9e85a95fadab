import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StageResults } from '../../../src/core/documents/types.ts';
import { createSandbox } from '../../../src/core/sandbox/pool.ts';
import type { Sandbox } from '../../../src/core/sandbox/types.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { few } from '../../support/scale.ts';
import { sharedSandboxEntry } from './build-sandbox.ts';
import {
  characterAccuracy,
  docx,
  LETTER,
  LETTER_LINES,
  MAIL,
  put,
  scannedPdf,
  scanPng,
  stageInput,
  textPdf,
  tiff,
} from './fixtures.ts';

// OCR is slow, and other tests share the machine.
vi.setConfig({ testTimeout: 180_000 });

const shared = sharedSandboxEntry();
let sandbox: Sandbox;
let scan: Buffer;
beforeAll(async () => {
  scan = await scanPng(LETTER_LINES);
});

async function run(
  name: string,
  type: FileType,
  bytes: Buffer | string,
): Promise<StageResults & { engine: string | null }> {
  const location = await put(shared().folder, name, bytes);
  const { size } = await stat(location);
  const results: Partial<StageResults> = {};
  let engine: string | null = null;
  for (const stage of STAGES) {
    const output = await sandbox.runStage(stage, stageInput(location, type, size, { results }));
    if (stage === 'ocr') engine = output.engine;
    Object.assign(results, { [stage]: output.result });
  }
  return { ...(results as StageResults), engine };
}

describe.each(few(['auto', 'js'] as const, 1))('the six stages with OCR engine %s', (ocr) => {
  beforeAll(() => {
    sandbox = createSandbox({
      entry: shared().entry,
      maxWorkers: 2,
      ocr,
    });
  });
  afterAll(() => sandbox.dispose());

  it('reads the text layer of a PDF', async () => {
    const done = await run(
      'letter.pdf',
      'pdf',
      await textPdf([
        LETTER,
        'A second page with its own words, long enough to count as the text of the page.',
      ]),
    );
    expect(characterAccuracy(LETTER, done.ocr.text.slice(0, done.ocr.pages[0]!.end))).toBeGreaterThan(0.99);
    expect(done.ocr.pages.map((p) => [p.page, p.source, p.confidence])).toEqual([
      [1, 'text', null],
      [2, 'text', null],
    ]);
    expect(done.ocr.metadata).toMatchObject({ title: 'A letter', created: '2025-03-03T14:05:00.000Z' });
    expect(done.engine).toMatch(/^pdfium \d/);
    expect(done.finalization).toMatchObject({ pages: 2, pagesOcr: 0, warnings: [] });
  });

  it('reads a scanned PDF, a picture and a fax by OCR, page by page', async () => {
    const pdf = await run('scan.pdf', 'pdf', await scannedPdf([scan]));
    expect(pdf.ocr.pages).toMatchObject([{ page: 1, source: 'ocr' }]);
    expect(characterAccuracy(LETTER, pdf.ocr.text)).toBeGreaterThan(0.97);
    const png = await run('scan.png', 'png', scan);
    expect(characterAccuracy(LETTER, png.ocr.text)).toBeGreaterThan(0.97);
    const pages = await run(
      'scan.tiff',
      'tiff',
      await tiff([await scanPng(['First page of the fax']), await scanPng(['Second page of the fax'])]),
    );
    expect(pages.ocr.pages.map((p) => p.source)).toEqual(['ocr', 'ocr']);
    expect(pages.ocr.text).toBe('First page of the fax\n\nSecond page of the fax');
  });

  it('reads Word, mail and plain text', async () => {
    const word = await run('letter.docx', 'docx', await docx(LETTER_LINES));
    expect(word.ocr.text.split('\n\n')).toEqual([...LETTER_LINES]);
    const mail = await run('mail.eml', 'eml', MAIL);
    expect(mail.ocr.text.startsWith('From: Whitfield, Karen <karen@whitfield.example>\nTo: Thomas')).toBe(
      true,
    );
    expect(mail.ocr.metadata).toMatchObject({
      sent: '2025-03-03T19:05:00.000Z',
      subject: 'Rent for February',
    });
    expect(mail.relationship_building.relationships).toContainEqual(
      expect.objectContaining({ kind: 'sent_to', from: 'Karen Whitfield', to: 'Thomas Halvorsen' }),
    );
    const text = await run('letter.txt', 'txt', LETTER);
    expect(text.ocr.text).toBe(LETTER);
    expect(text.entity_resolution.entities.map((e) => e.canonical)).toContain('USD 4250.00');
  });

  it('expands a mail into files with safe names', async () => {
    const location = await put(shared().folder, 'mail.eml', MAIL);
    const into = join(shared().folder, `members-${ocr}`);
    const { members, problems } = await sandbox.expand({ location, type: 'eml' }, into, {
      maxMembers: 10,
      maxBytes: 1e6,
      maxRatio: 100,
    });
    expect(members.map((m) => m.name)).toEqual(['note.txt']);
    expect(problems).toMatchObject([{ code: 'container_error' }]);
    expect(await readFile(join(into, members[0]!.file), 'utf8')).toBe('A note that came with the mail.');
  });

  it('inspects a PDF without running a stage', async () => {
    const location = await put(shared().folder, 'mixed.pdf', await scannedPdf([await scanPng(['x'], 72)]));
    expect(await sandbox.inspect({ location, type: 'pdf' })).toEqual({
      pages: 1,
      pagesToOcr: 1,
      encrypted: false,
      problem: null,
    });
    expect(await sandbox.engines()).toMatchObject({ pdfium: expect.stringMatching(/^\d/) });
  });
});
