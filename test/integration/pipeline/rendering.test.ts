/** Documents without pages are rendered with their structure, and nothing in a rendering can act. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AlignmentType,
  Document,
  HeadingLevel,
  ImageRun,
  InsertedTextRun,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FileType } from '../../../src/shared/file-types.ts';
import type { Rendering, RenderingToken } from '../../../src/shared/rendering.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { MAIL, put } from './fixtures.ts';

vi.setConfig({ testTimeout: 60_000 });

const shared = sharedSandbox({ maxWorkers: 1 });
let folder: string;
let picture: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-render-'));
  picture = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#c00' } })
    .png()
    .toBuffer();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let number = 0;
async function render(type: FileType, bytes: Buffer | string): Promise<Rendering> {
  number += 1;
  const location = await put(folder, `${number}.${type}`, bytes);
  return shared().sandbox.render({ location, type });
}

/** Writes tokens as lines: `<p>`, `text`, `</p>`. */
const shown = ({ tokens }: Rendering): string => tokens.map(tokenText).join('');
function tokenText(token: RenderingToken): string {
  if (typeof token === 'string') return token;
  if ('open' in token) return `<${token.open}>`;
  if ('close' in token) return `</${token.close}>`;
  return 'single' in token ? `<${token.single}>` : `<img ${token.alt}>`;
}

describe('a web page', () => {
  it('keeps its structure and says what it leaves out', async () => {
    const rendering = await render(
      'html',
      `<title>T</title><h2>Terms</h2><p style="text-align:center">Dear <b>Ann</b>,<br>see
       <a href="https://a.example/?x">the list</a></p><ol start="3"><li>one</ol>
       <table><tr><td colspan=2>a<td rowspan="9999999">b</table><pre>  x\n y</pre>
       <img alt="logo" src="https://a.example/l.png"><img src="data:image/png;base64,${picture.toString('base64')}" alt="red">`,
    );
    expect(shown(rendering).replace(/>\s+</g, '><')).toBe(
      '<h2>Terms</h2><p>Dear <strong>Ann</strong>,<br>see <span>the list</span></p><ol><li>one</li></ol><table><tr><td>a</td><td>b</td></tr></table><pre>  x\n y</pre> [logo]<img red>',
    );
    expect(rendering.tokens).toContainEqual({ open: 'p', align: 'center' });
    expect(rendering.tokens).toContainEqual({ open: 'span', title: 'Link to https://a.example/?x' });
    expect(rendering.tokens).toContainEqual({ open: 'ol', start: 3 });
    expect(rendering.tokens).toContainEqual({ open: 'td', columns: 2 });
    expect(rendering.omitted).toContain('a picture that the file only links to');
    expect(rendering.cut).toBe(false);
  });

  it('has no script, form, frame, style or address, however they are written', async () => {
    const rendering = await render(
      'html',
      `<script>a()</script><ScRiPt src=//x>b()</sCrIpT><style>@import url(//x)</style><svg><script>c()</script><a href="javascript:d()">e</a></svg>
       <iframe src=//x srcdoc="<script>f()</script>">g</iframe><object data=//x>h</object><embed src=//x><math><mi>i</mi></math>
       <form action=//x><input name=q value=typed><input type=hidden value=secret><button>Send</button></form>
       <meta http-equiv=refresh content="0;url=//x"><base href=//x><link rel=stylesheet href=//x>
       <p onclick="j()" style="background:url(//x)">kept</p><img src=x onerror=k()><constructor>odd</constructor><__proto__>names</__proto__>
       <p hidden>unseen</p><template>t</template><img src="data:image/svg+xml;base64,PHN2Zz4=" alt=v>`,
    );
    const text = shown(rendering);
    expect(text).toContain('<p>kept</p>');
    expect(text).toContain('[typed]');
    expect(text).toContain('odd');
    expect(JSON.stringify(rendering.tokens)).not.toMatch(
      /script|style|srcdoc|onclick|onerror|javascript|\/\/x|refresh|secret|unseen|a\(\)|url\(|svg/i,
    );
    expect(rendering.omitted).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^2 scripts$/),
        'text that the page hides',
        '3 pages or objects inside the page',
        '2 drawings',
        'a picture that cannot be shown',
      ]),
    );
  });

  it('ends where a browser would struggle, and says so', async () => {
    const long = await render('html', `<p>${'word '.repeat(100_000)}</p>`);
    expect(long.cut).toBe(true);
    expect(shown(long).length).toBeLessThan(310_000);
    const deep = await render('html', `${'<div>'.repeat(5000)}text${'</div>'.repeat(5000)}<p>after</p>`);
    expect(deep.omitted).toContain('text that is nested too deep');
    expect(shown(deep)).toContain('<p>after</p>');
  });
});

