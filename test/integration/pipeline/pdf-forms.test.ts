/** Form fields of a PDF stand in the text next to their labels, with their states. */
import { degrees, PDFArray, PDFDict, PDFDocument, PDFName, type PDFPage, PDFString } from 'pdf-lib';
import { expect, it, vi } from 'vitest';
import { readPdf } from './read-pdf.ts';

vi.setConfig({ testTimeout: 60_000 });

const SIZE = 12;

async function formOf(fill: (pdf: PDFDocument, page: PDFPage) => void): Promise<string> {
  const pdf = await PDFDocument.create();
  fill(pdf, pdf.addPage([612, 792]));
  return (await readPdf(await pdf.save())).text;
}

it('marks check boxes before their labels and after labels on their left', async () => {
  const text = await formOf((pdf, page) => {
    const form = pdf.getForm();
    const box = (name: string, x: number, y: number, ticked: boolean): void => {
      const field = form.createCheckBox(name);
      field.addToPage(page, { x, y, width: SIZE, height: SIZE });
      if (ticked) field.check();
    };
    page.drawText('Basis of jurisdiction:', { x: 72, y: 700, size: SIZE });
    page.drawText('Federal question', { x: 232, y: 700, size: SIZE });
    page.drawText('Diversity', { x: 372, y: 700, size: SIZE });
    page.drawText('Filing fee was paid in full', { x: 72, y: 670, size: SIZE });
    box('a', 216, 698, false);
    box('b', 356, 698, true);
    box('c', 230, 668, true);
    box('Sealed', 72, 600, true);
  });
  expect(text.split('\n')).toEqual([
    'Basis of jurisdiction: ☐ Federal question ☒ Diversity',
    'Filing fee was paid in full ☒',
    '☒ Sealed',
  ]);
});

it('tells the choice of a radio group on a turned page, and by name where no label stands', async () => {
  const text = await formOf((pdf, page) => {
    page.setRotation(degrees(90));
    const form = pdf.getForm();
    // Shown upright, x on the page grows with y of the page.
    page.drawText('Arbitration', { x: 100, y: 120, size: SIZE, rotate: degrees(90) });
    page.drawText('Litigation', { x: 100, y: 320, size: SIZE, rotate: degrees(90) });
    const path = form.createRadioGroup('path');
    path.addOptionToPage('arb', page, { x: 90, y: 100, width: SIZE, height: SIZE });
    path.addOptionToPage('lit', page, { x: 90, y: 300, width: SIZE, height: SIZE });
    path.select('lit');
    const lone = form.createRadioGroup('Zustellung');
    lone.addOptionToPage('per Post', page, { x: 400, y: 100, width: SIZE, height: SIZE });
    lone.addOptionToPage('persönlich', page, { x: 430, y: 100, width: SIZE, height: SIZE });
    lone.select('per Post');
  });
  expect(text).toMatch(/☐ Arbitration\s☒ Litigation/);
  expect(text).toContain('☒ Zustellung: per Post\n☐ Zustellung: persönlich');
});

it('reads states without appearance streams and leaves hidden fields out', async () => {
  const text = await formOf((pdf, page) => {
    const form = pdf.getForm();
    for (const [i, name] of ['Plaintiff', 'Defendant', 'Intervenor'].entries()) {
      page.drawText(name, { x: 92, y: 700 - i * 30, size: SIZE });
      const field = form.createCheckBox(`party ${i}`);
      field.addToPage(page, { x: 72, y: 698 - i * 30, width: SIZE, height: SIZE });
      if (name === 'Defendant') field.check();
      const [widget] = field.acroField.getWidgets();
      widget?.dict.delete(PDFName.of('AP'));
      if (name === 'Intervenor') widget?.setFlags(2);
    }
    const secret = form.createTextField('internal');
    secret.setText('not for print');
    secret.addToPage(page, { x: 72, y: 500, width: 200, height: 20 });
    secret.acroField.getWidgets()[0]?.setFlags(2);
  });
  expect(text.split('\n')).toEqual(['☐ Plaintiff', '☒ Defendant', 'Intervenor']);
});

it('puts values beside labels or under captions, and keeps short values that occur elsewhere', async () => {
  const text = await formOf((pdf, page) => {
    const form = pdf.getForm();
    const value = (name: string, x: number, y: number, words: string): void => {
      const field = form.createTextField(name);
      field.setText(words);
      field.addToPage(page, { x, y, width: 120, height: 18 });
    };
    page.drawText('Filed under case 2015 in', { x: 72, y: 720, size: SIZE });
    page.drawText('Number of claims:', { x: 72, y: 690, size: SIZE });
    page.drawText('First name', { x: 72, y: 650, size: SIZE });
    page.drawText('Last name', { x: 272, y: 650, size: SIZE });
    value('claims', 190, 685, '15');
    value('court', 220, 715, 'Essex County');
    value('first', 72, 628, 'Henrietta');
    value('last', 272, 628, 'Alder');
    const courts = form.createOptionList('Relief');
    courts.addOptions(['Damages', 'Costs', 'Injunction']);
    courts.enableMultiselect();
    courts.select(['Damages', 'Injunction']);
    courts.addToPage(page, { x: 72, y: 400, width: 100, height: 60 });
  });
  expect(text.split('\n')).toEqual([
    'Filed under case 2015 in Essex County',
    'Number of claims: 15',
    'First name Henrietta Last name Alder',
    'Relief: Damages, Injunction',
  ]);
});

it('says that a signature field is signed only when it holds a signature', async () => {
  const text = await formOf((pdf, page) => {
    page.drawText('Signature of clerk:', { x: 72, y: 700, size: SIZE });
    page.drawText('Signature of judge:', { x: 72, y: 650, size: SIZE });
    const fields = PDFArray.withContext(pdf.context);
    for (const [y, signed] of [
      [695, true],
      [645, false],
    ] as const) {
      const field = pdf.context.obj({
        Type: 'Annot',
        Subtype: 'Widget',
        FT: 'Sig',
        T: PDFString.of(`sig ${y}`),
        Rect: [200, y, 350, y + 20],
        F: 4,
      });
      if (signed) field.set(PDFName.of('V'), pdf.context.register(PDFDict.withContext(pdf.context)));
      const reference = pdf.context.register(field);
      page.node.addAnnot(reference);
      fields.push(reference);
    }
    pdf.catalog.set(PDFName.of('AcroForm'), pdf.context.obj({ Fields: fields }));
  });
  expect(text.split('\n')).toEqual(['Signature of clerk: [signed]', 'Signature of judge:']);
});
