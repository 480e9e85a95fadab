/** Office files that are bombs, loop, refer to files outside or are encrypted. */
import { msg } from '../../integration/pipeline/msg-fixture.ts';
import { png } from '../../integration/pipeline/png.ts';
import { zip, zipOf } from '../../integration/pipeline/zip-writer.ts';
import { type HostileCase, hostile } from './case.ts';

/** Content that compresses to a thousandth. The larger one also exceeds the size that an Office file may expand to. */
const SPACES = Buffer.alloc(100 * 1024 * 1024, 0x20);
const MORE_SPACES = (): Buffer => Buffer.alloc(600 * 1024 * 1024, 0x20);
const TYPES =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
const ROOT =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const docx = (document: string | Buffer, more: Record<string, string | Buffer> = {}): Buffer =>
  zipOf({ '[Content_Types].xml': TYPES, '_rels/.rels': ROOT, 'word/document.xml': document, ...more });
const body = (inner: string, before = ''): string =>
  `<?xml version="1.0"?>${before}<w:document ${W}><w:body>${inner}</w:body></w:document>`;
const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

const LOL = `<!DOCTYPE l [<!ENTITY a0 "lollollollol">${Array.from({ length: 12 }, (_v, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join('')}]>`;
const OUTSIDE = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>';

const workbook = (sheet: string | Buffer, more: Record<string, string | Buffer> = {}): Buffer =>
  zipOf({
    'xl/workbook.xml': `<workbook xmlns:r="${R}"><sheets><sheet name="Rent" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheet,
    ...more,
  });
const cell = (reference: string, value: string): string =>
  `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`;
const sheetOf = (rows: string): string =>
  `<worksheet><dimension ref="A1:XFD1048576"/><sheetData>${rows}</sheetData></worksheet>`;

const opendocument = (kind: 'text' | 'spreadsheet' | 'presentation', inner: string, before = ''): Buffer =>
  zip([
    { name: 'mimetype', content: `application/vnd.oasis.opendocument.${kind}`, store: true },
    {
      name: 'content.xml',
      content: `<?xml version="1.0"?>${before}<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:draw="d"><office:body><office:${kind}>${inner}</office:${kind}></office:body></office:document-content>`,
    },
  ]);
const slide = (text: string): string =>
  `<p:sld xmlns:a="a" xmlns:p="p"><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>`;
const slides = (more: Record<string, string | Buffer>): Buffer =>
  zipOf({
    'ppt/presentation.xml': `<p:presentation xmlns:p="p" xmlns:r="${R}"><p:sldIdLst><p:sldId id="256" r:id="rId1"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${R}/slide" Target="slides/slide1.xml"/></Relationships>`,
    ...more,
  });

const TOO_LARGE = ['oversize'] as const;
const EITHER = ['completed', 'corrupt'] as const;
const DEEP = 20_000;

