/** Reports: what they say, and that they can be printed on letter and A4 paper. */
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pdfPrinter } from '../../../src/core/app/print-pdf.ts';
import { parseProfile } from '../../../src/core/handover/load-file/profile.ts';
import { exportBatch } from '../../../src/core/handover/run.ts';
import type { HandoverDeps, Paper } from '../../../src/core/handover/types.ts';
import { verifyPack } from '../../../src/core/handover/verify.ts';
import type { History } from '../../../src/core/history/types.ts';
import type { ExportKind, ExportReport } from '../../../src/shared/handover.ts';
import { openHandover, recordBatch } from '../../support/handover.ts';
import { importLoadFile } from '../../support/read-load-file.ts';
import { MAIL, MATTER } from './matter.ts';

const BATCH = '20261101-0900-abcde';
const COPY = '20261102-0900-abcde';
let folder: string;
let into: string;
let history: History;
let deps: HandoverDeps;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-report-'));
  ({ history, deps } = openHandover(join(folder, 'data')));
  await recordBatch(join(folder, 'data'), history, BATCH, MATTER, { name: '<script>Smith</script> & Jones' });
  history.recordGap({ from: '1', to: '2', at: Date.UTC(2026, 10, 1, 9), reason: 'The stream was trimmed.' });
});
afterAll(async () => {
  history.dispose();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  into = await mkdtemp(join(folder, 'out-'));
});

