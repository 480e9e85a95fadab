/** Archives that are bombs, nest, overlap, make false claims, or name files outside their folder. */
import { textPdf } from '../../integration/pipeline/fixtures.ts';
import { zip, zipOf } from '../../integration/pipeline/zip-writer.ts';
import { type HostileCase, hostile } from './case.ts';

const DONE = ['completed'] as const;
const BROKEN = ['container_error'] as const;
const BEYOND = ['container_limit'] as const;

function nested(levels: number): Buffer {
  let inner = zipOf({ 'deepest.txt': 'Rent was due' });
  for (let level = 0; level < levels; level += 1) inner = zipOf({ [`level ${level}.zip`]: inner });
  return inner;
}

/** Returns ten archives in each of ten archives, with a bomb at the bottom, like 42.zip. */
function tree(): Buffer {
  const bottom = zipOf({ zeros: Buffer.alloc(50_000_000) });
  const ten = (inner: Buffer): Buffer =>
    zipOf(Object.fromEntries(Array.from({ length: 10 }, (_v, i) => [`${i}.zip`, inner])));
  return ten(ten(ten(bottom)));
}

/** Returns an archive whose directory entries all point at the same bytes. */
function overlapping(): Buffer {
  const one = zipOf({ 'a.txt': Buffer.alloc(1_000_000, 0x61) });
  const directoryAt = one.readUInt32LE(one.length - 6);
  const entry = one.subarray(directoryAt, one.length - 22);
  const count = 20_000;
  const directory = Buffer.concat(Array.from({ length: count }, () => entry));
  const end = Buffer.from(one.subarray(one.length - 22));
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directory.length, 12);
  return Buffer.concat([one.subarray(0, directoryAt), directory, end]);
}

/** Returns the archive with its end record changed by `write`. */
function ending(write: (end: Buffer) => void): Buffer {
  const bytes = Buffer.from(zipOf({ 'a.txt': 'one', 'b.txt': 'two' }));
  write(bytes.subarray(bytes.length - 22));
  return bytes;
}

export async function hostileArchives(): Promise<HostileCase[]> {
  const members = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_v, i) => [`${i}`, '']));
  return [
    hostile('archive/sound.zip', zipOf({ 'a.txt': 'Rent was due' }), DONE, { says: 'a.txt' }),
    hostile('archive/no-members.zip', zipOf({}), ['completed', 'container_error', 'unrecognized', 'empty']),
    hostile('archive/bomb.zip', zipOf({ zeros: Buffer.alloc(300_000_000) }), BEYOND),
    hostile('archive/bomb-of-bombs.zip', tree(), ['container_limit', 'completed']),
    hostile('archive/overlapping.zip', overlapping(), ['container_limit', 'container_error']),
    hostile('archive/twelve-levels.zip', nested(12), DONE),
    hostile('archive/too-many-members.zip', zipOf(members(20_500)), BEYOND),
    hostile(
      'archive/names-outside.zip',
      zipOf({
        '../../escaped.txt': 'a',
        '/etc/escaped': 'b',
        'C:\\Windows\\escaped.ini': 'c',
        '..\\..\\escaped.txt': 'd',
        'a/../../../escaped.txt': 'e',
        '....//escaped.txt': 'f',
      }),
      DONE,
    ),
    hostile(
      'archive/names-strange.zip',
      zip([
        { name: '', content: 'none' },
        { name: '.', content: 'dot' },
        { name: '..', content: 'dots' },
        { name: 'a\0b', content: 'zero' },
        { name: 'con', content: 'device' },
        { name: `${'x'.repeat(3000)}.txt`, content: 'long' },
        { name: 'line\nbreak', content: 'line' },
        { name: '\u202etxt.exe', content: 'turned' },
        { name: Buffer.from([0xff, 0xfe, 0x80]), content: 'bytes' },
      ]),
      ['completed', 'container_error'],
    ),
    hostile(
      'archive/names-all-the-same.zip',
      zip(Array.from({ length: 300 }, (_v, i) => ({ name: 'same.txt', content: `Rent ${i}` }))),
      DONE,
    ),
    hostile(
      'archive/links.zip',
      zip([
        { name: 'passwd', content: '/etc/passwd', attributes: 0xa1ff0000 },
        { name: 'up', content: '..', attributes: 0xa1ff0000 },
      ]),
      ['completed', 'container_error'],
      { hides: 'root:' },
    ),
    hostile(
      'archive/locked-member.zip',
      zip([
        { name: 'locked.txt', content: 'x', flags: 1 },
        { name: 'open.txt', content: 'Rent' },
      ]),
      DONE,
    ),
    hostile(
      'archive/size-stated-too-small.zip',
      zip([{ name: 'a.txt', content: Buffer.alloc(5_000_000, 0x61), statedSize: 10 }]),
      ['completed', 'container_error'],
    ),
    hostile(
      'archive/size-stated-too-large.zip',
      zip([{ name: 'a.txt', content: 'Rent', statedSize: 4_000_000_000 }]),
      ['completed', 'container_error', 'container_limit'],
    ),
    hostile(
      'archive/counts-more-than-it-has.zip',
      ending((end) => end.writeUInt16LE(60_000, 10)),
      [...BROKEN, 'completed'],
    ),
    hostile(
      'archive/directory-far-away.zip',
      ending((end) => end.writeUInt32LE(0x7fffffff, 16)),
      BROKEN,
    ),
    hostile(
      'archive/directory-is-itself.zip',
      ending((end) => end.writeUInt32LE(0, 16)),
      BROKEN,
    ),
    hostile(
      'archive/of-two-disks.zip',
      ending((end) => end.writeUInt16LE(1, 4)),
      BROKEN,
    ),
    hostile('archive/mark-alone.zip', Buffer.from('PK\x03\x04', 'latin1'), ['container_error', 'corrupt']),
    hostile(
      'archive/noise-in-front.zip',
      Buffer.concat([Buffer.alloc(1000, 0x2e), zipOf({ 'a.txt': 'Rent' })]),
      ['completed', 'container_error', 'unrecognized'],
    ),
    hostile('archive/method-unknown.zip', method(zipOf({ 'a.txt': 'Rent was due' }), 99), [
      'completed',
      'container_error',
    ]),
    hostile(
      'archive/pdf-at-the-same-time.zip',
      Buffer.concat([await textPdf(['Rent was due']), zipOf({ 'a.txt': 'Rent' })]),
      ['completed', 'corrupt'],
    ),
  ];
}

/** Returns the archive with every member marked as compressed by `method`. */
function method(bytes: Buffer, value: number): Buffer {
  const copy = Buffer.from(bytes);
  for (
    let at = copy.indexOf('PK\x01\x02', 0, 'latin1');
    at >= 0;
    at = copy.indexOf('PK\x01\x02', at + 4, 'latin1')
  )
    copy.writeUInt16LE(value, at + 10);
  copy.writeUInt16LE(value, 8);
  return copy;
}
