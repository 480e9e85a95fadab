/** Pages that hold a message in place of the document are named, and XFA forms are read from their data. */
import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { expect, it } from 'vitest';
import { placeholderOf } from '../../../src/core/pipeline/extract/pdf/placeholder.ts';
import { LETTER, textPdf } from './fixtures.ts';
import { readPdf } from './read-pdf.ts';

const WAIT =
  'Please wait...\nIf this message is not eventually replaced with the proper contents of the\ndocument, your PDF viewer may not be able to display this type of document.';

const TEMPLATE = `<template xmlns="http://www.xfa.org/schema/xfa-template/3.0/"><subform name="lien">
<draw name="title"><value><text>Statement of Mechanic&apos;s Lien</text></value></draw>
<field name="OwnerName"><ui><textEdit/></ui><caption><value><text>Name of owner:</text></value></caption></field>
<field name="Paid"><ui><checkButton/></ui><items><integer>1</integer><integer>0</integer></items><caption><value><text>Paid in part</text></value></caption></field>
<field name="Recorded"><ui><checkButton/></ui><items><integer>1</integer><integer>0</integer></items><caption><value><text>Recorded</text></value></caption></field>
<field name="County"><ui><choiceList/></ui><items><text>Kern</text><text>Yolo</text></items><items save="1"><text>K1</text><text>Y2</text></items></field>
<exclGroup name="Service"><field name="m"><ui><checkButton/></ui><items><text>1</text></items><caption><value><text>By mail</text></value></caption></field>
<field name="h"><ui><checkButton/></ui><items><text>2</text></items><caption><value><text>By hand</text></value></caption></field></exclGroup>
<field name="Total"><calculate><script>a + b</script></calculate></field>
</subform></template>`;
const DATA = `<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><lien>
<OwnerName>Cordelia Vance &amp; Sons</OwnerName><Paid>1</Paid><Recorded>0</Recorded><County>Y2</County><Service>2</Service>
<Total>8,310.75</Total><Empty/><Remarks><body xmlns="http://www.w3.org/1999/xhtml"><p>Roof <b>only</b></p><p>No gutters</p></body></Remarks>
</lien></xfa:data></xfa:datasets>`;

const ENTRIES = [
  "Statement of Mechanic's Lien",
  'Name of owner: Cordelia Vance & Sons',
  '☒ Paid in part',
  '☐ Recorded',
  'County: Yolo',
  'Service: By hand',
  'Total: 8,310.75',
  'Remarks: Roof only',
  'No gutters',
];

async function xfaPdf(page: string, parts: Record<string, string> | string): Promise<Uint8Array> {
  const pdf = await PDFDocument.load(await textPdf([page]));
  const stream = (xml: string) => pdf.context.register(pdf.context.flateStream(xml));
  const xfa =
    typeof parts === 'string'
      ? stream(parts)
      : pdf.context.obj(Object.entries(parts).flatMap(([name, xml]) => [PDFString.of(name), stream(xml)]));
  pdf.catalog.set(PDFName.of('AcroForm'), pdf.context.obj({ Fields: [], XFA: xfa }));
  return pdf.save();
}

it('reads the words and entries of an XFA form in place of the message on its page', async () => {
  const { text, warnings } = await readPdf(await xfaPdf(WAIT, { template: TEMPLATE, datasets: DATA }));
  expect(text.split('\n')).toEqual(ENTRIES);
  expect(warnings).toMatchObject([{ code: 'placeholder', pages: [1] }]);
});

it('adds the entries to a page that shows none of them, and not to one that does', async () => {
  const whole = `<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">${TEMPLATE}${DATA}</xdp:xdp>`;
  const unknown = await readPdf(await xfaPdf('Bitte warten', whole));
  expect(unknown.text.split('\n')).toEqual(['Bitte warten', ...ENTRIES]);
  expect(unknown.warnings).toMatchObject([{ code: 'placeholder' }]);
  const shown = await readPdf(await xfaPdf('Owner Cordelia Vance & Sons\nTotal 8,310.75', whole));
  expect(shown.text).toBe('Owner Cordelia Vance & Sons\nTotal 8,310.75');
  expect(shown.warnings).toEqual([]);
});

it('names the pages that hold a message', async () => {
  const { text, warnings } = await readPdf(
    await textPdf([LETTER, 'DOCUMENT PRODUCED IN NATIVE FORMAT\nVTX0004417', WAIT]),
  );
  expect(text).toContain('Please wait');
  expect(warnings).toEqual([
    {
      code: 'placeholder',
      detail: 'The page holds a slip sheet in place of a file that was produced in its native format',
      pages: [2],
    },
    {
      code: 'placeholder',
      detail: 'The page holds a message to open the form in Adobe Acrobat in place of the form',
      pages: [3],
    },
  ]);
});

it.each([
  ['form', WAIT],
  [
    'form',
    'The document you are trying to load requires Adobe Reader 8 or higher. You may not have the Adobe Reader installed.',
  ],
  [
    'viewer',
    'To view the full contents of this document, you need a later version of the PDF viewer. You can upgrade to the latest version',
  ],
  [
    'portfolio',
    'For the best experience, open this PDF portfolio in\nAcrobat X or Adobe Reader X, or later.\nGet Adobe Reader Now!',
  ],
  ['protected', 'This PDF file is protected by Microsoft Information Protection.'],
  ['withheld', 'Document withheld for privilege'],
  [null, 'Please wait for our call. If this is urgent, write to the clerk of the court.'],
  [null, 'The tenant withheld the rent of May. The documents were sent to us natively by nobody.'],
  [null, `${LETTER}\n`.repeat(5) + WAIT],
])('takes a page for %s', (kind, text) => {
  expect(placeholderOf(text)).toBe(kind);
});
