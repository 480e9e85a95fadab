/** Pictures inside office files: their words stand at their place, and what is not read is named. */
import sharp from 'sharp';
import { expect, it, vi } from 'vitest';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { put, stageInput } from './fixtures.ts';
import { bitmapRecord, metafile, textRecord } from './metafile-fixture.ts';
import { bmp } from './picture-formats.ts';
import { zip, zipOf } from './zip-writer.ts';

vi.setConfig({ testTimeout: 180_000 });

const shared = sharedSandbox({ maxWorkers: 1 });

const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
type Relation = readonly [id: string, type: string, target: string, external?: boolean];
const relationships = (relations: readonly Relation[]): string =>
  `<Relationships>${relations
    .map(
      ([id, type, target, external]) =>
        `<Relationship Id="${id}" Type="${R}/${type}" Target="${target}"${external ? ' TargetMode="External"' : ''}/>`,
    )
    .join('')}</Relationships>`;

const drawn = (words: string, width = 900, height = 160): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/><text x="40" y="100" font-family="DejaVu Serif" font-size="50">${words}</text></svg>`,
    ),
  )
    .png()
    .toBuffer();

async function read(name: string, type: FileType, bytes: Buffer): Promise<OcrResult> {
  const location = await put(shared().folder, name, bytes);
  return (await shared().sandbox.runStage('ocr', stageInput(location, type, bytes.length))).result;
}

const blip = (id: string): string =>
  `<w:r><w:drawing><wp:inline><a:blip r:embed="${id}"/></wp:inline></w:drawing></w:r>`;
const paragraph = (text: string, more = ''): string => `<w:p><w:r><w:t>${text}</w:t></w:r>${more}</w:p>`;
const word = (body: string): string =>
  `<w:document xmlns:w="w" xmlns:wp="p" xmlns:a="a" xmlns:r="r" xmlns:v="v"><w:body>${body}</w:body></w:document>`;

const lines = ({ text }: OcrResult): string[] => text.split('\n').filter((line) => line !== '');

it('reads pictures of a Word document at their place, each once, and those of its header', async () => {
  const [scan, stamp, head] = await Promise.all([
    drawn('Receipt of Nadia'),
    drawn('Paid in June'),
    drawn('Orchard Trust'),
  ]);
  const bytes = zipOf({
    'word/document.xml': word(
      `${paragraph('Before')}<w:p>${blip('rId1')}</w:p>${paragraph('Between')}<w:p><w:r><w:pict><v:shape><v:imagedata r:id="rId2" o:title="x"/></v:shape></w:pict></w:r></w:p>${paragraph('After', blip('rId1'))}`,
    ),
    'word/_rels/document.xml.rels': relationships([
      ['rId1', 'image', 'media/image1.png'],
      ['rId2', 'image', '/word/media/image2.png'],
      ['rId3', 'header', 'header1.xml'],
    ]),
    'word/header1.xml': `<w:hdr><w:p>${blip('rId9')}</w:p></w:hdr>`,
    'word/_rels/header1.xml.rels': relationships([['rId9', 'image', 'media/image3.png']]),
    'word/media/image1.png': scan,
    'word/media/image2.png': stamp,
    'word/media/image3.png': head,
  });
  const result = await read('letter.docx', 'docx', bytes);
  expect(lines(result)).toEqual([
    'Before',
    'Receipt of Nadia',
    'Between',
    'Paid in June',
    'After',
    '[Header] Orchard Trust',
  ]);
  expect(result.warnings).toEqual([]);
});

it('names pictures that were not read, and passes over icons, photographs and previews of objects', async () => {
  const noise = await sharp({
    create: {
      width: 500,
      height: 400,
      channels: 3,
      background: 'gray',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .png()
    .toBuffer();
  const emf = metafile([]);
  const bytes = zipOf({
    'word/document.xml': word(
      `${paragraph('Text', ['rId1', 'rId2', 'rId3', 'rId4'].map(blip).join(''))}<w:p><w:r><w:object><v:shape><v:imagedata r:id="rId5"/></v:shape><o:OLEObject r:id="rId6"/></w:object></w:r></w:p>`,
    ),
    'word/_rels/document.xml.rels': relationships([
      ['rId1', 'image', 'media/icon.png'],
      ['rId2', 'image', 'media/photo.png'],
      ['rId3', 'image', 'media/chart.emf'],
      ['rId4', 'image', 'media/broken.png'],
      ['rId5', 'image', 'media/preview.emf'],
      ['rId6', 'oleObject', 'file:///S:\\Shared%20files\\Budget.xlsx', true],
      ['rId7', 'image', 'file:///S:\\Scans\\page.png', true],
    ]),
    'word/media/icon.png': await drawn('x', 60, 60),
    'word/media/photo.png': noise,
    'word/media/chart.emf': emf,
    'word/media/broken.png': (await drawn('Broken')).subarray(0, 60),
    'word/media/preview.emf': emf,
  });
  const result = await read('report.docx', 'docx', bytes);
  expect(lines(result)).toEqual(['Text']);
  expect(result.warnings.map(({ code, detail }) => [code, detail])).toEqual([
    ['picture_not_read', 'The picture S:\\Scans\\page.png is not in the file, only a link to it'],
    ['picture_not_read', 'The picture chart.emf is in a format that Redwell does not read'],
    ['picture_not_read', 'The picture broken.png is damaged'],
    ['attachment_missing', 'The document shows files that are not in it: S:\\Shared files\\Budget.xlsx'],
  ]);
});

it('keeps the text of a document with a picture that is damaged or missing', async () => {
  const bytes = zipOf({
    'word/document.xml': word(paragraph('Kept', blip('rId1') + blip('rId2'))),
    'word/_rels/document.xml.rels': relationships([
      ['rId1', 'image', 'media/image1.png'],
      ['rId2', 'image', 'media/image2.png'],
    ]),
    'word/media/image1.png': Buffer.alloc(300, 'picture'),
  });
  // The packed data is damaged, so the checksum does not match.
  bytes[bytes.indexOf('word/media/image1.png') + 'word/media/image1.png'.length + 3] = 0xff;
  const result = await read('damaged.docx', 'docx', bytes);
  expect(lines(result)).toEqual(['Kept']);
  expect(result.warnings.map(({ code }) => code)).toEqual(['picture_not_read', 'picture_not_read']);
});

it('reads pictures on slides and sheets', async () => {
  const [chart, note] = await Promise.all([drawn('Rent by quarter'), drawn('Signed ledger')]);
  const slides = zipOf({
    'ppt/presentation.xml': `<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst><p:sldId r:id="rId1"/></p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationships([['rId1', 'slide', 'slides/slide1.xml']]),
    'ppt/slides/slide1.xml':
      '<p:sld xmlns:p="p" xmlns:a="a"><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>Summary</a:t></a:r></a:p></p:txBody></p:sp><p:pic><p:blipFill><a:blip r:embed="rId2"/></p:blipFill></p:pic></p:spTree></p:cSld></p:sld>',
    'ppt/slides/_rels/slide1.xml.rels': relationships([['rId2', 'image', '../media/image1.png']]),
    'ppt/media/image1.png': chart,
  });
  expect(lines(await read('deck.pptx', 'pptx', slides))).toEqual(['Summary', 'Rent by quarter']);
  const sheets = zipOf({
    'xl/workbook.xml':
      '<workbook xmlns:r="r"><sheets><sheet name="Scan" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relationships([['rId1', 'worksheet', 'worksheets/sheet1.xml']]),
    'xl/worksheets/sheet1.xml': '<worksheet><sheetData/><drawing r:id="rId1"/></worksheet>',
    'xl/worksheets/_rels/sheet1.xml.rels': relationships([['rId1', 'drawing', '../drawings/drawing1.xml']]),
    'xl/drawings/drawing1.xml': '<xdr:wsDr><xdr:pic><a:blip r:embed="rId1"/></xdr:pic></xdr:wsDr>',
    'xl/drawings/_rels/drawing1.xml.rels': relationships([['rId1', 'image', '../media/image1.png']]),
    'xl/media/image1.png': note,
  });
  expect(lines(await read('book.xlsx', 'xlsx', sheets))).toEqual(['Scan', 'Signed ledger']);
});

