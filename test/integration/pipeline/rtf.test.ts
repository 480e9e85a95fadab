/** RTF as Word shows it: changes, notes, comments, fields, text boxes, tables and character sets. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import { extract } from '../../../src/core/pipeline/extract/extract.ts';
import { rtfToText } from '../../../src/core/pipeline/extract/readers/rtf.ts';
import { put, stageInput } from './fixtures.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-rtf-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const FONTS = String.raw`{\fonttbl{\f0\fcharset0 Times New Roman{\*\falt Roman};}{\f1\fcharset204 Arial CYR;}{\f2\fcharset2 Wingdings;}{\f3\fcharset2 Symbol;}{\f4\fcharset128 MS Mincho;}{\f5\fcharset130 Johab;}}`;
const REVIEWERS = String.raw`{\*\revtbl{Unknown;}{Karen Whitfield;}{Thomas Halvorsen;}}`;
async function read(body: string, head = String.raw`\ansi\ansicpg1252\deff0`): Promise<OcrResult> {
  const bytes = Buffer.from(`{\\rtf1${head}${FONTS}${REVIEWERS}${body}}`, 'latin1');
  return (await extract(stageInput(await put(folder, 'a.rtf', bytes), 'rtf', bytes.length))).result;
}
const textOf = async (body: string, head?: string): Promise<string> => (await read(body, head)).text;

/** A date as RTF writes it: fields of bits. */
const dttm = (year: number, month: number, day: number): number =>
  ((year - 1900) << 20) | (month << 16) | (day << 11) | (9 << 6) | 30;

it('accepts all changes and lists each with its author and date', async () => {
  const on = dttm(2024, 11, 5);
  const text = await textOf(
    String.raw`The deposit is {\deleted\revauthdel1\revdttmdel${on} $7,4}{\deleted\revauthdel1\revdttmdel${on}\b 00}{\revised\revauth2\revdttm${on}  $6,900} in full.\par
{\deleted\revauthdel1 A whole paragraph.\par}{\revised\revauth0 By nobody}{\revised\deleted\revauth2\revauthdel1 twice}\par
\deleted\revauthdel2 old \plain new {\mvf\mvauth1\mvdate${on} moved}\par`,
  );
  expect(text.split('\n')).toEqual([
    'The deposit is  $6,900 in full.',
    'By nobody',
    'new',
    '',
    '[Deleted by Karen Whitfield, 2024-11-05] $7,400',
    '',
    '[Inserted by Thomas Halvorsen, 2024-11-05] $6,900',
    '',
    '[Deleted by Karen Whitfield] A whole paragraph.',
    '',
    '[Inserted] By nobody',
    '',
    '[Deleted by Karen Whitfield] twice',
    '',
    '[Deleted by Thomas Halvorsen] old',
    '',
    '[Deleted by Karen Whitfield, 2024-11-05] moved',
  ]);
});

it('keeps hidden text, as that of Word documents is kept', async () => {
  expect(await textOf(String.raw`Shown {\v hidden} shown\par`)).toBe('Shown hidden shown');
});

it('labels notes, headers, footers and comments', async () => {
  const text = await textOf(
    String.raw`{\header \pard PRIVILEGED\par}{\headerf \pard PRIVILEGED\par}{\footerl Draft of May}{\footerr {\field{\*\fldinst PAGE}{\fldrslt 4}}}
The rent{\super\chftn}{\footnote \pard {\super\chftn} See the rider.\par} is due{\footnote\ftnalt {\chftn} Recorded.}.
{\*\atrfstart 1}Dunmore{\*\atrfend 1}{\*\atnid IK}{\*\atnauthor Thomas Halvorsen}\chatn{\*\annotation{\*\atnref 1}{\*\atndate ${dttm(2024, 2, 29)}}\pard Too low?\par And late.}\par`,
  );
  expect(text.split('\n\n')).toEqual([
    'The rent is due.Dunmore',
    '[Footnote 1] See the rider.',
    '[Endnote 1] Recorded.',
    '[Header] PRIVILEGED',
    '[Footer] Draft of May',
    '[Comment by Thomas Halvorsen, 2024-02-29] Too low?\nAnd late.',
  ]);
});

