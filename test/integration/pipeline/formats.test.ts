import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it, vi } from 'vitest';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { MAIL, put, stageInput } from './fixtures.ts';
import { msg } from './msg-fixture.ts';
import { encryptedOdt, odp, ods, odt, pptx, stylesAlone, xlsx } from './office-fixtures.ts';
import { zipOf } from './zip-writer.ts';

vi.setConfig({ testTimeout: 180_000 });

const shared = sharedSandbox({ maxWorkers: 1 });

async function read(type: FileType, bytes: Buffer | string): Promise<OcrResult> {
  const location = await put(shared().folder, `file.${type}`, bytes);
  return (await shared().sandbox.runStage('ocr', stageInput(location, type, bytes.length))).result;
}

describe('office files', () => {
  it('reads a workbook by sheet and row, with dates as shown', async () => {
    const { text, metadata } = await read('xlsx', xlsx());
    expect(text.split('\n')).toEqual([
      'Rent',
      'Tenant\tDue\tTotal',
      'Karen Whitfield\t3/3/2025\t4250.5\tMar 3st day (2025-03-03)\t2.50days\t3/3/2025 12:00\tTRUE',
      '',
      'Empty',
    ]);
    expect(metadata).toEqual({
      title: 'Ledger & notes',
      author: 'Karen Whitfield',
      created: '2025-03-03T14:05:00.000Z',
    });
  });

  it('reads slides in presentation order, with diagrams and notes', async () => {
    const { text, pages } = await read('pptx', pptx());
    expect(pages.map((p) => text.slice(p.start, p.end))).toEqual([
      'Shown first\nRent\t$4,250\n\nA step of the chart',
      'Shown second\n\nA note for the speaker',
    ]);
  });

  it('reads OpenDocument text, spreadsheets and presentations', async () => {
    const document = await read('odt', odt());
    expect(document.text).toBe(
      'Minutes\nKaren  Whitfield\tspoke\nat length.\nRent\t\t\tdue\n\n[Deleted] Taken out',
    );
    expect(document.metadata).toMatchObject({ title: 'Minutes' });
    expect((await read('ods', ods())).text).toBe('Rent\nTenant\t4250.00');
    const slides = await read('odp', odp());
    expect(slides.pages.map((p) => slides.text.slice(p.start, p.end))).toEqual([
      'First slide',
      '',
      'Third slide',
    ]);
    expect((await read('odt', stylesAlone())).text).toBe('');
    await expect(read('odt', encryptedOdt())).rejects.toMatchObject({ code: 'encrypted' });
  });

  it('reads RTF, without pictures and fields, in its code pages', async () => {
    const rtf = String.raw`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman Times;}{\f1\fnil\fcharset204 Arial;}}{\colortbl;\red0\green0\blue0;}{\info{\title Hidden}}\pard Caf\'e9 \ldblquote quoted\rdblquote\par Second \b bold\b0  line{\pict\pngblip 89504e47} \u8364? {\f1 \'cf\'f0}{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt link}}\par\trowd a\cell b\cell\row after}`;
    expect((await read('rtf', rtf)).text).toBe('Café “quoted”\nSecond bold line € Прlink\na\tb\nafter');
  });
});

describe('forms', () => {
  it('reads the form values and comments of a PDF', async () => {
    const { PDFDocument, PDFHexString } = await import('pdf-lib');
    const pdf = await PDFDocument.create();
    const page = pdf.addPage([612, 792]);
    page.drawText('Name of the tenant:', { x: 72, y: 700, size: 12 });
    const form = pdf.getForm();
    const name = form.createTextField('tenant');
    name.setText('Karen Whitfield');
    name.addToPage(page, { x: 200, y: 690, width: 200, height: 24 });
    const state = form.createDropdown('state');
    state.addOptions(['New York', 'Ohio']);
    state.select('Ohio');
    state.addToPage(page, { x: 200, y: 650, width: 200, height: 24 });
    const paid = form.createCheckBox('paid');
    paid.addToPage(page, { x: 72, y: 600 });
    paid.check();
    const note = pdf.context.register(
      pdf.context.obj({
        Type: 'Annot',
        Subtype: 'Text',
        Rect: [300, 300, 320, 320],
        Contents: PDFHexString.fromText('Check the date – K.W.'),
      }),
    );
    page.node.addAnnot(note);
    const { text, pages } = await read('pdf', Buffer.from(await pdf.save()));
    expect(text).toBe('Name of the tenant: Karen Whitfield\nstate: Ohio\n☒ paid\nCheck the date – K.W.');
    expect(pages).toMatchObject([{ source: 'text' }]);
  });
});

