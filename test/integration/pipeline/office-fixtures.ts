/** The smallest Office files with content, written part by part. */
import { zipOf } from './zip-writer.ts';

const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relationships = (targets: readonly (readonly [string, string, string])[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${R}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;
const CORE =
  '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Ledger &amp; notes</dc:title><dc:creator>Karen Whitfield</dc:creator><dcterms:created>2025-03-03T14:05:00Z</dcterms:created></cp:coreProperties>';

export const xlsx = (): Buffer =>
  zipOf({
    'docProps/core.xml': CORE,
    'xl/workbook.xml': `<workbook xmlns:r="${R}"><sheets><sheet name="Rent" sheetId="1" r:id="rId1"/><sheet name="Empty" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ['rId2', 'worksheet', '/xl/worksheets/sheet2.xml'],
    ]),
    'xl/sharedStrings.xml':
      '<sst><si><t>Tenant</t></si><si><r><t>Karen </t></r><r><t>Whitfield</t></r><rPh><t>ignored</t></rPh></si></sst>',
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-409]mmm\\ d&quot;st day&quot;"/><numFmt numFmtId="171" formatCode="0.00&quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="22"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml':
      '<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>Due</t></is></c><c t="str"><f>A1</f><v>Total</v></c></row><row><c t="s"><v>1</v></c><c s="1"><v>45719</v></c><c><v>4250.5</v></c><c s="2"><v>45719</v></c><c s="3"><v>2.5</v></c><c s="4"><v>45719.5</v></c><c t="b"><v>1</v></c></row></sheetData></worksheet>',
    'xl/worksheets/sheet2.xml': '<worksheet><sheetData/></worksheet>',
  });

export const pptx = (): Buffer => {
  const slide = (text: string): string =>
    `<p:sld xmlns:a="a" xmlns:p="p"><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p><a:p><a:fld type="slidenum"><a:t>9</a:t></a:fld></a:p></p:txBody></p:sld>`;
  return zipOf({
    'ppt/presentation.xml': `<p:presentation xmlns:p="p" xmlns:r="${R}"><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationships([
      ['rId1', 'slide', 'slides/slide1.xml'],
      ['rId2', 'slide', 'slides/slide2.xml'],
    ]),
    'ppt/slides/slide1.xml': slide('Shown second'),
    'ppt/slides/slide2.xml':
      '<p:sld xmlns:a="a" xmlns:p="p"><a:p><a:r><a:t>Shown </a:t></a:r><a:r><a:t>first</a:t></a:r></a:p><a:tbl><a:tr><a:tc><a:p><a:t>Rent</a:t></a:p></a:tc><a:tc><a:p><a:t>$4,250</a:t></a:p></a:tc></a:tr></a:tbl></p:sld>',
    'ppt/slides/_rels/slide1.xml.rels': relationships([
      ['rId1', 'notesSlide', '../notesSlides/notesSlide1.xml'],
    ]),
    'ppt/slides/_rels/slide2.xml.rels': relationships([['rId1', 'diagramData', '../diagrams/data1.xml']]),
    'ppt/diagrams/data1.xml':
      '<dgm:dataModel xmlns:dgm="g" xmlns:a="a"><dgm:ptLst><dgm:pt><dgm:t><a:bodyPr/><a:p><a:r><a:t>A step of the chart</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>',
    'ppt/notesSlides/notesSlide1.xml': slide('A note for the speaker'),
  });
};

const odf = (body: string, extra: Record<string, string> = {}): Buffer =>
  zipOf({
    'content.xml': `<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:draw="d"><office:body>${body}</office:body></office:document-content>`,
    'meta.xml':
      '<office:document-meta xmlns:office="o" xmlns:dc="d" xmlns:meta="m"><office:meta><dc:title>Minutes</dc:title><meta:creation-date>2025-03-03T14:05:00Z</meta:creation-date></office:meta></office:document-meta>',
    ...extra,
  });

export const odt = (): Buffer =>
  odf(
    '<office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>Taken out</text:p></text:deletion></text:changed-region></text:tracked-changes><text:h>Minutes</text:h><text:p>Karen<text:s text:c="2"/>Whitfield<text:tab/>spoke<text:line-break/>at length.</text:p><table:table table:name="T"><table:table-row><table:table-cell><text:p>Rent</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>due</text:p></table:table-cell></table:table-row></table:table></office:text>',
  );
/** A file with styles but no content, like some templates of LibreOffice. */
export const stylesAlone = (): Buffer =>
  zipOf({ 'styles.xml': '<office:document-styles xmlns:office="o"/>' });
export const ods = (): Buffer =>
  odf(
    '<office:spreadsheet><table:table table:name="Rent"><table:table-row table:number-rows-repeated="1000000"><table:table-cell><text:p>Tenant</text:p></table:table-cell><table:table-cell><text:p>4250.00</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet>',
  );
export const odp = (): Buffer =>
  odf(
    '<office:presentation><draw:page><draw:frame><text:p>First slide</text:p></draw:frame></draw:page><draw:page/><draw:page><text:p>Third slide</text:p></draw:page></office:presentation>',
  );
export const encryptedOdt = (): Buffer =>
  zipOf({
    'content.xml': 'encrypted bytes',
    'META-INF/manifest.xml':
      '<manifest:manifest xmlns:manifest="m"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
  });
