/** Valid files of every type that are cut off, overwritten, bit-flipped and renamed, the same way each time. */
import sharp from 'sharp';
import { seeded } from '../../crash/support.ts';
import {
  docx,
  LETTER,
  LETTER_LINES,
  MAIL,
  scanPng,
  textPdf,
  tiff,
} from '../../integration/pipeline/fixtures.ts';
import { msg } from '../../integration/pipeline/msg-fixture.ts';
import { odp, ods, odt, pptx, xlsx } from '../../integration/pipeline/office-fixtures.ts';
import { zipOf } from '../../integration/pipeline/zip-writer.ts';
import { type Ending, type HostileCase, hostile } from './case.ts';

/** A package without its directory is no longer an Office file; a flipped bit in a size may make it absurdly large. */
const PACKAGE: readonly Ending[] = ['completed', 'corrupt', 'container_error', 'oversize'];
/** Accepted endings by type when part of a file is gone. Text has no structure that can break. */
const BY_TYPE: Readonly<Record<string, readonly Ending[]>> = {
  pdf: ['completed', 'corrupt', 'encrypted'],
  png: ['completed', 'corrupt', 'oversize'],
  jpg: ['completed', 'corrupt', 'oversize'],
  tif: ['completed', 'corrupt', 'oversize'],
  docx: PACKAGE,
  xlsx: PACKAGE,
  pptx: PACKAGE,
  odt: PACKAGE,
  ods: PACKAGE,
  odp: PACKAGE,
  msg: ['completed', 'corrupt', 'unsupported'],
  zip: ['completed', 'container_error'],
  eml: ['completed'],
  mbox: ['completed', 'container_error'],
  rtf: ['completed', 'corrupt'],
  html: ['completed'],
  csv: ['completed'],
  txt: ['completed'],
};
/** Bytes without a header have no type, because file names are not trusted. */
const HEADLESS: readonly Ending[] = [
  'unrecognized',
  'unsupported',
  'completed',
  'corrupt',
  'container_error',
];

async function originals(): Promise<Record<string, Buffer>> {
  // Only a strip of a page, because OCR is slow and its result does not matter here.
  const scan = await sharp(await scanPng(['A page that was scanned'], 300))
    .extract({ left: 280, top: 230, width: 900, height: 120 })
    .withMetadata({ density: 300 })
    .png()
    .toBuffer();
  const letters = `From karen@whitfield.example Mon Mar  3 14:05:00 2025\n${MAIL.replaceAll('\r\n', '\n')}\n`;
  return {
    pdf: await textPdf([LETTER, LETTER]),
    png: scan,
    jpg: await sharp(scan).jpeg().toBuffer(),
    tif: await tiff([scan, scan]),
    docx: await docx(LETTER_LINES),
    xlsx: xlsx(),
    pptx: pptx(),
    odt: odt(),
    ods: ods(),
    odp: odp(),
    msg: msg(),
    zip: zipOf({ 'a.txt': LETTER, 'b.txt': LETTER.toUpperCase() }),
    eml: Buffer.from(MAIL),
    mbox: Buffer.from(letters + letters.replace('Rent', 'Lease')),
    rtf: Buffer.from(`{\\rtf1\\ansi ${LETTER_LINES.join('\\par\n')}}`),
    html: Buffer.from(`<html><body>${LETTER_LINES.map((line) => `<p>${line}</p>`).join('')}</body></html>`),
    csv: Buffer.from(LETTER_LINES.map((line, i) => `${i},"${line}"`).join('\n')),
    txt: Buffer.from(LETTER),
  };
}

/** Flips one bit in about one of two hundred bytes. */
function flipped(bytes: Buffer, seed: number): Buffer {
  const copy = Buffer.from(bytes);
  const random = seeded(seed);
  for (let i = 0; i < Math.max(4, bytes.length / 200); i += 1) {
    const at = Math.floor(random() * copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  }
  return copy;
}

function overwritten(bytes: Buffer, seed: number): Buffer {
  const copy = Buffer.from(bytes);
  const random = seeded(seed);
  for (let at = Math.floor(bytes.length / 3); at < (bytes.length * 2) / 3; at += 1)
    copy[at] = Math.floor(random() * 256);
  return copy;
}

/** Returns seven kinds of damage per type, and each content under the name of another type. */
export async function damagedFiles(): Promise<HostileCase[]> {
  const cases: HostileCase[] = [];
  const files = Object.entries(await originals());
  for (const [index, [type, bytes]] of files.entries()) {
    const ends = BY_TYPE[type] ?? [];
    const anything = [...new Set([...ends, ...HEADLESS])];
    const add = (what: string, content: Buffer, may: readonly Ending[]): number =>
      cases.push(hostile(`damage/${type}/${what}.${type}`, content, may));
    add('nine-tenths', bytes.subarray(0, Math.floor(bytes.length * 0.9)), ends);
    add('half', bytes.subarray(0, Math.floor(bytes.length / 2)), ends);
    add('sixteen-bytes', bytes.subarray(0, 16), anything);
    add('turned-bits', flipped(bytes, index + 1), anything);
    add('turned-bits-again', flipped(bytes, index + 101), anything);
    add('middle-overwritten', overwritten(bytes, index + 201), anything);
    add('without-its-head', bytes.subarray(Math.floor(bytes.length / 3)), anything);
    const [other = 'pdf'] = files[(index + 5) % files.length] ?? [];
    const warned = ['txt', 'csv', 'mbox'].includes(type) && ['txt', 'csv', 'mbox', 'eml'].includes(other);
    cases.push(
      hostile(
        `damage/${type}/named-otherwise.${other}`,
        Buffer.concat([bytes]),
        ['completed'],
        warned ? {} : { warns: 'extension_mismatch' },
      ),
    );
    cases.push(hostile(`damage/${type}/empty.${type}`, '', ['empty']));
  }
  return cases;
}
