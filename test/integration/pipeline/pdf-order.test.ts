/** The text of a PDF is in the order of reading, without the numbers of its lines. */
import { degrees, PDFDocument, type PDFFont, type PDFPage, StandardFonts } from 'pdf-lib';
import { expect, it, vi } from 'vitest';
import { readPdf } from './read-pdf.ts';

vi.setConfig({ testTimeout: 60_000 });

interface Sheet {
  page: PDFPage;
  font: PDFFont;
  write(words: string, x: number, y: number): void;
}

async function sheetOf(draw: (sheet: Sheet) => void, options: { pages?: number; size?: number } = {}) {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Courier);
  const { size = 9 } = options;
  for (let i = 0; i < (options.pages ?? 1); i += 1) {
    const page = pdf.addPage([792, 612]);
    draw({ page, font, write: (words, x, y) => page.drawText(words, { x, y, size, font }) });
  }
  return readPdf(await pdf.save());
}

const ANSWER =
  'The superintendent of the quarry told us that the derrick had been inspected in April and that nobody had seen a crack in the mast before the storm of May 3, 2018 broke it.';
const REPLY =
  'We answered that the inspection of April was done by a man without a license who had been paid $2,750 for it and who never climbed above the second platform of the derrick.';

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

it('leaves out the 28 numbers of pleading paper, written before the text or line by line', async () => {
  const body = wrap(`${ANSWER} ${REPLY} ${ANSWER}`, 60);
  for (const turns of [false, true]) {
    const { text } = await sheetOf(({ write }) => {
      const number = (i: number): void => write(String(i), i < 10 ? 66 : 61, 590 - i * 20);
      const line = (i: number): void => write(body[i - 3] ?? '', 100, 590 - i * 20);
      for (let i = 1; i <= 28; i += 1) {
        number(i);
        if (turns) line(i);
      }
      if (!turns) for (let i = 1; i <= 28; i += 1) line(i);
    });
    expect(text.split('\n')).toEqual(body);
  }
});

it('leaves out the line numbers of a transcript with times, and keeps the times', async () => {
  const lines = ['Q.  Where were you then?', 'A.  In the yard, beside', 'the old derrick.'];
  const { text } = await sheetOf(({ write }) => {
    for (let i = 0; i < 9; i += 1)
      write(`14:0${i}:30  ${i + 1}   ${lines[i % lines.length]}`, 60, 560 - i * 24);
  });
  const spoken = Array.from(
    { length: 9 },
    (_, i) => `14:0${i}:30 ${lines[i % lines.length]?.replace('  ', ' ')}`,
  );
  expect(text.replace(/ +/g, ' ').split('\n')).toEqual(spoken);
});

it('keeps the cells of a table together that the file writes cell by cell', async () => {
  const cells = wrap(`${ANSWER} ${REPLY} ${ANSWER}`, 30).slice(0, 16);
  const { text } = await sheetOf(({ write }) => {
    for (const [i, line] of cells.entries()) {
      const cell = Math.floor(i / 2);
      write(line, cell % 2 === 0 ? 60 : 400, 560 - Math.floor(cell / 2) * 60 - (i % 2) * 14);
    }
  });
  expect(text.split('\n')).toEqual(cells);
});

it('leaves out the numbers beside the caption of a pleading', async () => {
  const { text } = await sheetOf(({ write }) => {
    for (let i = 1; i <= 28; i += 1) write(String(i), i < 10 ? 66 : 61, 590 - i * 20);
    write('Leonora Whitfield (SBN 204417)', 100, 570);
    for (let i = 8; i < 14; i += 1) {
      write(
        ['QUARRY WORKERS UNION,', 'a union,', 'Plaintiff,', 'v.', 'DERRICK CO.,', 'Defendant.'][i - 8] ?? '',
        100,
        590 - i * 20,
      );
      write(')', 380, 590 - i * 20);
      write(
        ['Case No. 19-CV-0442', 'COMPLAINT', 'for damages', 'and costs', 'JURY TRIAL', 'DEMANDED'][i - 8] ??
          '',
        420,
        590 - i * 20,
      );
    }
  });
  expect(text.split('\n')).toEqual([
    'Leonora Whitfield (SBN 204417)',
    'QUARRY WORKERS UNION, ) Case No. 19-CV-0442',
    'a union, ) COMPLAINT',
    'Plaintiff, ) for damages',
    'v. ) and costs',
    'DERRICK CO., ) JURY TRIAL',
    'Defendant. ) DEMANDED',
  ]);
});

