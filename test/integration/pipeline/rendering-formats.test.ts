/** Slides, calendars, contact cards and other types that have a look of their own are rendered with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DocumentError } from '../../../src/core/documents/errors.ts';
import { renderDocument } from '../../../src/core/pipeline/extract/view/rendering.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { type Rendering, type RenderingToken, renderingSchema } from '../../../src/shared/rendering.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { put } from './fixtures.ts';
import { odp, pptx } from './office-fixtures.ts';
import { zipOf } from './zip-writer.ts';

vi.setConfig({ testTimeout: 60_000 });

const shared = sharedSandbox({ maxWorkers: 1 });
let folder: string;
let picture: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-looks-'));
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

const shown = ({ tokens }: Rendering): string => tokens.map(tokenText).join('');
function tokenText(token: RenderingToken): string {
  if (typeof token === 'string') return token;
  if ('open' in token) return `<${token.open}>`;
  if ('close' in token) return `</${token.close}>`;
  return 'single' in token ? `<${token.single}>` : `<img ${token.alt}>`;
}

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const rels = (...targets: readonly (readonly [type: string, target: string])[]): string =>
  `<Relationships>${targets
    .map(([type, target], i) => `<Relationship Id="r${i + 1}" Type="${REL}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;
const NAMES = 'xmlns:p="p" xmlns:a="a" xmlns:r="r"';
const run = (text: string, properties = ''): string => `<a:r><a:rPr ${properties}/><a:t>${text}</a:t></a:r>`;
const p = (text: string, properties = ''): string => `<a:p>${properties}${run(text)}</a:p>`;
const shape = (placeholder: string, inner: string): string =>
  `<p:sp><p:nvSpPr><p:nvPr>${placeholder}</p:nvPr></p:nvSpPr><p:txBody>${inner}</p:txBody></p:sp>`;

const deck = (): Record<string, string | Buffer> => ({
  'ppt/presentation.xml': `<p:presentation ${NAMES}><p:sldIdLst><p:sldId r:id="r1"/><p:sldId r:id="r2"/><p:sldId r:id="r3"/></p:sldIdLst></p:presentation>`,
  'ppt/_rels/presentation.xml.rels': rels(
    ['slide', 'slides/slide1.xml'],
    ['slide', 'slides/slide2.xml'],
    ['slide', 'slides/gone.xml'],
  ),
  'ppt/slides/slide1.xml': `<p:sld ${NAMES}>${shape('<p:ph type="title"/>', p('Opening'))}${shape(
    '<p:ph idx="1"/>',
    `${p('Facts')}${p('Dates', '<a:pPr lvl="1"/>')}${p('Law')}${p('No bullet', '<a:pPr><a:buNone/></a:pPr>')}${p('Third', '<a:pPr><a:buAutoNum type="arabicPeriod" startAt="3"/></a:pPr>')}`,
  )}${shape('', `<a:p>${run('Bold', 'b="1"')}${run(' and plain')}<a:br/><a:fld type="slidenum"><a:t>9</a:t></a:fld></a:p>`)}
    <p:pic><p:nvPicPr><p:cNvPr descr="The barn"/></p:nvPicPr><a:blip r:embed="r1"/></p:pic><p:pic><a:blip r:link="r9"/></p:pic></p:sld>`,
  'ppt/slides/_rels/slide1.xml.rels': rels(
    ['image', '../media/barn.png'],
    ['notesSlide', '../notesSlides/notesSlide1.xml'],
  ),
  'ppt/media/barn.png': picture,
  'ppt/notesSlides/notesSlide1.xml': `<p:notes ${NAMES}>${shape('', p('Say it slowly'))}</p:notes>`,
  'ppt/slides/slide2.xml': `<p:sld ${NAMES} show="0"><a:tbl><a:tr><a:tc gridSpan="2">${p('Wide')}</a:tc><a:tc hMerge="1">${p('covered')}</a:tc></a:tr><a:tr><a:tc>${p('x')}</a:tc><a:tc>${p('y')}</a:tc></a:tr></a:tbl><c:chart xmlns:c="c" r:id="r8"/><script>alert(1)</script></p:sld>`,
});

describe('a presentation', () => {
  it('shows titles, bullets, tables, pictures and notes slide by slide, and names what it leaves out', async () => {
    const rendering = await render('pptx', zipOf(deck()));
    const [first = '', second = '', third = ''] = shown(rendering).split('<hr>');
    expect(first).toBe(
      '<section><small>Slide 1</small><h2>Opening</h2><ul><li>Facts</li><ul><li>Dates</li></ul><li>Law</li></ul><p>No bullet</p><ol><li>Third</li></ol><p><strong>Bold</strong> and plain<br></p><img The barn><blockquote><strong>Notes</strong><p>Say it slowly</p></blockquote></section>',
    );
    expect(second).toContain('<p>[Hidden slide]</p>');
    expect(second).toContain(
      '<table><tr><td><p>Wide</p></td></tr><tr><td><p>x</p></td><td><p>y</p></td></tr></table>',
    );
    expect(second).not.toMatch(/covered|alert/);
    expect(third).toContain('[This slide is missing from the file.]');
    expect(rendering.tokens).toContainEqual({ open: 'ol', start: 3 });
    expect(rendering.tokens).toContainEqual({ open: 'td', columns: 2 });
    expect(rendering.omitted).toEqual(
      expect.arrayContaining(['a picture that the file only links to', 'a chart or diagram', 'animations']),
    );
  });

  it('shows the words of diagrams, and OpenDocument slides', async () => {
    expect(shown(await render('pptx', pptx()))).toContain('<p>A step of the chart</p>');
    const slides = shown(await render('odp', odp()));
    expect(slides.split('<hr>').map((slide) => slide.replace(/<[^>]+>/g, ' ').trim())).toEqual([
      'Slide 1  First slide',
      'Slide 2',
      'Slide 3  Third slide',
    ]);
    const flat = `<?xml version="1.0"?><office:document xmlns:office="o" xmlns:text="t" xmlns:draw="d" xmlns:presentation="p" xmlns:style="s" office:mimetype="application/vnd.oasis.opendocument.presentation">
      <office:master-styles><style:master-page style:name="M"><draw:frame><draw:text-box><text:p>Brandt LLP</text:p></draw:text-box></draw:frame></style:master-page></office:master-styles>
      <office:body><office:presentation><draw:page draw:master-page-name="M"><draw:frame presentation:class="title"><draw:text-box><text:p>Lease</text:p></draw:text-box></draw:frame>
      <draw:frame presentation:class="outline"><draw:text-box><text:list><text:list-item><text:p>Rent</text:p></text:list-item></text:list></draw:text-box></draw:frame>
      <presentation:notes><draw:frame presentation:class="notes"><draw:text-box><text:p>Pause here</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>
      <draw:page draw:master-page-name="M"><presentation:notes><draw:frame><draw:text-box><text:p/></draw:text-box></draw:frame></presentation:notes></draw:page></office:presentation></office:body></office:document>`;
    expect(shown(await render('odp', flat))).toBe(
      '<section><small>Slide 1</small><h2>Lease</h2><ul><li><p>Rent</p></li></ul><blockquote><strong>Notes</strong><p>Pause here</p></blockquote><p>Brandt LLP</p></section><hr><section><small>Slide 2</small><p></p></section>',
    );
  });
});

it('shows the entries of calendars as tables, and cards with their photo', async () => {
  const event = await render(
    'ics',
    'BEGIN:VCALENDAR\r\nX-WR-CALNAME:Hearings\r\nBEGIN:VEVENT\r\nSUMMARY:Motion <b>hearing</b>\r\nDTSTART;TZID=America/New_York:20250303T140500\r\nORGANIZER;CN=Ann Poe:mailto:ann@a.example\r\nDESCRIPTION:Bring the lease.\\nAll of it.\r\nATTACH:https://a.example/x.pdf\r\nATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Lunch\r\n',
  );
  expect(shown(event)).toBe(
    '<h2>Hearings</h2><section><table><tr><th>What:</th><td>Motion <b>hearing</b></td></tr><tr><th>Starts:</th><td>Monday, March 3, 2025, 2:05 PM (Eastern Time)</td></tr><tr><th>Organizer:</th><td>Ann Poe <ann@a.example></td></tr></table><pre>Bring the lease.\nAll of it.</pre></section><hr><section><table><tr><th>What:</th><td>Lunch</td></tr></table></section>',
  );
  expect(event.omitted).toEqual(
    expect.arrayContaining(['a file that is only linked to', 'a file inside the document']),
  );
  const card = await render(
    'vcf',
    `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Karen Whitfield\r\nTEL;TYPE=CELL:(518) 555-0142\r\nPHOTO;ENCODING=b;TYPE=PNG:${picture.toString('base64')}\r\nLOGO;VALUE=uri:https://a.example/l.png\r\nEND:VCARD\r\n`,
  );
  expect(shown(card)).toBe(
    '<section><img Photo>[Logo]<table><tr><th>Name:</th><td>Karen Whitfield</td></tr><tr><th>Phone (mobile):</th><td>(518) 555-0142</td></tr></table></section>',
  );
  expect(card.omitted).toContain('a picture that the file only links to');
  expect(shown(await render('ics', 'BEGIN:VCALENDAR\nEND:VCALENDAR\n'))).toContain('<pre>BEGIN:VCALENDAR');
});

it('draws a drawing without what it links to, and says when a type needs LibreOffice', async () => {
  const drawing = await render(
    'svg',
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"><title>Plan</title><script>alert(1)</script><image href="file:///etc/hostname" width="9" height="9"/><text x="9" y="50">Lot 7</text></svg>',
  );
  expect(shown(drawing)).toBe('<img Plan><p>Lot 7</p>');
  expect(drawing.omitted).toContain('pictures that the drawing links to');
  await expect(render('svg', '<svg')).rejects.toMatchObject({ code: 'corrupt' });
  await expect(render('wpd', '\u00ffWPC')).rejects.toMatchObject({ code: 'unsupported' });
});

/** Returns the bytes with a few of them changed, or their end cut off. */
const damagedFile = (file: Buffer): fc.Arbitrary<Buffer> =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(file.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      fc.nat(file.length),
    )
    .map(([changes, length]) => {
      const damaged = Buffer.from(file);
      for (const [at, byte] of changes) damaged[at] = byte;
      return length % 3 === 0 ? damaged.subarray(0, length) : damaged;
    });