describe('mail', () => {
  it('shows its headers as a table, and its text', async () => {
    const text = shown(await render('eml', MAIL));
    expect(text).toContain('<tr><th>From:</th><td>Whitfield, Karen <karen@whitfield.example></td></tr>');
    expect(text).toContain('<th>Date:</th><td>Mon, 3 Mar 2025 14:05:00 -0500</td>');
    expect(text).toContain('<pre>Thomas, the cheque for $4,250.00 is on its way.');
  });

  const related = (plain: string) =>
    [
      'From: a@b.example',
      'Subject: s',
      'MIME-Version: 1.0',
      'Content-Type: multipart/related; boundary="r"',
      '',
      '--r',
      'Content-Type: multipart/alternative; boundary="a"',
      '',
      '--a',
      'Content-Type: text/plain',
      '',
      plain,
      '--a',
      'Content-Type: text/html',
      '',
      '<p>The price is <b>$100.00</b> today</p><img src="cid:red%401"><img src="https://x.example/t.gif">',
      '--a--',
      '--r',
      'Content-Type: image/png',
      'Content-ID: <red@1>',
      'Content-Transfer-Encoding: base64',
      '',
      picture.toString('base64'),
      '--r--',
      '',
    ].join('\r\n');

  it('shows the pictures that it holds itself, and no others', async () => {
    const rendering = await render('eml', related('The price is $100.00 today'));
    expect(rendering.tokens.filter((token) => typeof token === 'object' && 'image' in token)).toHaveLength(1);
    expect(rendering.omitted).toContain('a picture that the file only links to');
    expect(shown(rendering)).not.toContain('<pre>');
  });

  it('shows the plain form too when it says something else', async () => {
    const text = shown(await render('eml', related('The price is $900.00 today, payable on May 3')));
    expect(text).toContain('<strong>$100.00</strong>');
    expect(text).toContain('$900.00');
  });
});

describe('a Word document', () => {
  it('shows headings, letters, numbers, tables, pictures, comments and changes', async () => {
    const bytes = await Packer.toBuffer(
      new Document({
        numbering: {
          config: [
            {
              reference: 'n',
              levels: [{ level: 0, format: 'decimal', text: '%1.', alignment: AlignmentType.START }],
            },
          ],
        },
        comments: { children: [{ id: 0, author: 'Ann', children: [new Paragraph('Check this')] }] },
        sections: [
          {
            children: [
              new Paragraph({ text: 'Agreement', heading: HeadingLevel.HEADING_1 }),
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ text: 'Bold', bold: true }), new TextRun(' and plain')],
              }),
              new Paragraph({ text: 'First', numbering: { reference: 'n', level: 0 } }),
              new Paragraph({ text: 'Second', numbering: { reference: 'n', level: 0 } }),
              new Paragraph({
                children: [
                  new InsertedTextRun({ text: 'new', id: 1, author: 'Ann', date: '2025-03-03T00:00:00Z' }),
                ],
              }),
              new Table({
                rows: [
                  new TableRow({
                    children: [new TableCell({ columnSpan: 2, children: [new Paragraph('Wide')] })],
                  }),
                  new TableRow({
                    children: ['x', 'y'].map((text) => new TableCell({ children: [new Paragraph(text)] })),
                  }),
                ],
              }),
              new Paragraph({
                children: [
                  new ImageRun({ type: 'png', data: picture, transformation: { width: 40, height: 20 } }),
                ],
              }),
            ],
          },
        ],
      }),
    );
    const rendering = await render('docx', bytes);
    const text = shown(rendering);
    expect(text).toContain(
      '<h1>Agreement</h1><p><strong>Bold</strong> and plain</p><p>1. First</p><p>2. Second</p>',
    );
    expect(text).toContain('<ins>new</ins>');
    expect(text).toContain(
      '<table><tr><td><p>Wide</p></td></tr><tr><td><p>x</p></td><td><p>y</p></td></tr></table>',
    );
    expect(text).toMatch(/<img [^>]*>/);
    expect(text).toContain('Check this');
    expect(rendering.tokens).toContainEqual({ open: 'ins', title: 'Inserted by Ann, 2025-03-03' });
    expect(rendering.tokens).toContainEqual({ open: 'td', columns: 2 });
    expect(rendering.tokens).toContainEqual({ open: 'p', align: 'center' });
  });

  it('is refused in words when it is damaged', async () => {
    await expect(render('docx', 'PK not a package')).rejects.toMatchObject({ code: 'corrupt' });
    await expect(render('pdf', '%PDF-1.4')).rejects.toMatchObject({ code: 'unsupported' });
  });
});

it('shows OpenDocument text with its headings, lists and tables', async () => {
  const flat = `<?xml version="1.0"?><office:document xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:style="s" xmlns:fo="f" office:mimetype="application/vnd.oasis.opendocument.text">
    <office:automatic-styles><style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>
    <office:body><office:text><text:h text:outline-level="2">Lease</text:h><text:p>Rent of <text:span text:style-name="B">Jane Roe</text:span></text:p>
    <text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>
    <table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>cell</text:p></table:table-cell></table:table-row></table:table>
    </office:text></office:body></office:document>`;
  const text = shown(await render('odt', flat));
  expect(text).toContain('<h2>Lease</h2><p>Rent of <strong>Jane Roe</strong></p>');
  expect(text).toContain('<p>one</p>');
  expect(text).toContain('<table><tr><td><p>cell</p></td></tr></table>');
});

it('shows tables with the letters of their columns, and plain text with its lines', async () => {
  const table = shown(await render('csv', 'Name,Amount\nAnn,"1,000"\nBob,2\n'));
  expect(table).toContain(
    '<thead><tr><th>A</th><th>B</th></tr></thead><tr><td>Name</td><td>Amount</td></tr>',
  );
  expect(table).toContain('<tr><td>Ann</td><td>1,000</td></tr>');
  expect(shown(await render('txt', 'a\r\n  b <c>'))).toBe('<pre>a\n  b <c></pre>');
  expect(shown(await render('rtf', '{\\rtf1 One\\par Two}'))).toBe('<p>One</p><p>Two</p>');
  const large = await render('csv', `a,b,c\n${'1,2,3\n'.repeat(20_000)}`);
  expect(large.omitted).toContain('the cells after the first 30,000');
});