it('keeps the numbers of tables, lists and tables of contents', async () => {
  const names = [
    'Ada Finch',
    'Bo Lisle',
    'Cy Marsh',
    'Di Noble',
    'Ed Orr',
    'Fay Pell',
    'Gus Quill',
    'Hal Rowe',
  ];
  const table = await sheetOf(({ write }) => {
    for (const [i, name] of names.entries()) {
      write(String(i + 1), 60, 560 - i * 20);
      write(name, 100, 560 - i * 20);
      write(`$${i + 3},150.00`, 400, 560 - i * 20);
    }
  });
  expect(table.text.split('\n')).toEqual(names.map((name, i) => `${i + 1} ${name} $${i + 3},150.00`));
  const list = await sheetOf(({ write }) => {
    for (const [i, name] of names.entries()) write(`${i + 1}    ${name}`, 60, 560 - i * 20);
  });
  expect(list.text.split('\n')).toEqual(names.map((name, i) => `${i + 1} ${name}`));
  const contents = await sheetOf(({ write }) => {
    for (const [i, name] of names.entries()) {
      write(`Testimony of ${name}`, 60, 560 - i * 20);
      write(String(i + 1), 500, 560 - i * 20);
    }
  });
  expect(contents.text.split('\n')).toEqual(names.map((name, i) => `Testimony of ${name} ${i + 1}`));
});

const leaf = (page: number): string[] => [
  `Q.  What did you see on page ${page}?`,
  'A.  I saw Mr. Cornelius',
  `Tarbell of Tarbell ${page} Stone`,
  'Company sign the note for',
  `$${page}4,500 and leave by the`,
  'back door at once.',
  'Q.  Who else was there?',
];
const plain = (page: number): string => leaf(page).join(' ').replace(/ +/g, ' ');

it.each([
  ['across', [11, 12, 13, 14]],
  ['down', [11, 13, 12, 14]],
])('reads a sheet of four transcript pages that run %s', async (_name, places) => {
  const { text, warnings } = await sheetOf(({ write }) => {
    for (const band of [0, 1]) {
      const top = 560 - band * 260;
      for (const side of [0, 1]) write(`Page ${places[band * 2 + side]}`, 180 + side * 380, top);
      for (const [i] of leaf(0).entries())
        for (const side of [0, 1])
          write(`${i + 1}   ${leaf(places[band * 2 + side] ?? 0)[i]}`, 50 + side * 380, top - 24 - i * 24);
    }
    write('Holloway Reporting', 50, 30);
  });
  expect(text.replace(/\s+/g, ' ')).toBe(
    `${[11, 12, 13, 14].map((page) => `Page ${page} ${plain(page)}`).join(' ')} Holloway Reporting`,
  );
  expect(warnings).toEqual([]);
});

it('says that the order of pages without numbers is uncertain', async () => {
  const { warnings } = await sheetOf(({ write }) => {
    for (const band of [0, 1])
      for (const [i, line] of leaf(3).entries())
        for (const side of [0, 1]) write(`${i + 1}   ${line}`, 50 + side * 380, 560 - band * 260 - i * 24);
  });
  expect(warnings).toMatchObject([{ code: 'order_uncertain', pages: [1] }]);
});