function run(
  kind: ExportKind,
  tools: Partial<HandoverDeps> = {},
  paper?: Paper,
  batchId = BATCH,
): Promise<ExportReport> {
  const profile = parseProfile('{"timeZone":"America/New_York"}', 'p');
  return exportBatch(
    { ...deps, ...tools },
    { batchId, kind, into, profile, paper },
    { signal: new AbortController().signal },
  );
}
const textOf = (page: string): string =>
  page
    .slice(page.indexOf('<body>'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('a report', () => {
  it('has the equation, exceptions, gaps and signature lines, and needs nothing from elsewhere', async () => {
    const report = await run('report');
    expect((await readdir(report.target)).sort()).toEqual([
      'changes.csv',
      'redwell-export.json',
      'report.html',
    ]);
    expect(report).toMatchObject({ documents: 13, originals: 0, changes: { not_printed: 1 }, leftOut: {} });
    const page = await readFile(join(report.target, 'report.html'), 'utf8');
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/(?:src|href)=|url\(|@import/);
    const text = textOf(page);
    for (const said of [
      '&lt;script&gt;Smith&lt;/script&gt; &amp; Jones',
      '13 received = 7 completed + 3 duplicates + 1 excluded + 2 exceptions',
      'the figures on both sides are equal',
      'Nov 1, 2026, 4:00 AM EST',
      `${MAIL}/scan.pdf Encrypted`,
      'The stream was trimmed.',
      'Prepared by (name) Signature Date',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain('Left out of this export');
  });

  it('says so when the figures do not agree', async () => {
    const batch = history.batch(BATCH)!;
    const wrong = { ...batch, equation: { ...batch.equation, completed: 6 } };
    const { target } = await run('report', { history: { ...history, batch: () => wrong } });
    expect(textOf(await readFile(join(target, 'report.html'), 'utf8'))).toContain(
      'The figures do not agree: 13 documents were received, and 12 are accounted for.',
    );
  });

  it.each([
    ['letter', 612, 792],
    ['a4', 595, 842],
  ] as const)('is printed on %s paper, and leaves no profile behind', async (paper, width, height) => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('redwell-print-'));
    const report = await run('report', { printPdf: pdfPrinter() }, paper);
    expect(report.changes).toEqual({});
    const pdf = await PDFDocument.load(await readFile(join(report.target, 'report.pdf')));
    expect(pdf.getPageCount()).toBeGreaterThan(1);
    for (const page of pdf.getPages())
      expect([Math.round(page.getWidth()), Math.round(page.getHeight())]).toEqual([width, height]);
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith('redwell-print-'));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });

  it.each([
    ['there is no Chromium', async () => join(folder, 'none')],
    ['Chromium fails', async () => program('exit 3')],
    [
      'Chromium writes something else',
      async () =>
        program(
          'for a in "$@"; do case "$a" in --print-to-pdf=*) echo no > `echo "$a" | cut -d= -f2`;; esac; done',
        ),
    ],
  ])('is HTML only when %s', async (_what, chromium) => {
    const printPdf = pdfPrinter({ REDWELL_CHROMIUM: await chromium() });
    const report = await run('report', { printPdf });
    expect(report.changes).toEqual({ not_printed: 1 });
    expect(existsSync(join(report.target, 'report.pdf'))).toBe(false);
    expect(await readFile(join(report.target, 'changes.csv'), 'utf8')).toContain(
      'Open report.html in a browser',
    );
  });
});

async function program(script: string): Promise<string> {
  const path = join(into, 'chromium');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

describe('another copy of a document', () => {
  it('is in the report and in the load files on both sides', async () => {
    const scan = MATTER.findIndex(({ path }) => path === `${MAIL}/scan.pdf`) + 1;
    const documentId = `${BATCH}-d${String(scan).padStart(5, '0')}`;
    const replaces = {
      ...{ documentId, batchId: BATCH, path: `${MAIL}/scan.pdf`, sha256: null, type: 'pdf' as const },
      ...{ code: 'encrypted' as const, reason: 'The custodian sent it open.', by: 'dana', at: 1 },
    };
    const copies = [{ path: 'scan open.pdf', content: 'open' }];
    await recordBatch(join(folder, 'data'), history, COPY, copies, { name: 'Copy', replaces });
    const copyId = `${COPY}-d00001`;
    const page = textOf(await readFile(join((await run('report')).target, 'report.html'), 'utf8'));
    expect(page).toMatch(
      new RegExp(
        `scan\\.pdf \\( ?${documentId}.* Encrypted scan open\\.pdf .*${copyId}, batch ${COPY}.*sent it open`,
      ),
    );
    const rows = async (batchId: string): Promise<Record<string, string>[]> =>
      importLoadFile((await run('loadfile', {}, undefined, batchId)).target).map(({ row }) => row);
    const values = (await rows(BATCH)).filter(({ REPLACED_BY }) => REPLACED_BY !== '');
    expect(values).toMatchObject([{ DOCID: documentId, REPLACED_BY: copyId, REPLACES: '' }]);
    expect(await rows(COPY)).toMatchObject([{ DOCID: copyId, REPLACES: documentId, REPLACED_BY: '' }]);
  });
});

describe('an evidence pack', () => {
  it('holds the report and the operator log, and is proven with both', async () => {
    const report = await run('evidence', {
      printPdf: async () => Buffer.from('%PDF-1.7 printed'),
      operatorLog: async (place, batchId) => place.writeText('log.jsonl', `${batchId}\n`),
    });
    const data = join(report.target, 'data');
    expect((await readdir(data)).sort()).toEqual([
      ...['changes.csv', 'left-out.csv', 'lists', 'load-file', 'operator-log', 'report'],
    ]);
    expect(await readFile(join(data, 'report', 'report.pdf'), 'utf8')).toBe('%PDF-1.7 printed');
    const page = textOf(await readFile(join(data, 'report', 'report.html'), 'utf8'));
    expect(page).toContain('2 The document has the same content as another one, which is exported.');
    const check = await verifyPack(report.target, {
      root: report.rootHash,
      signal: new AbortController().signal,
    });
    expect(check).toMatchObject({ whole: true, difference: null });
    await writeFile(join(data, 'operator-log', 'log.jsonl'), 'changed');
    const changed = await verifyPack(report.target, {
      root: report.rootHash,
      signal: new AbortController().signal,
    });
    expect(changed.difference?.path).toBe('data/operator-log/log.jsonl');
  });
});
