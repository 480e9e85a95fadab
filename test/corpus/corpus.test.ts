/**
 * Runs Redwell on third-party files, on files made to harm it, and on scans with a known text. Start it with
 * `npm run test:corpus`; the first run fetches the files and the reference tools. Results go to
 * `test-results/corpus.md`.
 */
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { belowFloor, type Compared, compare, likenessTable, worstTable } from './compare.ts';
import { BY_TYPE, EXPECTED } from './expectations.ts';
import { CACHE, type Fetched, FILES, fetchCorpus, type Missing } from './fetch.ts';
import type { HostileCase } from './hostile/case.ts';
import { writeHostile } from './hostile/index.ts';
import { lostTable, lostWords } from './pages.ts';
import { mailTexts, pdfTexts, type Texts } from './reference.ts';
import { OFFICE_TYPES, officeTexts } from './reference-office.ts';
import { expectSound, type Ran, runFolder } from './run.ts';
import { makeScans, type Scan, tesseractText } from './scans.ts';
import { type Accuracy, accuracy, median } from './similarity.ts';
import { report, table, tableByType, writeReport } from './tables.ts';
import { findTools } from './tools.ts';
import { twinTexts } from './twins.ts';

const say = (text: string): void => console.log(text);
const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`;
const tools = findTools();

afterAll(writeReport);

describe('third-party files', () => {
  const LIMIT_S = 120;
  let fetched: Fetched[];
  let missing: Missing[];
  let ran: Ran;

  beforeAll(async () => {
    ({ fetched, missing } = await fetchCorpus(say));
    ran = await runFolder(FILES, LIMIT_S);
    report(
      'Files of other people',
      `${fetched.reduce((sum, { files }) => sum + files.length, 0)} files of ${fetched.length} packages, ${ran.rows.length} documents with members; intake ${seconds(ran.intakeMs)}, stages ${seconds(ran.stagesMs)}.`,
      '',
      ...tableByType(ran.rows),
    );
  });

  it('include more than 300 files, of every type', ({ skip }) => {
    if (missing.length > 0) skip(`${missing.length} packages could not be had, see above`);
    expect(ran.rows.filter((row) => row.parentId === null).length).toBeGreaterThan(300);
    const types = new Set(ran.rows.map((row) => row.type));
    const expected = 'pdf tiff png jpeg docx xlsx pptx odt ods odp rtf html txt csv eml msg mbox zip'.split(
      ' ',
    );
    expect(expected.filter((type) => !types.has(type as never))).toEqual([]);
  });

  it('kill no worker, hang no stage and are all accounted for', () => expectSound(ran, LIMIT_S));

  it('complete, or end as the expected exception', () => {
    const wrong = ran.rows.flatMap((row) => {
      const expected = EXPECTED.get(row.path)?.code ?? BY_TYPE[row.type] ?? 'completed';
      const ended = row.status === 'exception' ? row.exception?.code : row.status;
      return ended === expected || ended === 'duplicate'
        ? []
        : [`${row.path}: ${ended}, not ${expected} (${row.exception?.detail.slice(0, 200)})`];
    });
    expect(wrong).toEqual([]);
  });

  it('include every file with an expectation', ({ skip }) => {
    if (missing.length > 0) skip(`${missing.length} packages could not be had, see above`);
    const paths = new Set(ran.rows.map((row) => row.path));
    expect([...EXPECTED.keys()].filter((path) => !paths.has(path))).toEqual([]);
  });

  it('have the same text as in other tools', async () => {
    const own = ran.rows.filter((row) => row.parentId === null && row.status === 'completed');
    const of = (types: readonly string[]): string[] =>
      own.filter((row) => types.includes(row.type)).map((row) => join(FILES, row.path));
    const compared: Compared[] = [];
    const add = (tool: string, texts: Texts): number =>
      compared.push(...compare(own, ran.texts, FILES, tool, texts));
    if (tools.pdftotext !== null) {
      const texts = await pdfTexts(tools.pdftotext, of(['pdf']));
      add('pdftotext', texts);
      const theirs = new Map([...texts].map(([path, text]) => [relative(FILES, path), text.split('\f')]));
      report('Words lost by page, against pdftotext', ...lostTable(lostWords(ran.pages, theirs)));
    }
    if (tools.python3 !== null) add("Python's email", await mailTexts(tools.python3, of(['eml'])));
    if (tools.soffice !== null) {
      const files = new Map(
        own.filter((row) => OFFICE_TYPES.includes(row.type)).map((row) => [join(FILES, row.path), row.type]),
      );
      add('LibreOffice', await officeTexts(tools.soffice, tools.pdftotext, files));
    }
    add(
      'its UTF-8 twin',
      await twinTexts(
        FILES,
        own.map((row) => row.path),
      ),
    );
    report('Text against other tools', ...likenessTable(compared), '', ...worstTable(compared));
    expect(belowFloor(compared)).toEqual([]);
  });
});

describe('files made to harm', () => {
  const LIMIT_S = 60;
  let cases: HostileCase[];
  let ran: Ran;

  beforeAll(async () => {
    const folder = join(CACHE, 'hostile');
    cases = await writeHostile(folder);
    ran = await runFolder(folder, LIMIT_S);
    const made = new Set(cases.map(({ path }) => path));
    const own = ran.rows.filter((row) => made.has(row.path));
    report(
      'Files made to harm',
      `${cases.length} files, ${ran.rows.length} documents with members; intake ${seconds(ran.intakeMs)}, stages ${seconds(ran.stagesMs)}. The files themselves:`,
      '',
      ...tableByType(own),
    );
  });

  it('include more than 150 files', () => expect(cases.length).toBeGreaterThan(150));

  it('kill no worker, hang no stage and are all accounted for', () => expectSound(ran, LIMIT_S));

  it('end as expected, keep their remaining text and reveal nothing about this machine', () => {
    const rows = new Map(ran.rows.map((row) => [row.path, row]));
    const wrong = cases.flatMap(({ path, ends, warns, says, hides }) => {
      const row = rows.get(path);
      const ended = row?.status === 'exception' ? row.exception?.code : row?.status;
      const text = ran.texts.get(path) ?? '';
      const detail = row?.exception?.detail.slice(0, 200) ?? '';
      return [
        ...(ends.some((end) => end === ended) ? [] : [`${path}: ended as ${ended}, not ${ends} (${detail})`]),
        ...(ended !== 'completed' || warns === undefined || row?.warnings.some(({ code }) => code === warns)
          ? []
          : [`${path}: no warning ${warns}`]),
        ...(ended !== 'completed' || says === undefined || text.includes(says)
          ? []
          : [`${path}: no "${says}"`]),
        ...(hides !== undefined && text.includes(hides) ? [`${path}: shows "${hides}"`] : []),
      ];
    });
    expect(wrong).toEqual([]);
  });
});

describe.skipIf(tools.pdftotext === null || tools.pdftoppm === null)('scanned pages', () => {
  const LIMIT_S = 120;
  let scans: Scan[];
  let ran: Ran;

  beforeAll(async () => {
    const { pdftoppm, pdftotext } = tools;
    if (pdftoppm === null || pdftotext === null) throw new Error('pdftoppm and pdftotext are not installed');
    const folder = join(CACHE, 'scans');
    scans = await makeScans({ pdftoppm, pdftotext }, FILES, folder, join(CACHE, 'pictures'));
    ran = await runFolder(folder, LIMIT_S);
  });

  it('are read as accurately as by the tesseract command', async ({ skip }) => {
    if (tools.tesseract === null) skip('tesseract is not installed');
    expectSound(ran, LIMIT_S);
    const rows: { name: string; worn: boolean; ours: Accuracy; theirs: Accuracy }[] = [];
    for (const { name, truth, picture, worn } of scans) {
      const ours = accuracy(truth, ran.texts.get(name) ?? '');
      const theirs = accuracy(truth, await tesseractText(tools.tesseract ?? '', picture));
      rows.push({ name, worn, ours, theirs });
    }
    const line = (name: string, of: typeof rows): (string | number)[] => [
      name,
      of.length,
      ...(['ours', 'theirs'] as const).flatMap((who) =>
        (['characters', 'words'] as const).map((what) => median(of.map((row) => row[who][what])).toFixed(4)),
      ),
    ];
    report(
      'Scanned pages against the tesseract command',
      ...table(
        ['pages', 'number', 'characters', 'words', 'tesseract: characters', 'words'],
        [
          line(
            '300 dpi, clean',
            rows.filter((row) => !row.worn),
          ),
          line(
            '200 dpi, turned and softened',
            rows.filter((row) => row.worn),
          ),
          ...rows.map((row) => line(row.name, [row])),
        ],
      ),
    );
    for (const { name, ours, theirs } of rows) {
      expect.soft(ours.characters, name).toBeGreaterThan(0.9);
      expect.soft(ours.characters, name).toBeGreaterThan(theirs.characters - 0.02);
      expect.soft(ours.words, name).toBeGreaterThan(theirs.words - 0.03);
    }
  });
});
