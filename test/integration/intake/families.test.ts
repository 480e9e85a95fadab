/** Mails, archives and their members, through the real sandbox. */
import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { Drop, DropEntry } from '../../../src/shared/intake.ts';
import { zip, zipOf } from '../pipeline/zip-writer.ts';
import { BATCH, sha256, sharedIntake } from './support.ts';

const { openFixture } = sharedIntake();
const row = ({ path, parent, exception, duplicateOf }: DropEntry): (string | null)[] => [
  path,
  parent,
  exception,
  duplicateOf,
];

const mail = (name: string, content: Buffer): Buffer =>
  Buffer.from(
    [
      'From: a@harlan.example',
      'To: b@crestline.example',
      'Message-ID: <1@harlan.example>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="x"',
      '',
      '--x',
      'Content-Type: text/plain',
      '',
      'See attached.',
      '--x',
      `Content-Type: application/octet-stream; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      content.toString('base64'),
      '--x--',
      '',
    ].join('\r\n'),
  );

it('lists every level of an archive in a mail in an archive, each with its parent', async () => {
  const d = await openFixture();
  const inner = zipOf({ 'deep/note.txt': 'deep', 'other.txt': 'other' });
  await d.put('outer.zip', zipOf({ 'mail.eml': mail('inner.zip', inner), 'a.txt': 'a' }));
  const drop = await d.drop();
  expect(drop.status).toBe('ready');
  const m = 'outer.zip/mail.eml';
  expect(d.entries(drop.id).map(row)).toEqual([
    ['outer.zip', null, null, null],
    ['outer.zip/a.txt', 'outer.zip', null, null],
    [m, 'outer.zip', null, null],
    [`${m}/inner.zip`, m, null, null],
    [`${m}/inner.zip/deep/note.txt`, `${m}/inner.zip`, null, null],
    [`${m}/inner.zip/other.txt`, `${m}/inner.zip`, null, null],
  ]);
  expect(drop.inventory).toMatchObject({ files: 1, members: 5 });
  const manifest = await d.intake.freeze(drop.id, BATCH);
  const ids = new Map(manifest.documents.map(({ path, id }) => [path, id]));
  for (const { path, parentId } of manifest.documents)
    expect(parentId).toBe(ids.get(d.entries(drop.id).find((e) => e.path === path)?.parent ?? '') ?? null);
});

it('lists containers below the depth limit without opening them', async () => {
  const d = await openFixture({ limits: { maxDepth: 2 } });
  const third = zipOf({ 'x.txt': 'x' });
  await d.put('1.zip', zipOf({ '2.zip': zipOf({ '3.zip': third }) }));
  const drop = await d.drop();
  const entries = d.entries(drop.id);
  expect(entries.map(row)).toEqual([
    ['1.zip', null, null, null],
    ['1.zip/2.zip', '1.zip', null, null],
    ['1.zip/2.zip/3.zip', '1.zip/2.zip', 'container_limit', null],
  ]);
  expect(entries[2]?.detail).toBe('The file is nested 3 levels deep. Redwell opens 2 levels.');
});

it('keeps the members within the limit and makes an archive with too many an exception', async () => {
  const d = await openFixture({ limits: { maxMembers: 3 } });
  await d.put(
    'many.zip',
    zipOf(Object.fromEntries(Array.from({ length: 9 }, (_v, i) => [`${i}.txt`, `text ${i}`]))),
  );
  await d.put('letter.txt', 'unharmed');
  const drop = await d.drop();
  const entries = d.entries(drop.id);
  expect(entries.find(({ path }) => path === 'many.zip')).toMatchObject({ exception: 'container_limit' });
  expect(entries.filter(({ parent }) => parent === 'many.zip')).toHaveLength(3);
  expect(entries.find(({ path }) => path === 'letter.txt')?.exception).toBeNull();
});

it('counts the members of all levels against one limit', async () => {
  const d = await openFixture({ limits: { maxMembers: 4 } });
  const box = (name: string): Buffer =>
    zipOf(Object.fromEntries(Array.from({ length: 3 }, (_v, i) => [`${i}.txt`, `${name} ${i}`])));
  await d.put('outer.zip', zipOf({ 'a.zip': box('a'), 'b.zip': box('b') }));
  const drop = await d.drop();
  const entries = d.entries(drop.id);
  // The two inner archives count as members, which leaves two for their contents.
  expect(entries.filter(({ parent }) => parent?.includes('/') === true)).toHaveLength(2);
  expect(entries.filter(({ exception }) => exception === 'container_limit').map(({ path }) => path)).toEqual([
    'outer.zip/a.zip',
    'outer.zip/b.zip',
  ]);
});

it('stops an archive that expands too far', async () => {
  const d = await openFixture({ limits: { maxRatio: 10 } });
  await d.put('bomb.zip', zipOf({ 'zeros.txt': Buffer.alloc(40 * 1024 * 1024, 0x20) }));
  const drop = await d.drop();
  expect(d.entries(drop.id).map(row)).toEqual([['bomb.zip', null, 'container_limit', null]]);
});

it('makes a damaged archive an exception and keeps the mail of a damaged attachment', async () => {
  const d = await openFixture();
  await d.put('cut.zip', zipOf({ 'a.txt': 'some text that is long enough' }).subarray(0, 45));
  await d.put(
    'mail.eml',
    mail('cut.zip', zipOf({ 'b.txt': 'more text, long enough again' }).subarray(0, 45)),
  );
  const drop = await d.drop();
  expect(d.entries(drop.id).map(row)).toEqual([
    ['cut.zip', null, 'container_error', null],
    ['mail.eml', null, null, null],
    ['mail.eml/cut.zip', 'mail.eml', 'container_error', null],
  ]);
});

it('makes an encrypted member an exception and reads its neighbor', async () => {
  const d = await openFixture();
  await d.put(
    'mixed.zip',
    zip([
      { name: 'locked.pdf', content: 'x', flags: 0x801 },
      { name: 'open.txt', content: 'text' },
    ]),
  );
  const drop = await d.drop();
  expect(d.entries(drop.id).map(row)).toEqual([
    ['mixed.zip', null, null, null],
    ['mixed.zip/locked.pdf', 'mixed.zip', 'encrypted', null],
    ['mixed.zip/open.txt', 'mixed.zip', null, null],
  ]);
  expect(drop.inventory).toMatchObject({ encrypted: 1, members: 2 });
});

it('keeps a member that tries to leave its archive under a safe name, with a warning', async () => {
  const d = await openFixture();
  await d.put('evil.zip', zip([{ name: '../../etc/passwd.txt', content: 'root' }]));
  const drop = await d.drop();
  expect(d.entries(drop.id).map(({ path }) => path)).toEqual(['evil.zip', 'evil.zip/etc/passwd.txt']);
  // The journal keeps the new name too.
  await d.restart();
  const manifest = await d.intake.freeze(drop.id, BATCH);
  expect(manifest.documents).toHaveLength(2);
  expect(manifest.documents[1]).toMatchObject({ status: 'pending', sha256: sha256('root') });
  expect(manifest.documents[1]?.warnings).toEqual([
    {
      code: 'container_error',
      stage: null,
      attempt: 0,
      detail:
        'The name contained a path that leaves its folder, so the member was renamed to “etc/passwd.txt”',
    },
  ]);
});

it('leaves out system files in archives', async () => {
  const d = await openFixture();
  await d.put('mac.zip', zipOf({ '__MACOSX/._a.txt': 'x', 'a.txt': 'a', '.DS_Store': 'y' }));
  const drop = await d.drop();
  expect(d.entries(drop.id).map(({ path, excluded }) => [path, excluded])).toEqual([
    ['mac.zip', false],
    ['mac.zip/.DS_Store', true],
    ['mac.zip/__MACOSX/._a.txt', true],
    ['mac.zip/a.txt', false],
  ]);
});

it('opens equal archives once and processes equal contents once', async () => {
  const d = await openFixture();
  const box = zipOf({ 'same.txt': 'the same', 'only.txt': 'only here' });
  await d.put('b.zip', box);
  await d.put('c.zip', box);
  await d.put('a.txt', 'the same');
  const drop = await d.drop();
  expect(d.entries(drop.id).map(row)).toEqual([
    ['a.txt', null, null, null],
    ['b.zip', null, null, null],
    ['b.zip/only.txt', 'b.zip', null, null],
    ['b.zip/same.txt', 'b.zip', null, 'a.txt'],
    ['c.zip', null, null, 'b.zip'],
  ]);
});

it('keeps members in the vault after the folder is deleted', async () => {
  const d = await openFixture();
  await d.put('box.zip', zipOf({ 'a.txt': 'member' }));
  const drop = await d.drop();
  const manifest = await d.intake.freeze(drop.id, BATCH);
  await d.intake.markSubmitted(drop.id, BATCH.batchId);
  await rm(d.folder, { recursive: true });
  expect(await d.intake.verifyVault(BATCH.batchId)).toEqual({ checked: 2, missing: [], altered: [] });
  expect(manifest.documents.map(({ location }) => location.startsWith(d.dataDir))).toEqual([true, true]);
});

it('keeps the total of files while it opens them, and counts the documents inside apart', async () => {
  const d = await openFixture();
  for (let box = 0; box < 12; box += 1) {
    const letters = Object.fromEntries([1, 2, 3].map((n) => [`letter ${n}.txt`, `Box ${box}, letter ${n}`]));
    await d.put(`box ${box}.zip`, zipOf({ 'inner.zip': zipOf(letters), 'note.txt': `Note of box ${box}` }));
  }
  await d.put('cover.txt', 'Cover letter');
  const seen: Drop[] = [];
  const stop = d.intake.onChanged((drop) => void seen.push(drop));
  const drop = await d.drop();
  stop();
  const reading = seen.filter(({ status }) => status === 'reading');
  expect(new Set(reading.map(({ total }) => total))).toEqual(new Set([13]));
  expect(reading.every(({ found, read }) => found === 13 && read <= 13)).toBe(true);
  expect(reading.map(({ members }) => members ?? 0).toSorted((a, b) => a - b)).toEqual(
    reading.map(({ members }) => members ?? 0),
  );
  expect(drop).toMatchObject({ status: 'ready', members: 12 * 5, total: 13 + 12 * 5 });
  expect(drop.inventory).toMatchObject({ files: 13, members: 12 * 5 });
});
