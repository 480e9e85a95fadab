/** Bombs, cycles and false claims in the formats besides PDF, ZIP, Office packages and plain mail. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { plainDoc } from '../../integration/pipeline/doc-fixtures.ts';
import { compound } from '../../integration/pipeline/ole-fixture.ts';
import { sevenZipOf, tar } from '../../support/archives.ts';
import { cms, element, signed } from '../../support/cms.ts';
import { attached, tnef } from '../../support/tnef.ts';
import { type HostileCase, hostile } from './case.ts';

const LIMIT = ['container_limit'] as const;
const ANY_ARCHIVE = ['completed', 'container_error', 'container_limit'] as const;
const EITHER = ['completed', 'corrupt'] as const;
const PICTURE = ['completed', 'corrupt', 'oversize'] as const;
/** Where the table of sectors begins in a compound file whose header comes first: its first sector after the header. */
const SECTOR = 512;

function nestedTar(levels: number): Buffer {
  let inner: Buffer | string = 'Rent was due';
  for (let level = 0; level < levels; level += 1)
    inner = gzipSync(tar([{ name: `${level}.tar`, content: inner }]));
  return Buffer.from(inner);
}

async function archives(): Promise<HostileCase[]> {
  const zeros = Buffer.alloc(300_000_000);
  const outside = tar([
    { name: '../../escaped.txt', content: 'a' },
    { name: '/etc/escaped', content: 'b' },
    { name: 'link', kind: '2', target: '/etc/passwd' },
    { name: 'self', kind: '1', target: 'self' },
    { name: 'pipe', kind: '6' },
  ]);
  const many = tar(Array.from({ length: 20_500 }, (_v, i) => ({ name: `${i}`, content: '' })));
  const rar = Buffer.from('526172211a070100', 'hex');
  return [
    hostile('archive/bomb.gz', gzipSync(zeros), LIMIT),
    hostile('archive/bomb-twice.gz', gzipSync(gzipSync(zeros)), ANY_ARCHIVE),
    hostile('archive/bomb.7z', await sevenZipOf({ zeros: zeros.subarray(0, 150_000_000) }), LIMIT),
    hostile(
      'archive/bomb.bz2',
      await sevenZipOf({ zeros: zeros.subarray(0, 150_000_000) }, ['-tbzip2'], 'z.bz2'),
      LIMIT,
    ),
    hostile('archive/twelve-levels.tar.gz', nestedTar(12), ['completed']),
    hostile('archive/names-outside.tar', outside, ['completed', 'container_error'], { hides: 'root:' }),
    hostile('archive/too-many-members.tar', many, LIMIT),
    hostile('archive/locked-names.7z', await sevenZipOf({ 'a.txt': 'Rent' }, ['-pHarbor9', '-mhe=on']), [
      'encrypted',
      'container_error',
    ]),
    hostile('archive/first-bytes-alone.rar', rar, ANY_ARCHIVE),
    hostile('archive/noise.rar', Buffer.concat([rar, Buffer.alloc(5000, 0x5a)]), ANY_ARCHIVE),
  ];
}

/** Returns a compound file whose chain of sectors leads back to where it is. */
function cyclicCompound(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const table = SECTOR * (copy.readUInt32LE(76) + 1);
  for (let entry = 0; entry < 64; entry += 1) {
    const at = table + 4 * entry;
    if (at + 4 <= copy.length && copy.readUInt32LE(at) < 0xfffffffa) copy.writeUInt32LE(entry, at);
  }
  return copy;
}

function office(): HostileCase[] {
  const word = compound({ WordDocument: Buffer.alloc(5000, 0xff), '1Table': Buffer.alloc(5000, 0xff) });
  const book = compound({ Workbook: Buffer.alloc(60_000, 0x09) });
  const header = plainDoc();
  const counts = Buffer.from(header);
  counts.fill(0xff, SECTOR + 0x4c, SECTOR + 0x200);
  return [
    hostile('office/cyclic-sectors.doc', cyclicCompound(header), [...EITHER, 'unsupported', 'unrecognized']),
    hostile('office/absurd-counts.doc', counts, [...EITHER, 'unsupported']),
    hostile('office/noise.doc', word, [...EITHER, 'encrypted']),
    hostile('office/noise.xls', book, [...EITHER, 'encrypted']),
    hostile('office/slides-without-slides.ppt', compound({ 'PowerPoint Document': Buffer.alloc(4096) }), [
      ...EITHER,
      'unsupported',
    ]),
  ];
}