it('reads characters in the code page of their font, of the file, and as Unicode', async () => {
  expect(await textOf(String.raw`\'d6 {\f1 \'cf\'f0} {\f4 \'93\'fa\'96{}} {\f4 \'93\'fa\'83\'5c}`)).toContain(
    '\u00d6 \u041f\u0440 \u65e5',
  );
  // A font of another character set than its text.
  expect(await textOf(String.raw`{\f4 \'96 x}`)).toBe('\u2013 x');
  expect(await textOf(String.raw`\'d6`, String.raw`\ansicpg1250\ansi\deff9`)).toBe('\u00d6');
  expect(await textOf(String.raw`\'cf`, String.raw`\ansicpg1251\ansi\deff9`)).toBe('\u041f');
  expect(await textOf(String.raw`\'8e`, String.raw`\mac\deff9`)).toBe('\u00e9');
  expect(await textOf(String.raw`\'82`, String.raw`\pc\deff9`)).toBe('\u00e9');
  const unicode = String.raw`\u8364?25 \uc2\u8220\'93\'94in\u8221 xx{\uc0\u233}\uc1  \u-10179?\u-8704? \u26085\'93\u26412? \u65\b0 .`;
  expect(await textOf(unicode)).toBe('\u20ac25 \u201cin\u201d\u00e9 \u{1f600} \u65e5\u672c A.');
  expect(await textOf(String.raw`non\_jury sus\-pend a\~b \emdash\endash\lquote\rquote\bullet`)).toBe(
    'non-jury suspend a b \u2014\u2013\u2018\u2019\u2022',
  );
});

it('says so when letters are in a character set that it does not know', async () => {
  expect((await read(String.raw`{\f5 plain}`)).warnings).toEqual([]);
  expect((await read(String.raw`{\f5 \'b0\'a1}`)).warnings).toMatchObject([{ code: 'part_not_read' }]);
});

it('reads symbol fonts as they are shown', async () => {
  expect(await textOf(String.raw`{\f2 \'fe} a {\f2 \u-3928\'a8} b {\f3 \'b7} c {\f3 a}`)).toBe(
    '\u2611 a \u2610 b \u2022 c \u03b1',
  );
  const field = String.raw`{\field{\*\fldinst SYMBOL 253 \\f "Wingdings" \\s 12}{\fldrslt\f2}} d`;
  expect(await textOf(field)).toBe('\u2612 d');
});

it('shows results of fields, and the state of form fields without one', async () => {
  const form = (content: string, result = ''): string =>
    String.raw`{\field{\*\fldinst {FORM }{\*\formfield{${content}{\*\ffname Box1}{\*\ffdeftext none}}}}{\fldrslt ${result}}}`;
  const text = await textOf(
    String.raw`See {\field{\*\fldinst {REF _Ref1 \\h}}{\fldrslt {Section 4.2}}}.\par
${form(String.raw`\fftype1\ffres25\ffdefres1`)} own\par ${form(String.raw`\fftype1\ffres0\ffdefres1`)} rent\par
${form(String.raw`\fftype2\ffres1{\*\ffl Waived}{\*\ffl Demanded}`)} by jury\par ${form(String.raw`\fftype0`, 'Karen')}\par
{\xe {\v index entry}}End`,
  );
  expect(text.split('\n').map((line) => line.trim())).toEqual([
    'See Section 4.2.',
    '\u2612 own',
    '\u2610 rent',
    'Demanded by jury',
    'Karen',
    'End',
  ]);
});

