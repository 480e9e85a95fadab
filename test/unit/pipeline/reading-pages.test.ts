import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { readingText } from '../../../src/core/pipeline/entities/reading/reading-text.ts';
import { expectLinear } from '../../support/linear.ts';
import { sized } from '../../support/scale.ts';

/** Own passages of one paragraph each, with every kind of entity between them. */
const PASSAGES = [
  'The carrier and its surveyor met again in Duluth, Minnesota, after the storm of November 4, 2019, and agreed that Mr. Osgood Pellman would hold the deposit of $186,500.00 until the court in No. 20-3317 had decided who owned the cargo that was lost.',
  'Nothing in the record shows that the trustee knew of the second lease, and the rule is that knowledge must be shown by those who rely on it. See Fenwick v. Harrow Quarries, Inc., 512 F.3d 418, 422 (7th Cir. 2008). The trustee paid 4.2 million dollars to Harrow Quarries, Inc. in the spring of that year.',
  'It is undisputed that Ms. Lavinia Thorncastle wrote to the clerk at l.thorncastle@brightwater.example on the 9th day of March, 2021, and that nobody at Brightwater Shipping LLC answered the letter or called her back at 617-555-0143 before the hearing was held.',
  'When the appeal was argued the panel asked whether the agreement of June 30, 2018 had ever been signed by Judge Amos Kettering, who had retired before then, and counsel for Lakeshore Dredging Company said that it had been signed by the clerk, as the rules of the court in Albany, New York allow.',
];
const FILLERS = [
  'It was said by all of them, and more than once or twice, that the road had been closed for most of the winter and that no notice of it was given to those who lived beside it, though some had asked for one in the fall.',
  'What the witness remembered of the morning was little, because the fog had been thick over the water and the whistle of the ferry could not be heard from the shed in which the ropes were kept and mended by the crew.',
  'None of this was disputed at the hearing, where each side relied on the same few pages of the log and asked the court to draw from them what it could about the weather, the tide and the hour at which the lines were cast off.',
];

const found = (text: string, pages: { page: number; start: number; end: number }[] = []): string[] =>
  mentions(text, pages).map((m) => `${m.kind}: ${m.normal}`);
const mentions = (text: string, pages: { page: number; start: number; end: number }[]) =>
  extractEntities({ text, pages: pages.map((page) => ({ ...page, source: 'text', confidence: null })) })
    .mentions;

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = lines.at(-1) === '' ? word : `${lines.at(-1)} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

interface Layout {
  width: number;
  perPage: number;
  head: (page: number) => string[];
  foot: (page: number) => string[];
  mark: (line: string, i: number) => string;
}

/** Lays paragraphs out on pages, as the reader of a PDF gives them. */
function laidOut(paragraphs: readonly string[], { width, perPage, head, foot, mark }: Layout) {
  const lines = paragraphs.flatMap((paragraph) => wrapped(paragraph, width));
  const pages: { page: number; start: number; end: number }[] = [];
  let text = '';
  for (let from = 0; from < lines.length; from += perPage) {
    const page = pages.length + 1;
    if (text !== '') text += '\n\n';
    const start = text.length;
    text += [...head(page), ...lines.slice(from, from + perPage).map(mark), ...foot(page)].join('\n');
    pages.push({ page, start, end: text.length });
  }
  return { text, pages };
}

const none = (): string[] => [];
const HEADS: Record<string, Pick<Layout, 'head' | 'foot'>> = {
  none: { head: none, foot: none },
  number: { head: none, foot: (page) => [`- ${page} -`] },
  'page of pages': { head: none, foot: (page) => [`Page ${page} of 40`] },
  opinion: {
    head: (page) =>
      page === 1
        ? []
        : page % 2 === 1
          ? [`Cite as: 600 U. S. ____ (2023) ${page}`, 'Opinion of the Court']
          : [`${page} FENWICK v. HARROW`, 'Opinion of the Court'],
    foot: none,
  },
  stamp: {
    head: (page) => [
      `Case 1:20-cv-00417-KLM Document 45-2 Filed 03/04/21 Page ${page} of 40 PageID #: ${2310 + page}`,
    ],
    foot: (page) => [String(page)],
  },
  title: { head: () => ['Reply Brief of the Trustee in Support of Its Motion'], foot: (page) => [`${page}`] },
};
const MARKS: Record<string, Layout['mark']> = {
  none: (line) => line,
  left: (line, i) => `${(i % 25) + 1}  ${line}`,
  right: (line, i) => `${line}     ${(i % 25) + 1}`,
  alone: (line, i) => `${(i % 25) + 1}\n${line}`,
  indented: (line) => `        ${line}`,
  'double spaced': (line) => `${line}\n`,
};