async function pictures(): Promise<HostileCase[]> {
  const laughs = Array.from({ length: 12 }, (_v, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join(
    '',
  );
  const claim = Buffer.from('474946383961ffffffff800000ffffff0000002c00000000ffffffff0002024401003b', 'hex');
  const frames = await sharp(
    await Promise.all(
      Array.from({ length: 300 }, (_v, i) =>
        sharp({ create: { width: 16, height: 16, channels: 3, background: { r: i % 256, g: 9, b: 9 } } })
          .png()
          .toBuffer(),
      ),
    ),
    { join: { animated: true } },
  )
    .gif()
    .toBuffer();
  const svg = (inner: string, head = ''): string =>
    `<?xml version="1.0"?>${head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="90">${inner}</svg>`;
  return [
    hostile('picture/absurd.gif', claim, PICTURE),
    hostile('picture/three-hundred-frames.gif', frames, ['completed', 'oversize']),
    hostile('picture/absurd.svg', svg('').replace('width="90"', 'width="9e9"'), [...PICTURE, 'empty']),
    hostile(
      'picture/entities-in-entities.svg',
      svg('<text>&e12;</text>', `<!DOCTYPE svg [<!ENTITY e0 "lol">${laughs}]>`),
      PICTURE,
    ),
    hostile(
      'picture/entity-of-this-machine.svg',
      svg('<text>&x;</text>', '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
      PICTURE,
      { hides: 'root:' },
    ),
    hostile(
      'picture/uses-itself.svg',
      svg('<g id="a"><use xlink:href="#a"/><use xlink:href="#a"/></g>'),
      PICTURE,
    ),
    hostile('picture/deep.svg', svg(`${'<g>'.repeat(100_000)}${'</g>'.repeat(100_000)}`), PICTURE),
    hostile('picture/half-a-header.webp', Buffer.from('524946460000000057454250', 'hex'), [
      ...PICTURE,
      'unrecognized',
    ]),
    hostile(
      'picture/header-alone.heic',
      Buffer.from('0000001c66747970686569630000000068656963', 'hex'),
      PICTURE,
    ),
  ];
}

function mails(): HostileCase[] {
  let nested = tnef(attached('deepest.txt', 'Rent was due'));
  for (let level = 0; level < 30; level += 1) nested = tnef(attached(`winmail${level}.dat`, nested));
  let sealed = 'Subject: deepest\r\n\r\nRent was due';
  for (let level = 0; level < 12; level += 1)
    sealed = `Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\n${signed(sealed, [], []).toString('base64')}`;
  const claim = tnef(attached('claim.txt', 'Rent'));
  claim.writeUInt32LE(0xfffffff0, claim.length - 10);
  const calendar = (lines: readonly string[]): string =>
    ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
  return [
    hostile('mail/thirty-levels.dat', nested, ['completed', 'corrupt', 'container_limit']),
    hostile('mail/length-absurd.dat', claim, ['completed', 'corrupt']),
    hostile('mail/signed-twelve-times.eml', sealed, ['completed']),
    hostile('mail/elements-without-end.p7m', cms('02', element(0x30), Buffer.alloc(4000, 0x30)), EITHER),
    hostile(
      'mail/for-ever.ics',
      calendar([
        'BEGIN:VEVENT',
        'DTSTART:20250101T000000Z',
        'RRULE:FREQ=SECONDLY',
        'SUMMARY:Hearing',
        'END:VEVENT',
      ]),
      ['completed'],
      {
        says: 'Hearing',
      },
    ),
    hostile('mail/deep.ics', calendar([...Array.from({ length: 50_000 }, () => 'BEGIN:VEVENT')]), EITHER),
    hostile(
      'mail/photo.vcf',
      `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Karen Whitfield\r\nPHOTO;ENCODING=b:${'AAAA'.repeat(2_000_000)}\r\nEND:VCARD\r\n`,
      ['completed'],
      {
        says: 'Karen Whitfield',
      },
    ),
  ];
}

/** A store of mails cannot be written here, so the sample of the installed library is damaged. */
async function stores(): Promise<HostileCase[]> {
  const folder = dirname(createRequire(import.meta.url).resolve('pst-extractor/package.json'));
  const sample = await readFile(join(folder, 'example/testdata/pstextractortestpdf@outlook.com.ost'));
  const ends = ['completed', 'container_error', 'container_limit', 'corrupt'] as const;
  const pointers = Buffer.from(sample);
  // The header points at the two trees that lead to all else; both now lead to the header.
  pointers.fill(0, 0xd8, 0x108);
  const middle = Buffer.from(sample);
  middle.fill(0xff, Math.floor(sample.length / 3), Math.floor(sample.length / 2));
  return [
    hostile('mail/half.ost', sample.subarray(0, sample.length / 2), ends),
    hostile('mail/header-alone.ost', sample.subarray(0, 564), ends),
    hostile('mail/trees-lead-to-the-header.ost', pointers, ends),
    hostile('mail/middle-overwritten.ost', middle, ends),
  ];
}

export const hostileFormats = async (): Promise<HostileCase[]> => [
  ...(await archives()),
  ...office(),
  ...(await pictures()),
  ...mails(),
  ...(await stores()),
];