it('reads text boxes and word art once', async () => {
  const box = String.raw`{\shp{\*\shpinst\shpleft1{\sp{\sn lTxid}{\sv 65536}}{\shptxt \pard In the box\par}}{\shprslt{\*\do\dptxbx{\dptxbxtext\pard In the box\par}}}}`;
  const old = String.raw`{\*\do\dobxpage{\dptxbxtext\pard In an old box\par}}`;
  const art = String.raw`{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv DRAFT}}}}`;
  expect(await textOf(String.raw`Beside ${box}it\par${old}${art} End\par`)).toBe(
    'In the box\nBeside it\nIn an old box\nDRAFT\n End',
  );
});

it('writes one line per row, and nested tables once', async () => {
  const text = await textOf(
    String.raw`\trowd\cellx1\intbl Tenant\cell Rent\cell\row\trowd\intbl {Whitfield\cell}{$2,315.00\cell}{\row}\pard
\trowd\intbl\itap2 in\nestcell side\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}\cell\row\pard After\par`,
  );
  expect(text.split('\n').map((line) => line.trim())).toEqual([
    'Tenant\tRent',
    'Whitfield\t$2,315.00',
    'in\tside',
    'After',
  ]);
});

it('keeps the numbers of lists, in the old form too', async () => {
  const text = await textOf(
    String.raw`{\listtext\pard\plain\f0 2.1\tab}\ls1 Base rent\par{\pntext\f3\'B7\tab}{\*\pn\pnlvlblt\pnf3{\pntxtb\'B7}}Late fee\par`,
  );
  expect(text).toBe('2.1 Base rent\n\u2022 Late fee');
});

it('names the numbers of a list that the file leaves out', async () => {
  const { warnings } = await read(String.raw`\pard\ls3\ilvl0 Base rent\par\pard Plain\par`);
  expect(warnings).toMatchObject([
    { code: 'part_not_read', detail: expect.stringContaining('the automatic numbers of a list') },
  ]);
});

it('skips binary data, pictures, objects, styles and properties, but not the result of an object', async () => {
  const bytes = Buffer.concat([
    Buffer.from(
      String.raw`{\rtf1{\stylesheet{\s0 Normal;}{\s1 Heading;}}{\info{\title Lease}{\author Karen Whitfield}{\creatim\yr2025\mo3\dy3\hr14\min5}{\operator Nobody}}before {\pict\bin7 `,
    ),
    Buffer.from('}}\\par{'),
    Buffer.from(
      String.raw`}{\*\shppict{\pict 89504e}}{\nonshppict{\pict 89}}{\object{\*\objclass Word}{\*\objdata 0105}{\result{shown}}}{\*\unknown lost}{\upr{Lef\'e9vre}{\*\ud{Lef\u232?vre}}} after}`,
    ),
  ]);
  const { result } = await extract(stageInput(await put(folder, 'b.rtf', bytes), 'rtf', bytes.length));
  expect(result.text).toBe('before shownLef\u00e8vre after');
  expect(result.metadata).toEqual({
    title: 'Lease',
    author: 'Karen Whitfield',
    created: '2025-03-03T14:05:00.000Z',
  });
  expect(result.warnings).toEqual([expect.objectContaining({ code: 'picture_not_read' })]);
});

it('says that a file is cut off', async () => {
  const bytes = String.raw`{\rtf1\ansi The first half of {\b the`;
  const { result } = await extract(stageInput(await put(folder, 'c.rtf', bytes), 'rtf', bytes.length));
  expect(result.text).toBe('The first half of the');
  expect(result.warnings).toMatchObject([
    { code: 'part_not_read', detail: expect.stringContaining('cut off') },
  ]);
});

it('reads any sequence of controls and groups', async () => {
  const token = fc.constantFrom(
    ...String.raw`{ } {\* \par \u-5? \'e9 \uc9 \deleted \revised \field {\*\fldinst {\footnote {\*\annotation \fonttbl \f0 {\info {\title \rtf1 \ud \upr \bin3 \constructor \toString text`.split(
      ' ',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(token, { maxLength: 60 }), async (tokens) => {
      await expect(rtfToText(Buffer.from(`{\\rtf1 ${tokens.join(' ')}`))).resolves.toBeTypeOf('string');
    }),
    { numRuns: 200 },
  );
});
