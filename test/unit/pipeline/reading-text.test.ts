import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { readingText } from '../../../src/core/pipeline/entities/reading/reading-text.ts';
import { readPassages } from '../../corpus/entities/passages.ts';
import { sized } from '../../support/scale.ts';

const found = (text: string): string[] =>
  extractEntities({ text, pages: [] }).mentions.map((m) => `${m.kind}: ${m.normal}`);

/** Breaks a paragraph at blanks into lines of at most `width` characters. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

/** Passages of one paragraph, because the lines of a letter or a caption are not wrapped text. */
const paragraphs = readPassages('passages')
  .map((p) => p.text)
  .filter((text) => !text.includes('\n') && text.length > 120);

describe('a paragraph names the same entities', () => {
  it('wrapped at any width, in any kind of line end, blank and margin', () => {
    expect(paragraphs.length).toBeGreaterThan(30);
    fc.assert(
      fc.property(
        fc.constantFrom(...paragraphs),
        fc.integer({ min: 40, max: 90 }),
        fc.constantFrom('\n', '\r\n', '\n    ', ' \n'),
        fc.constantFrom(' ', '\u00A0', '\u2009', '  ', '\u202F\u00A0'),
        (text, width, lineEnd, blank) => {
          const lines = wrapped(text, width).split('\n');
          const written = lines.map((line) => line.replaceAll(' ', blank)).join(lineEnd);
          expect(found(written)).toEqual(found(text));
        },
      ),
      { numRuns: sized(300, 80) },
    );
  });

  it.each([
    ['quoted in a mail', (line: string) => `> ${line}`],
    ['on pleading paper', (line: string, i: number) => `${i + 1}  ${line}`],
  ])('%s', (_where, mark) => {
    for (const text of paragraphs) {
      // A margin has at least six numbers.
      const page = `${text} ${'It was said by all of them, and more than once or twice. '.repeat(4)}`.trim();
      const lines = wrapped(page, 48).split('\n');
      expect(found(lines.map(mark).join('\n'))).toEqual(found(text));
    }
  });
});

it('names the same entities where signs stand apart from their words', () => {
  for (const text of paragraphs) {
    const apart = text
      .replace(/(?<=[\p{L})”.])(?=[,;] )/gu, ' ')
      .replace(/([(“])(?=\p{L})|(?<=\p{L})(?=[)”])/gu, '$1 ');
    expect(found(apart)).toEqual(found(text));
  }
});

it('leaves the border of a caption where it is', () => {
  const caption =
    'IDA COLE, )\nPlaintiff, )\nv. ) No. 1:24-cv-00071\nKESTREL HOLDINGS, INC., )\nDefendant. )\n';
  expect(readingText(caption, []).lines).toContain('INC., )');
});

describe('a value broken at a line end', () => {
  it.each([
    ['The surgeon was paid $7.9\nmillion for both of the patents.', 'money: USD 7900000.00'],
    ['They settled the whole dispute for 45\nmillion dollars before the trial.', 'money: USD 45000000.00'],
    ['The rule is old, as was said in 391\nU.S. 145 and often since.', 'case_citation: 391 U.S. 145'],
    ['It was held in 88 Cal.\nApp. 4th 100 that no such duty exists.', 'case_citation: 88 Cal. App. 4th 100'],
    ['The appeal of the carrier is pending as No.\n23-4410 in this court.', 'docket_number: 23-4410'],
    ['It was signed by both of them on the 5th day of\nMay, 2014, in Reno.', 'date: 2014-05-05'],
    ['Call the office of the surveyor at 312-555-\n0117 before noon.', 'phone: +13125550117'],
    [
      'Write to the assistant of the clerk at m.doyle@\nfennimore.example soon.',
      'email: m.doyle@fennimore.example',
    ],
    [
      'The letter was brought by the notary Beatrix Wal-\nlingford, who had kept it.',
      'person: Beatrix Wallingford',
    ],
    [
      'The letter was brought by the notary Beatrix Hale-\nOsgood, who had kept it.',
      'person: Beatrix Hale-Osgood',
    ],
  ])('is found in %j', (text, entity) => {
    expect(found(text)).toContain(entity);
    const { mentions } = extractEntities({ text, pages: [] });
    for (const m of mentions) expect(text.slice(m.start, m.end)).toBe(m.text);
  });

  it.each([
    ['Beatrix Wal\u00ADling\u00ADford', 'person: Beatrix Wallingford'],
    ['Beatrix\u200B Walling\u2060ford', 'person: Beatrix Wallingford'],
    ['06\u00ADMarch\u00AD2020', 'date: 2020-03-06'],
    ['1:21\u2011cv\u201104410', 'docket_number: 1:21-cv-04410'],
  ])('and one with characters that are not seen, %j', (written, entity) =>
    expect(found(`They say that ${written} was meant.`)).toContain(entity),
  );
});

it.each([
  ['Beatrix Wallingford\nOsgood Farms\nReno, Nevada 89501'],
  ['1. Beatrix Wallingford of the committee of the town\n2. Osgood Hale of the committee of the county'],
  ['- the deed of Beatrix Wallingford\n- Osgood Hale has the note of the bank'],
  ['Paid to the estate of Beatrix\tWallingford and to the heirs\nOsgood\tHale and all of the others'],
  ['The witness was Beatrix\n\nWallingford was asked.'],
  ['> it was sent by the clerk Beatrix\n>> Wallingford and the others were told'],
])('joins no lines of %j', (text) => {
  const { names } = readingText(text);
  expect(names.match(/\n/g)?.length).toBe(text.match(/\n/g)?.length);
});

it('maps every character back to where it was', () => {
  fc.assert(
    fc.property(
      fc
        .array(
          fc.oneof(
            fc.constantFrom('\n', '\r\n', '\u00A0', '\u00AD', '-\n', '\t', '     ', '> ', '12 ', '\u2011'),
            fc.string({ unit: 'binary', maxLength: 12 }),
            fc.lorem({ maxCount: 9 }),
          ),
        )
        .map((parts) => parts.join('')),
      (text) => {
        const { lines, names, patterns, original } = readingText(text);
        expect([names.length, patterns.length]).toEqual([lines.length, lines.length]);
        const spans = Array.from({ length: lines.length }, (_v, i) => original(i, i + 1));
        const moved = spans.filter(
          ({ start, end }, i) => !/[\s-]/.test(lines.charAt(i)) && text.slice(start, end) !== lines.charAt(i),
        );
        expect(moved).toEqual([]);
        const starts = spans.map((span) => span.start);
        expect(starts).toEqual([...new Set(starts)].sort((x, y) => x - y));
      },
    ),
  );
});

it.each([
  ['blanks', ' '],
  ['no-break blanks', '\u00a0'],
  ['characters that nobody sees', '\u200b'],
  ['blanks with soft hyphens', ' \u00ad'],
])('reads a text of a million %s', (_title, run) => {
  const text = `Rent of $4,250.00${run.repeat(1_000_000 / run.length)}is due to Karen Whitfield.`;
  const read = readingText(text);
  expect(read.lines).toContain('Rent of $4,250.00');
  const at = read.lines.indexOf('Whitfield');
  const { start, end } = read.original(at, at + 'Whitfield'.length);
  expect(text.slice(start, end)).toBe('Whitfield');
});