describe('text', () => {
  const sample = 'Müller & Søn owe “€ 1.200” – naïve café';
  it.each([
    ['utf-8', Buffer.from(sample)],
    ['utf-8 with mark', Buffer.from(`\uFEFF${sample}`)],
    ['utf-16le with mark', Buffer.concat([Buffer.from('fffe', 'hex'), iconv.encode(sample, 'utf-16le')])],
    ['utf-16be with mark', Buffer.concat([Buffer.from('feff', 'hex'), iconv.encode(sample, 'utf-16be')])],
    ['utf-16le without mark', iconv.encode(sample.repeat(3), 'utf-16le')],
    ['utf-32le with mark', iconv.encode(sample, 'utf-32le', { addBOM: true })],
    ['windows-1252', iconv.encode(sample, 'windows-1252')],
  ])('reads %s', async (_name, bytes) => {
    expect((await read('txt', bytes)).text).toContain(sample);
  });

  it('reads XML in the encoding that it declares', async () => {
    const xml = '<?xml version="1.0" encoding="windows-1253"?><a>Οφειλή</a>';
    expect((await read('txt', iconv.encode(xml, 'windows-1253'))).text).toBe(xml);
  });

  it('guesses code pages of other scripts', async () => {
    const russian = 'Договор аренды между сторонами заключён в городе Москве третьего марта. '
      .repeat(5)
      .trim();
    expect((await read('txt', iconv.encode(russian, 'windows-1251'))).text).toBe(russian);
    const japanese = '賃貸借契約書。甲と乙は、以下のとおり契約を締結する。家賃は月額とする。'.repeat(5);
    expect((await read('txt', iconv.encode(japanese, 'shift_jis'))).text).toBe(japanese);
    const mailed = Buffer.from('1b244232484442244f376e335b1b2842', 'hex');
    expect((await read('txt', mailed)).text).toBe('家賃は月額');
  });

  it('recognizes UTF-8 in a file that is cut off inside a character', async () => {
    const cut = Buffer.from('Müller paid 1,200 €').subarray(0, -1);
    expect((await read('txt', cut)).text).toBe('Müller paid 1,200 \ufffd');
    expect((await read('txt', iconv.encode('the café', 'windows-1252'))).text).toBe('the café');
  });

  it('removes characters that no reader sees', async () => {
    const { text } = await read('txt', 'a\r\nb\rc\u0000\u0007\n\n\n\n\n\nd   \nﬁn');
    expect(text).toBe('a\nb\nc\n\n\nd\nfin');
  });

  it('reads CSV with any delimiter, and broken CSV as text', async () => {
    expect((await read('csv', 'Name;Due\n"Whitfield; Karen";"2025-03-03"\n')).text).toBe(
      'Name\tDue\nWhitfield; Karen\t2025-03-03',
    );
    expect((await read('csv', 'a,b\n"broken,4')).text).toBe('a\tb\n"broken\t4');
  });

  it('keeps the lines above a table, and prose, as lines', async () => {
    expect((await read('csv', 'Fees of Moor, Kelly\nName,Fee\nBrandt,"1,200"\nOrth,80\n')).text).toBe(
      'Fees of Moor, Kelly\nName\tFee\nBrandt\t1,200\nOrth\t80',
    );
    expect((await read('csv', 'sep=|\nName|Fee\nBrandt\n')).text).toBe('Name\tFee\nBrandt');
    const prose = 'Dear Ida,\nthe lease, as you know, ends.\nYours, as ever, and always,\nRufus';
    expect((await read('csv', prose)).text).toBe(prose);
  });

  it('reads the visible text of HTML in its declared encoding', async () => {
    const html =
      '<html><head><meta charset="windows-1251"><title>Договор</title><script>var hidden=1</script><style>p{}</style></head><body><h1>Аренда</h1><p>Karen <b>Whitfield</b></p><table><tr><td>Rent</td><td>$4,250</td></tr></table></body></html>';
    const { text, metadata } = await read('html', iconv.encode(html, 'windows-1251'));
    expect(text).toContain('Аренда');
    expect(text).toContain('Karen Whitfield');
    expect(text).toMatch(/Rent\s+\$4,250/);
    expect(text).not.toContain('hidden');
    expect(metadata).toEqual({ title: 'Договор' });
    const misnamed = iconv.encode('<meta charset="utf-8"><p>émigré, déjà vu</p>', 'windows-1252');
    expect((await read('html', misnamed)).text).toBe('émigré, déjà vu');
    const damaged = Buffer.concat([
      Buffer.from('<meta charset="utf-8"><p>€ 5, '),
      Buffer.from([0xe9]),
      Buffer.from('</p>'),
    ]);
    expect((await read('html', damaged)).text).toBe('€ 5, \ufffd');
  });
});