it('renders a damaged file as far as it goes or names what is wrong, and never breaks the contract', async () => {
  const parts = deck();
  const slide = Buffer.from(String(parts['ppt/slides/slide1.xml']));
  const card = Buffer.from(
    'BEGIN:VCARD\r\nFN:Ann\r\nTEL;TYPE=CELL:1\r\nPHOTO;ENCODING=b:AAAA\r\nEND:VCARD\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT',
  );
  const location = join(folder, 'damaged');
  const holds = async (type: FileType, bytes: Buffer): Promise<void> => {
    await put(folder, 'damaged', bytes);
    const rendering = await renderDocument({ location, type, passwords: [] }).catch((error: unknown) => {
      expect(error).toBeInstanceOf(DocumentError);
      return null;
    });
    if (rendering === null) return;
    renderingSchema.parse(rendering);
    const open: string[] = [];
    for (const token of rendering.tokens)
      if (typeof token === 'object' && 'open' in token) open.push(token.open);
      else if (typeof token === 'object' && 'close' in token) expect(open.pop()).toBe(token.close);
    expect(open).toEqual([]);
  };
  await fc.assert(
    fc.asyncProperty(damagedFile(slide), damagedFile(card), damagedFile(pptx()), async (xml, text, zip) => {
      await holds('pptx', zipOf({ ...parts, 'ppt/slides/slide1.xml': xml }));
      await holds('vcf', text);
      await holds('pptx', zip);
    }),
    { numRuns: 40 },
  );
});