export function hostileOffice(): HostileCase[] {
  const nested = `${'<w:tbl><w:tr><w:tc>'.repeat(DEEP)}${paragraph('deep')}${'</w:tc></w:tr></w:tbl>'.repeat(DEEP)}`;
  const spans = `<text:p>${'<text:span>'.repeat(DEEP)}deep${'</text:span>'.repeat(DEEP)}</text:p>`;
  return [
    hostile('office/sound.docx', docx(body(paragraph('Rent was due'))), ['completed'], {
      says: 'Rent was due',
    }),
    hostile('office/bomb.docx', docx(SPACES), TOO_LARGE),
    hostile('office/entities.docx', docx(body(paragraph('&a12;'), LOL)), EITHER),
    hostile('office/entity-of-a-local-file.docx', docx(body(paragraph('&x; Rent'), OUTSIDE)), EITHER, {
      hides: 'root:',
    }),
    hostile('office/tables-in-tables.docx', docx(body(nested)), [
      'completed',
      'corrupt',
      'ocr_timeout',
      'worker_lost',
    ]),
    hostile('office/no-document.docx', zipOf({ '[Content_Types].xml': TYPES, '_rels/.rels': ROOT }), [
      'corrupt',
      'completed',
    ]),
    hostile('office/not-xml.docx', docx('Rent < due & unpaid'), ['corrupt']),
    hostile(
      'office/relation-to-a-local-file.docx',
      docx(body(paragraph('Rent was due')), {
        'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" Type="${R}/attachedTemplate" Target="file:///etc/passwd" TargetMode="External"/></Relationships>`,
      }),
      ['completed'],
      { says: 'Rent was due', hides: 'root:' },
    ),
    hostile(
      'office/relation-to-itself.docx',
      docx(body(paragraph('Rent was due')), {
        'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" Type="${R}/footnotes" Target="document.xml"/></Relationships>`,
      }),
      EITHER,
    ),
    hostile(
      'office/parts-outside.docx',
      docx(body(paragraph('Rent was due')), {
        '../../../tmp/redwell-escaped.xml': 'escaped',
        '/etc/redwell-escaped': 'escaped',
      }),
      ['completed'],
      { says: 'Rent was due' },
    ),
    hostile(
      'office/with-macros.docm',
      docx(body(paragraph('Rent was due')), {
        'word/vbaProject.bin': Buffer.from('d0cf11e0a1b11ae1'.repeat(64), 'hex'),
      }),
      ['completed'],
      { says: 'Rent was due' },
    ),
    hostile(
      'office/thirty-thousand-parts.docx',
      docx(
        body(paragraph('x')),
        Object.fromEntries(Array.from({ length: 30_000 }, (_v, i) => [`word/part${i}.xml`, ''])),
      ),
      TOO_LARGE,
    ),
    hostile('office/million-paragraphs.docx', docx(body(paragraph('Rent').repeat(200_000))), [
      'completed',
      'ocr_timeout',
      'worker_lost',
    ]),
    hostile('office/bomb.xlsx', workbook(MORE_SPACES()), TOO_LARGE),
    hostile(
      'office/cell-beyond-the-sheet.xlsx',
      workbook(sheetOf(`<row r="999999999">${cell('ZZZZZZ999999999', 'Rent')}</row>`)),
      EITHER,
    ),
    hostile(
      'office/string-that-is-not-there.xlsx',
      workbook(
        sheetOf('<row><c t="s"><v>4000000000</v></c><c t="s"><v>-1</v></c><c t="s"><v>x</v></c></row>'),
      ),
      EITHER,
    ),
    hostile(
      'office/string-used-a-lot.xlsx',
      workbook(sheetOf(`<row>${'<c t="s"><v>0</v></c>'.repeat(20_000)}</row>`), {
        'xl/sharedStrings.xml': `<sst><si><t>${'Rent '.repeat(2000)}</t></si></sst>`,
      }),
      ['completed', 'ocr_timeout'],
      { warns: 'text_limit' },
    ),
    hostile(
      'office/formula-of-itself.xlsx',
      workbook(sheetOf('<row><c r="A1"><f>A1+A1</f><v>7</v></c></row>')),
      ['completed'],
      { says: '7' },
    ),
    hostile(
      'office/entities.xlsx',
      workbook(`${LOL}${sheetOf(`<row>${cell('A1', '&a12;')}</row>`)}`),
      EITHER,
    ),
    hostile(
      'office/sheet-missing.xlsx',
      zipOf({
        'xl/workbook.xml': `<workbook xmlns:r="${R}"><sheets><sheet name="Rent" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      }),
      EITHER,
    ),
    hostile('office/bomb.pptx', slides({ 'ppt/slides/slide1.xml': SPACES }), TOO_LARGE),
    hostile(
      'office/slide-shown-twice.pptx',
      slides({ 'ppt/slides/slide1.xml': slide('Rent was due') }),
      ['completed'],
      { says: 'Rent was due' },
    ),
    hostile(
      'office/slide-outside.pptx',
      slides({
        'ppt/slides/slide1.xml': slide('Rent'),
        'ppt/slides/_rels/slide1.xml.rels': `<Relationships><Relationship Id="n" Type="${R}/notesSlide" Target="../../../../../etc/passwd"/></Relationships>`,
      }),
      EITHER,
      { hides: 'root:' },
    ),
    hostile('office/slide-missing.pptx', slides({}), EITHER),
    hostile(
      'office/locked.docx',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]),
      ['encrypted', 'corrupt', 'unsupported'],
    ),
    hostile('office/locked.odt', lockedOdt(), ['encrypted', 'corrupt']),
    hostile('office/spans-in-spans.odt', opendocument('text', spans), EITHER),
    hostile('office/entities.odt', opendocument('text', '<text:p>&a12;</text:p>', LOL), EITHER),
    hostile(
      'office/entity-of-a-local-file.odt',
      opendocument('text', '<text:p>&x; Rent</text:p>', OUTSIDE),
      EITHER,
      { hides: 'root:' },
    ),
    hostile(
      'office/spaces-without-end.odt',
      opendocument('text', '<text:p>Rent<text:s text:c="2000000000"/>due</text:p>'),
      ['completed', 'corrupt'],
      { says: 'Rent' },
    ),
    hostile(
      'office/rows-without-end.ods',
      opendocument(
        'spreadsheet',
        '<table:table table:name="T"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"><text:p>Rent</text:p></table:table-cell></table:table-row></table:table>',
      ),
      ['completed', 'corrupt'],
      { says: 'Rent' },
    ),
    hostile('office/bomb.odp', opendocument('presentation', SPACES.toString('latin1')), TOO_LARGE),
    hostile('office/directory-cyclic.msg', cyclic(msg()), ['corrupt']),
    hostile(
      'office/object-cyclic.docx',
      docx(body(paragraph('Rent')), { 'word/embeddings/oleObject1.bin': cyclic(msg()) }),
      ['completed'],
      { says: 'Rent' },
    ),
    hostile(
      'office/pictures-bomb.docx',
      docx(body(`${paragraph('Rent')}<w:p>${BLIP.repeat(500)}</w:p>`), PICTURE_BOMB()),
      ['completed'],
      { says: 'Rent', warns: 'picture_not_read' },
    ),
    hostile('office/head-alone.msg', Buffer.from('d0cf11e0a1b11ae1', 'hex'), ['unsupported', 'corrupt']),
  ];
}

const BLIP = '<w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r>';

/** Returns parts with a picture that claims 60,000 x 60,000 pixels. */
const PICTURE_BOMB = (): Record<string, Buffer | string> => ({
  'word/_rels/document.xml.rels': `<Relationships><Relationship Id="rId1" Type="${R}/image" Target="media/image1.png"/></Relationships>`,
  'word/media/image1.png': png(60_000, 60_000, Buffer.alloc(1_000_000)),
});

/** Returns a compound file in which every sector is followed by itself. */
function cyclic(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const fat = (copy.readUInt32LE(76) + 1) * 512;
  for (let i = 0; i < 128 && fat + i * 4 + 4 <= copy.length; i += 1) copy.writeUInt32LE(i, fat + i * 4);
  return copy;
}

const lockedOdt = (): Buffer =>
  zip([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text', store: true },
    { name: 'content.xml', content: 'registered' },
    {
      name: 'META-INF/manifest.xml',
      content:
        '<manifest:manifest xmlns:manifest="m"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
    },
  ]);