describe('the same passage names the same entities', () => {
  const document = fc.record({
    passages: fc.shuffledSubarray(PASSAGES, { minLength: 1 }),
    width: fc.integer({ min: 40, max: 90 }),
    perPage: fc.integer({ min: 6, max: 25 }),
    heads: fc.constantFrom(...Object.keys(HEADS)),
    mark: fc.constantFrom(...Object.keys(MARKS)),
    blank: fc.constantFrom(' ', '\u00A0', '\u2009', '  '),
  });

  it('on pages with heads, feet and numbers in the margin, at any width', () => {
    fc.assert(
      fc.property(document, ({ passages, width, perPage, heads, mark, blank }) => {
        const [first = '', second = '', third = ''] = FILLERS;
        const paragraphs = [first, ...passages, second, third];
        const plain = new Set(found(paragraphs.join('\n\n')));
        const head = HEADS[heads] ?? { head: none, foot: none };
        const marked = MARKS[mark] ?? ((line) => line);
        const { text, pages } = laidOut(paragraphs, {
          width,
          perPage,
          mark: (line, i) => marked(line.replaceAll(' ', blank), i),
          ...head,
        });
        const own = new Set(found(text, pages).filter((entity) => !HEAD_ENTITIES.has(entity)));
        expect([...own].sort()).toEqual([...plain].sort());
      }),
      { numRuns: sized(400, 80) },
    );
  });
});

/** What the heads themselves say. */
const HEAD_ENTITIES = new Set(['docket_number: 1:20-cv-00417-KLM', 'date: 2021-03-04']);

describe('a mention that runs over a page break', () => {
  const first = 'The letter was brought to the office of the county by the notary Beatrix';
  const second = 'Wallingford, who had kept it in a drawer since the death of her father in the war.';

  it.each([
    ['pages', '\n\n', ''],
    ['a page number', '\n- 4 -\n\n', ''],
    ['a stamp', '\n', 'Case 1:20-cv-00417-KLM Document 45 Filed 03/04/21 Page 2 of 2\n'],
  ])('shows its longer part, with the whole as its normal form: %s', (_what, foot, head) => {
    const text = `${first}${foot}${head}${second}`;
    const pages = [
      { page: 1, start: 0, end: first.length },
      { page: 2, start: first.length + foot.length, end: text.length },
    ];
    expect(mentions(text, pages)).toContainEqual(
      expect.objectContaining({
        kind: 'person',
        text: 'Wallingford',
        normal: 'Beatrix Wallingford',
        page: 2,
      }),
    );
  });
});

it('keeps the docket number of a stamp, once', () => {
  const page = (n: number): string =>
    `Case 1:20-cv-00417-KLM   Document 45-2   Filed 03/04/21   Page ${n} of 3\nNothing else is on it but page ${'one two three'.split(' ')[n - 1]} of the log.`;
  const text = [1, 2, 3].map(page).join('\n\n');
  expect(found(text).filter((entity) => entity.startsWith('docket'))).toEqual([
    'docket_number: 1:20-cv-00417-KLM',
  ]);
});

it.each([
  [
    'a form feed',
    '\f',
    'Peter\n                         -2-\n\fMailloux was told of it and that nobody had asked for the answer before the day',
  ],
  [
    'numbers that count',
    '',
    'Peter\n\n                         -2-\n\nMailloux was told of it and that nobody had asked for the answer before the day',
  ],
])('reads over page breaks of a text that has no pages: %s', (_what, feed, middle) => {
  const line = 'and so it was with the others who had been there from the start of that';
  const text = `${line}\n${line}\n\n             -1-\n${feed}\n${line}\n${line}\n${line} day by the carrier ${middle}\n${line}\n\n       -3-\n${feed}`;
  expect(readingText(text).names).toContain('the carrier Peter Mailloux was told');
});

it.each([
  ['C O M P L A I N T  F O R  D A M A G E S', 'COMPLAINT FOR DAMAGES'],
  // cspell:disable-next-line
  ['J USTICE B REYER delivered the opinion', 'JUSTICE BREYER delivered the opinion'],
  ['I AM A PERSON OF HONOR', 'I AM A PERSON OF HONOR'],
  ['Argument ................ 12', 'Argument \t 12'],
  [
    'denying      their    claims     for      the     removal    of',
    'denying their claims for the removal of',
  ],
  ['Smith      Albany      1,200      open', 'Smith\tAlbany\t1,200\topen'],
])('reads the line %j', (written, read) => expect(readingText(written).lines).toBe(read));

it.each([['Page 1\n\n'], ['1\n'], ['x\f'], ['Case 1:20-cv-1 Doc 1 Page 1\n'], ['A B\n\n'], ['. . . ']])(
  'reads %j, repeated, in linear time',
  (unit) => expectLinear(unit, readingText),
);
