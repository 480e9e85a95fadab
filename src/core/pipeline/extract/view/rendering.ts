/** Renders a document without pages for people to look at. */
import { readFile } from 'node:fs/promises';
import type { Rendering } from '../../../../shared/rendering.ts';
import { blameFile, DocumentError } from '../../../documents/errors.ts';
import { typeName } from '../../../documents/type-names.ts';
import type { ViewSource } from '../../../documents/types.ts';
import { declaredCharset } from '../charset-label.ts';
import { decode } from '../decode.ts';
import type { Extractor } from '../types.ts';
import { bodyOf, readable } from './readable.ts';
import { RenderWriter } from './render-writer.ts';

type Look = (writer: RenderWriter, source: ViewSource) => Promise<void>;

/** Each loads its readers when they are first needed. */
const LOOKS: Partial<Record<ViewSource['type'], Look>> = {
  async eml(writer, { location }) {
    const { readMail } = await import('../readers/mail.ts');
    const { writeMail } = await import('./mail-look.ts');
    writeMail(writer, await readMail(location));
  },
  async emlx(writer, { location }) {
    const { readEmlx } = await import('../readers/emlx.ts');
    const { writeMail } = await import('./mail-look.ts');
    writeMail(writer, await readEmlx(location));
  },
  async msg(writer, { location }) {
    const { showMsg } = await import('../readers/msg.ts');
    const { writeMsg } = await import('./mail-look.ts');
    writeMsg(writer, await showMsg(location));
  },
  async html(writer, { location }) {
    const { writeHtml } = await import('./html-look.ts');
    const bytes = await readFile(location);
    writeHtml(writer, decode(bytes, declaredCharset(bytes)).text);
  },
  async docx(writer, source) {
    const { writeWord } = await import('./word-look.ts');
    await writeWord(writer, source);
  },
  async odt(writer, source) {
    const { writeOdt } = await import('./odf-look.ts');
    await writeOdt(writer, source);
  },
  async odp(writer, source) {
    const { writeOdp } = await import('./odf-look.ts');
    await writeOdp(writer, source);
  },
  async pptx(writer, source) {
    const { writeSlides } = await import('./slides-look.ts');
    await writeSlides(writer, source);
  },
  ppt: converted,
  wpd: converted,
  pub: converted,
  vsd: converted,
  works: converted,
  iwork: converted,
  ics: calendar,
  vcf: calendar,
  async tnef(writer, { location }) {
    const { readTnef } = await import('../readers/tnef.ts');
    const { writeTnef } = await import('./mail-look.ts');
    writeTnef(writer, await readTnef(location));
  },
  async p7m(writer, source) {
    const { extractP7m } = await import('../readers/p7m.ts');
    const { writeParagraphs } = await import('./text-look.ts');
    writeParagraphs(writer, bodyOf(await extractP7m(await readable(source))));
  },
  async svg(writer, { location }) {
    const { writeSvg } = await import('./svg-look.ts');
    await writeSvg(writer, location);
  },
  rtf: paragraphs(async () => (await import('../readers/rtf.ts')).extractRtf),
  doc: paragraphs(async () => (await import('../office/doc.ts')).extractDoc),
  xlsx: sheets(async () => (await import('../office/xlsx.ts')).extractXlsx),
  xls: sheets(async () => (await import('../office/xls.ts')).extractXls),
  xlsb: sheets(async () => (await import('../office/xls.ts')).extractXls),
  ods: sheets(async () => (await import('../office/odf.ts')).extractOdf),
  async csv(writer, source) {
    const { extractCsv } = await import('../readers/csv.ts');
    const text = bodyOf(await extractCsv(await readable(source)));
    if (text.includes('\t')) (await import('./sheet-look.ts')).writeRecords(writer, text);
    else (await import('./text-look.ts')).writePlain(writer, text);
  },
  async txt(writer, source) {
    const { extractPlain } = await import('../readers/plain.ts');
    const { writePlain } = await import('./text-look.ts');
    writePlain(writer, bodyOf(await extractPlain(await readable(source))));
  },
};

/** @throws DocumentError encrypted, corrupt, oversize, unsupported */
export async function renderDocument(source: ViewSource): Promise<Rendering> {
  const look = LOOKS[source.type];
  if (look === undefined)
    throw new DocumentError('unsupported', `Redwell shows ${typeName(source.type)} only as text`);
  const writer = new RenderWriter();
  try {
    await look(writer, source);
  } catch (error) {
    throw blameFile(error, 'file');
  }
  return writer.done();
}

async function converted(writer: RenderWriter, source: ViewSource): Promise<void> {
  const { writeConverted } = await import('./converted-look.ts');
  await writeConverted(writer, source);
}

async function calendar(writer: RenderWriter, { location }: ViewSource): Promise<void> {
  const { writeCalendar } = await import('./calendar-look.ts');
  await writeCalendar(writer, location);
}

function paragraphs(load: () => Promise<Extractor>): Look {
  return async (writer, source) => {
    const extract = await load();
    const { writeParagraphs } = await import('./text-look.ts');
    writeParagraphs(writer, bodyOf(await extract(await readable(source))));
    writer.note('fonts, pictures, tables and other layout');
  };
}

function sheets(load: () => Promise<Extractor>): Look {
  return async (writer, source) => {
    const extract = await load();
    const { writeSheets } = await import('./sheet-look.ts');
    writeSheets(writer, bodyOf(await extract(await readable(source))));
    writer.note('pictures and charts');
  };
}
