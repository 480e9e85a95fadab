/** Automatic numbers of Word documents, as Word shows them. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { extract } from '../../../src/core/pipeline/extract/extract.ts';
import { put, stageInput } from './fixtures.ts';
import {
  abstract,
  item,
  level,
  list,
  numbering,
  paragraph,
  run,
  styles,
  type WordPart,
  wordFile,
} from './word-fixtures.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-numbers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lines(body: string, ...parts: WordPart[]): Promise<string[]> {
  const path = await put(folder, 'lease.docx', wordFile(body, parts));
  const { text } = (await extract(stageInput(path, 'docx', (await stat(path)).size))).result;
  return text.split('\n\n');
}

const CLAUSES = abstract(
  7,
  level(0, 'upperRoman', 'CLAUSE %1.') +
    level(1, 'decimal', '%1.%2', '<w:start w:val="1"/><w:isLgl/>') +
    level(2, 'lowerLetter', '(%3)', '<w:start w:val="1"/><w:suff w:val="nothing"/>'),
);

it('numbers the levels of a list, starts each anew under the one above, and goes on after other text', async () => {
  const body = [
    item(1, 0, 'Term'),
    item(1, 1, 'Begin'),
    item(1, 2, 'in May;'),
    item(1, 2, 'in June.'),
    paragraph(run('Between')),
    item(1, 1, 'End'),
    item(1, 2, 'at noon'),
    item(1, 0, 'Fee'),
    item(1, 1, 'Amount'),
    item(0, 0, 'No number'),
  ].join('');
  expect(await lines(body, numbering(CLAUSES + list(1, 7)))).toEqual([
    'CLAUSE I. Term',
    '1.1 Begin',
    '(a)in May;',
    '(b)in June.',
    'Between',
    '1.2 End',
    '(a)at noon',
    'CLAUSE II. Fee',
    '2.1 Amount',
    'No number',
  ]);
});

it('takes numbers from styles, the styles they are based on, and linked list styles', async () => {
  const part = numbering(
    abstract(
      1,
      level(0, 'decimal', '%1.', '<w:start w:val="4"/><w:pStyle w:val="Top"/>') +
        level(1, 'upperLetter', '%2)', '<w:start w:val="1"/><w:pStyle w:val="Sub"/>'),
    ) +
      abstract(2, '<w:numStyleLink w:val="Legal"/>') +
      abstract(3, `<w:styleLink w:val="Legal"/>${level(0, 'ordinalText', '%1:')}`) +
      list(5, 1) +
      list(6, 2) +
      list(8, 3),
  );
  const style = (id: string, content: string, type = 'paragraph'): string =>
    `<w:style w:type="${type}" w:styleId="${id}">${content}</w:style>`;
  const numbered = '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>';
  const styled = (id: string, text: string): string => paragraph(run(text), `<w:pStyle w:val="${id}"/>`);
  const sheet = styles(
    style('Top', numbered) +
      style('Sub', `<w:basedOn w:val="Top"/>${numbered}`) +
      style('Own', '<w:basedOn w:val="Sub"/>') +
      style('Off', '<w:basedOn w:val="Top"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>') +
      style('Loop', '<w:basedOn w:val="Loop"/>') +
      style('Legal', '<w:pPr><w:numPr><w:numId w:val="8"/></w:numPr></w:pPr>', 'numbering'),
  );
  const body = [
    styled('Top', 'one'),
    styled('Sub', 'two'),
    styled('Own', 'three'),
    styled('Off', 'four'),
    styled('Loop', 'five'),
    styled('Top', 'six'),
    item(6, 0, 'seven'),
  ].join('');
  expect(await lines(body, part, sheet)).toEqual([
    '4. one',
    'A) two',
    'B) three',
    'four',
    'five',
    '5. six',
    'First: seven',
  ]);
});

it('follows overrides of a list, which may start it anew, and levels that never restart', async () => {
  const part = numbering(
    abstract(
      1,
      level(0, 'decimal', '%1.') +
        level(1, 'decimalZero', '%1-%2', '<w:lvlRestart w:val="0"/><w:start w:val="1"/>'),
    ) +
      list(1, 1) +
      list(2, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="17"/></w:lvlOverride>') +
      list(3, 1, `<w:lvlOverride w:ilvl="0">${level(0, 'ordinal', 'the %1')}</w:lvlOverride>`),
  );
  const body = [
    item(1, 0, 'a'),
    item(1, 1, 'b'),
    item(1, 0, 'c'),
    item(1, 1, 'd'),
    item(2, 0, 'e'),
    item(2, 0, 'f'),
    item(1, 0, 'g'),
    item(3, 0, 'h'),
    item(99, 0, 'i'),
    item(1, 12, 'j'),
  ].join('');
  expect(await lines(body, part)).toEqual([
    '1. a',
    '1-01 b',
    '2. c',
    '2-02 d',
    '17. e',
    '18. f',
    '19. g',
    'the 20th h',
    'i',
    'j',
  ]);
});

it('writes bullets, and boxes that stand in place of them', async () => {
  const wingdings = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>';
  const part = numbering(
    abstract(
      1,
      level(0, 'bullet', '\uf0b7') + level(1, 'bullet', '\uf0a8', wingdings) + level(2, 'none', ''),
    ) + list(1, 1),
  );
  expect(await lines(item(1, 0, 'rent') + item(1, 1, 'paid') + item(1, 2, 'plain'), part)).toEqual([
    '\u2022 rent',
    '\u2610 paid',
    'plain',
  ]);
});

it('counts empty paragraphs, shows their number only in tables, and skips deleted ones', async () => {
  const part = numbering(abstract(1, level(0, 'decimal', '%1.')) + list(1, 1));
  const gone = '<w:rPr><w:del w:author="A"/></w:rPr>';
  const numbers = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>';
  const deleted = paragraph(
    '<w:del w:author="A"><w:r><w:delText>old</w:delText></w:r></w:del>',
    `${numbers}${gone}`,
  );
  const cell = (content: string): string => `<w:tc>${content}</w:tc>`;
  const body = [
    item(1, 0, 'kept'),
    deleted,
    deleted,
    item(1, 0, 'next'),
    item(1, 0, ''),
    `<w:tbl><w:tr>${cell(item(1, 0, ''))}${cell(paragraph(run('Lamp')))}</w:tr></w:tbl>`,
    item(1, 0, 'first half, ', gone),
    item(1, 0, 'second half'),
    item(1, 0, 'last'),
  ].join('');
  expect(await lines(body, part)).toEqual([
    '1. kept',
    '2. next',
    '4.\tLamp',
    '5. first half, second half',
    '6. last',
    '[Deleted by A] old old',
  ]);
});

it('ignores what numbers were before a change', async () => {
  const part = numbering(abstract(1, level(0, 'decimal', '%1.')) + list(1, 1));
  const former =
    '<w:pPrChange w:author="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>';
  expect(await lines(paragraph(run('plain now'), former), part)).toEqual(['plain now']);
});