describe('e-mail and containers', () => {
  const limits = { maxMembers: 100, maxBytes: 10_000_000, maxRatio: 200 };

  async function expand(type: FileType, bytes: Buffer | string) {
    const location = await put(shared().folder, `container.${type}`, bytes);
    const into = await mkdtemp(join(shared().folder, 'members-'));
    const { members, problems } = await shared().sandbox.expand({ location, type }, into, limits);
    const files = await Promise.all(members.map((m) => readFile(join(into, m.file), 'utf8')));
    return { names: members.map((m) => m.name), files, problems };
  }

  it('reads an Outlook message and its attachment', async () => {
    const { text, metadata } = await read('msg', msg());
    expect(text).toBe(
      'From: Karen Whitfield <karen@whitfield.example>\nTo: Thomas Halvorsen <thalvorsen@halvorsenpike.example>\nDate: 2025-03-03T19:05:00.000Z\nSubject: Rent for February\n\nThomas, the cheque for $4,250.00 is on its way.',
    );
    expect(metadata.to).toEqual([{ name: 'Thomas Halvorsen', address: 'thalvorsen@halvorsenpike.example' }]);
    expect(await expand('msg', msg())).toEqual({
      names: ['note.txt'],
      files: ['A note that came with the mail.'],
      problems: [],
    });
  });

  it('reads e-mail in HTML, in other encodings, and with another e-mail attached', async () => {
    const html = [
      'From: =?utf-8?B?TcO8bGxlcg==?= <m@example.com>',
      'Subject: =?iso-8859-1?Q?Caf=E9?=',
      'Content-Type: text/html; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<p>Hello =E9<br>there</p>',
    ].join('\r\n');
    expect((await read('eml', html)).text).toBe(
      'From: Müller <m@example.com>\nSubject: Café\n\nHello é\nthere',
    );
    const forwarded = [
      'From: a@example.com',
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      'Content-Type: message/rfc822',
      '',
      html,
      '--x--',
    ].join('\r\n');
    const { names, files } = await expand('eml', forwarded);
    expect(names).toEqual(['attachment 1.eml']);
    expect(files[0]).toContain('Subject: =?iso-8859-1?Q?Caf=E9?=');
  });

  it('splits a mailbox into its messages', async () => {
    const mbox = `From a@b Mon Mar  3 14:05:00 2025\n${MAIL.replace(/\r\n/g, '\n')}\n\nFrom c@d Mon Mar  3 14:06:00 2025\nSubject: Second/one\n\nBody\n>From here it is quoted\n\nFrom\tnot a separator\n`;
    const { names, files, problems } = await expand('mbox', mbox);
    expect(names).toEqual(['00001 Rent for February.eml', '00002 Second-one.eml']);
    expect(files[1]).toBe('Subject: Second/one\n\nBody\nFrom here it is quoted\n\nFrom\tnot a separator\n');
    expect(problems).toEqual([]);
    expect((await read('mbox', mbox)).text).toBe('Rent for February\nSecond-one');
  });

  it('opens an archive and lists it', async () => {
    const archive = zipOf({ 'folder/a.txt': 'one', 'folder/b.txt': 'two', 'empty/': '' });
    expect(await expand('zip', archive)).toEqual({
      names: ['folder/a.txt', 'folder/b.txt'],
      files: ['one', 'two'],
      problems: [],
    });
    expect((await read('zip', archive)).text).toBe('folder/a.txt\nfolder/b.txt\nempty/');
  });
});