it.each([1, 40])(
  'reads columns that the file writes in turn on %i pages, between full lines',
  async (pages) => {
    const left = wrap(ANSWER, 34);
    const right = wrap(`${REPLY} The rest is silence.`, 34);
    const wide =
      'Both parties were heard on the motion and on every part of the evidence that they had offered.';
    const { text } = await sheetOf(
      ({ write }) => {
        write(wide, 60, 580);
        for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
          write(left[i] ?? '', 60, 550 - i * 14);
          write(right[i] ?? '', 400, 550 - i * 14);
        }
        write(wide, 60, 300);
      },
      { pages },
    );
    const page = [wide, ...left, ...right, wide].join('\n');
    expect(text).toBe(Array.from({ length: pages }, () => page).join('\n\n'));
  },
);

it('reads a page from the top that the file writes from the bottom, but not one that is upside down', async () => {
  const lines = wrap(`${ANSWER} ${REPLY}`, 60);
  const climbing = await sheetOf(({ write }) => {
    for (const [i, line] of [...lines.entries()].reverse()) write(line, 60, 560 - i * 14);
  });
  expect(climbing.text.split('\n')).toEqual(lines);
  const turned = await sheetOf(({ page, font }) => {
    for (const [i, line] of lines.entries())
      page.drawText(line, { x: 700, y: 60 + i * 14, size: 9, font, rotate: degrees(180) });
  });
  expect(turned.text.split('\n')).toEqual(lines);
});

it('keeps the rows of forms and captions together', async () => {
  const rows = [
    ['Name of the insured party', 'Theodora Blackwood Estate'],
    ['Policy number of the insurer', 'HX 4471 of March 2, 2019'],
    ['Place where the loss occurred', 'Harbor Street in Gloucester'],
    ['Date on which it was reported', 'The day after, by telephone'],
    ['Name of the adjuster in charge', 'Mr. Lambert of the Salem office'],
    ['Amount of the loss as claimed', 'Fifty thousand dollars or more'],
    ['Amount of the loss as adjusted', 'Forty thousand dollars at most'],
    ['Reason for the difference', 'The cellar was not insured'],
    ['Other insurance on the goods', 'None that the party knows of'],
    ['Signature of the insured party', 'Signed by her own hand'],
  ] as const;
  const { text } = await sheetOf(({ write }) => {
    for (const [i, [label, value]] of rows.entries()) {
      write(label, 60, 560 - i * 16);
      write(value, 400, 560 - i * 16);
    }
  });
  expect(text.split('\n')).toEqual(rows.map((row) => row.join(' ')));
});

it('joins letters that are spaced out, by tracking or by blanks', async () => {
  const { text } = await sheetOf(
    ({ write, page, font }) => {
      write('D E C L A R A T I O N   O F   S E R V I C E', 60, 560);
      let x = 60;
      for (const letter of 'NOTICE TO QUIT') {
        if (letter !== ' ') page.drawText(letter, { x, y: 520, size: 12, font });
        x += 12;
      }
      write('Initials: J. R. R. and T. S. E. are not joined', 60, 480);
      write('1 2 3 4 5 6 7 8 9', 60, 440);
    },
    { size: 12 },
  );
  expect(text.split('\n')).toEqual([
    'DECLARATION OF SERVICE',
    'NOTICE TO QUIT',
    'Initials: J. R. R. and T. S. E. are not joined',
    '1 2 3 4 5 6 7 8 9',
  ]);
});

it('mends the pages of a long PDF that pdftotext reads', async () => {
  const body = wrap(`${ANSWER} ${REPLY}`, 60);
  const { text } = await sheetOf(
    ({ write }) => {
      for (let i = 1; i <= 25; i += 1)
        write(`${String(i).padStart(2)}   ${body[i - 1] ?? ''}`, 60, 590 - i * 20);
    },
    { pages: 41 },
  );
  expect(text).toBe(Array.from({ length: 41 }, () => body.join('\n')).join('\n\n'));
});

it('reads a page with thousands of numbers in a short time', async () => {
  const { text } = await sheetOf(
    ({ write }) => {
      for (let y = 0; y < 120; y += 1)
        for (let x = 0; x < 60; x += 1) write(String((x + y) % 999), 10 + x * 13, 600 - y * 5);
    },
    { size: 3 },
  );
  expect(text.split(/\s+/)).toHaveLength(7200);
}, 10_000);