it('reads pictures of OpenDocument files, once per frame', async () => {
  const picture = await drawn('Exhibit of Orla');
  const frame =
    '<draw:frame><draw:image xlink:href="Pictures/a.svm"/><draw:image xlink:href="Pictures/a.png"/></draw:frame>';
  const content = (kind: string, body: string): Buffer =>
    zip([
      { name: 'mimetype', content: `application/vnd.oasis.opendocument.${kind}`, store: true },
      {
        name: 'content.xml',
        content: `<office:document-content xmlns:office="o" xmlns:text="t" xmlns:draw="d" xmlns:xlink="x"><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
      },
      { name: 'Pictures/a.png', content: picture },
      { name: 'Pictures/a.svm', content: 'VCLMTF' },
    ]);
  const text = content('text', `<text:p>See below.${frame}</text:p><text:p>End.</text:p>`);
  expect(lines(await read('a.odt', 'odt', text))).toEqual(['See below.', 'Exhibit of Orla', 'End.']);
  const slides = content(
    'presentation',
    `<draw:page><text:p>One</text:p></draw:page><draw:page>${frame}</draw:page>`,
  );
  const { pages, text: all } = await read('a.odp', 'odp', slides);
  expect(pages.map(({ start, end }) => all.slice(start, end).trim())).toEqual(['One', 'Exhibit of Orla']);
});

it('reads pictures of RTF and HTML, and passes over what old programs show instead', async () => {
  const [scan, shape] = await Promise.all([drawn('Lease of Quinn'), drawn('Deed of Osei')]);
  const pict = (bytes: Buffer): string =>
    `{\\pict{\\*\\picprop{\\sp{\\sn a}{\\sv 1}}}\\picw900\\pngblip\\bliptag123{\\*\\blipuid 00ff}\n${bytes.toString('hex').replace(/.{120}/g, '$&\n')}}`;
  const binary = Buffer.concat([
    Buffer.from(`{\\shp{\\*\\shpinst{\\sp{\\sn pib}{\\sv {\\pict\\pngblip\\bin${shape.length} `),
    shape,
    Buffer.from('}}}}}'),
  ]);
  const rtf = Buffer.concat([
    Buffer.from(
      `{\\rtf1\\ansi Before\\par {\\*\\shppict${pict(scan)}}{\\nonshppict{\\pict\\wmetafile8 010009000003}}\\par Between\\par `,
    ),
    binary,
    Buffer.from('{\\object\\objemb{\\*\\objdata 00}{\\result{\\pict\\wmetafile8 0100090000}}}After\\par }'),
  ]);
  const result = await read('a.rtf', 'rtf', rtf);
  expect([lines(result), result.warnings]).toEqual([
    ['Before', 'Lease of Quinn', 'Between', 'Deed of Osei', 'After'],
    [],
  ]);
  const html = `<html><body><p>Above</p><p><img alt="" src="data:image/png;base64,${scan.toString('base64')}"></p><p>Below</p></body></html>`;
  expect(lines(await read('a.html', 'html', Buffer.from(html)))).toEqual([
    'Above',
    'Lease of Quinn',
    'Below',
  ]);
});

it('takes the text and the bitmaps out of metafiles', async () => {
  const scan = await bmp(await drawn('Invoice of Teresa'), 24);
  const typed = metafile([
    textRecord('Total', 10, 40),
    textRecord('$912.40', 80, 40),
    textRecord('Net 30', 10, 60),
  ]);
  const glyphs = metafile([textRecord('xx', 0, 0, 0x10)]);
  const pictures = { 'typed.emf': typed, 'pasted.emf': metafile([bitmapRecord(scan)]), 'glyphs.emf': glyphs };
  const names = Object.keys(pictures);
  const bytes = zipOf({
    'word/document.xml': word(names.map((name) => paragraph('', blip(name))).join('')),
    'word/_rels/document.xml.rels': relationships(names.map((name) => [name, 'image', `media/${name}`])),
    ...Object.fromEntries(Object.entries(pictures).map(([name, picture]) => [`word/media/${name}`, picture])),
  });
  const result = await read('meta.docx', 'docx', bytes);
  expect(lines(result)).toEqual(['Total $912.40', 'Net 30', 'Invoice of Teresa']);
  expect(result.warnings).toEqual([
    { code: 'picture_not_read', detail: 'The picture glyphs.emf is in a format that Redwell does not read' },
  ]);
});
