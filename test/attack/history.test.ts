/** Damages a real history in every way that disks, people and other programs do, many times. */
import { createHash, randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHistory } from '../../src/core/history/index.ts';
import type { DocumentDetail } from '../../src/shared/documents.ts';
import { contentsOf, copyOf, isMarked, overwritePages, PAGE_BYTES, wholeHistory } from '../support/damage.ts';
import { manifestOf } from '../support/manifest.ts';
import { held } from './tally.ts';

const BATCHES = ['20261101-0900-aaaaa', '20261102-0900-bbbbb', '20261103-0900-ccccc'];
const DOCUMENTS = 60;

let folder: string;
let path: string;
let whole: Map<string, DocumentDetail>;
/** `documents.n` and `batches.n` by the page that holds the row, numbered from 0. */
let documentsOn: Map<number, string[]>;

beforeAll(() => {
  ({ folder, path, whole } = wholeHistory(BATCHES, DOCUMENTS));
  documentsOn = new Map();
  const bytes = readFileSync(path);
  for (let page = 0; page < bytes.length / PAGE_BYTES; page += 1) {
    const text = bytes.toString('latin1', page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
    documentsOn.set(
      page,
      [...text.matchAll(/2026110\d-0900-[abc]{5}-d\d{5}/g)].map(([id]) => id),
    );
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens a damaged copy and checks that it is honest. @returns ids of the documents that were read from it */
function open(damaged: string): Set<string> {
  const history = openHistory({ path: damaged });
  const found = contentsOf(history, BATCHES);
  for (const [id, { warnings: _w, custodian: _c, ...detail }] of found) {
    const before = whole.get(id);
    expect(before, `${id} was invented`).toBeDefined();
    if (before === undefined) continue;
    const { warnings: _x, custodian: _y, ...was } = before;
    expect(detail.status).toBe(was.status);
    expect(detail.path).toBe(was.path);
    if (!isMarked(found.get(id)!)) expect(detail).toEqual(was);
  }
  for (const batch of BATCHES) {
    history.repair.complete(manifestOf(batch, DOCUMENTS, { createdAt: 1_700_000_000_000 }));
    const { received, completed, exceptions, pending } = history.batch(batch)!.equation;
    expect([received, completed + exceptions, pending]).toEqual([DOCUMENTS, DOCUMENTS, 0]);
  }
  history.dispose();
  return new Set(found.keys());
}

const remove = (damaged: string): void => rmSync(dirname(damaged), { recursive: true, force: true });
const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

it('recovers every document on a page that is not damaged', () => {
  const count = statSync(path).size / PAGE_BYTES;
  const runs = 60;
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(count - 1), { minLength: 1, maxLength: 20 }),
      fc.constantFrom(
        () => Buffer.alloc(PAGE_BYTES),
        () => Buffer.alloc(PAGE_BYTES, 0xff),
        () => randomBytes(PAGE_BYTES),
        () => Buffer.from('PK\u0003\u0004'.repeat(PAGE_BYTES / 4), 'latin1'),
      ),
      (pages, fill) => {
        const damaged = copyOf(path);
        overwritePages(damaged, pages, fill);
        const before = digest(damaged);
        const recovered = open(damaged);
        const hit = new Set(pages.flatMap((page) => documentsOn.get(page) ?? []));
        for (const id of whole.keys())
          if (!hit.has(id)) expect(recovered.has(id), `${id} is lost`).toBe(true);
        // The damaged file is kept as it was.
        const kept = readdirSync(dirname(damaged)).filter((name) =>
          /^history\.damaged-.*\.sqlite$/.test(name),
        );
        for (const name of kept) expect(digest(join(dirname(damaged), name))).toBe(before);
        remove(damaged);
      },
    ),
    { numRuns: runs },
  );
  held({ channel: 'damaged pages of history', tried: runs, got: 'recovered or named; nothing invented' });
});

it('opens whatever a file was cut or flipped to', () => {
  const size = statSync(path).size;
  const runs = 60;
  fc.assert(
    fc.property(fc.nat(size), fc.boolean(), (at, cut) => {
      const damaged = copyOf(path);
      if (cut) truncateSync(damaged, at);
      else {
        // A sector of noise at any place, which may be inside a row: it opens, whatever it says.
        const bytes = readFileSync(damaged);
        randomBytes(512).copy(bytes, Math.min(at, size - 512));
        writeFileSync(damaged, bytes);
      }
      if (cut) open(damaged);
      else {
        const history = openHistory({ path: damaged });
        expect(history.stats().batches).toBeLessThanOrEqual(BATCHES.length);
        history.dispose();
      }
      remove(damaged);
    }),
    { numRuns: runs },
  );
  held({ channel: 'history cut short or with noise', tried: runs, got: 'opened; what was lost is named' });
});

it('survives a log that is noise, of another file, or cut anywhere', () => {
  const other = copyOf(path);
  const db = new DatabaseSync(other);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; UPDATE documents SET bytes = bytes;
    UPDATE texts SET page_map = page_map; UPDATE state SET writing = 1;`);
  const log = readFileSync(`${other}-wal`);
  db.close();
  const runs = 60;
  fc.assert(
    fc.property(fc.nat(log.length), fc.constantFrom('cut', 'flip', 'noise'), (at, how) => {
      const damaged = copyOf(path);
      const bytes = Buffer.from(log);
      if (how === 'flip')
        bytes.writeUInt8(bytes.readUInt8(Math.min(at, log.length - 1)) ^ 0xff, Math.min(at, log.length - 1));
      writeFileSync(
        `${damaged}-wal`,
        how === 'cut' ? bytes.subarray(0, at) : how === 'noise' ? randomBytes(Math.min(at, 100_000)) : bytes,
      );
      expect(open(damaged).size).toBe(whole.size);
      remove(damaged);
    }),
    { numRuns: runs },
  );
  remove(other);
  held({ channel: 'write-ahead logs of history', tried: runs, got: 'used as far as it is whole' });
});

it('keeps whatever lies in the place of the history', () => {
  const things: ((at: string) => void)[] = [
    (at) => writeFileSync(at, ''),
    (at) => writeFileSync(at, 'x'),
    (at) => writeFileSync(at, 'SQLite format 3\0'),
    (at) => writeFileSync(at, `SQLite format 3\0${'\0'.repeat(84)}`),
    (at) => writeFileSync(at, Buffer.concat([Buffer.from('SQLite format 3\0'), randomBytes(20_000)])),
    (at) => writeFileSync(at, `%PDF-1.7\n${'x'.repeat(9000)}`),
    (at) => mkdirSync(at),
    (at) => {
      mkdirSync(at);
      writeFileSync(join(at, 'history.sqlite'), 'mine');
    },
  ];
  for (const put of things) {
    const at = join(mkdtempSync(join(tmpdir(), 'redwell-attack-place-')), 'history.sqlite');
    put(at);
    const bytes = statSync(at).isFile() ? readFileSync(at) : null;
    const history = openHistory({ path: at });
    history.recordManifest(manifestOf('new', 2));
    expect(history.stats()).toMatchObject({ batches: 1, documents: 2 });
    history.dispose();
    const kept = readdirSync(dirname(at)).filter((name) => /^history\.damaged-.*\.sqlite$/.test(name));
    if (bytes !== null && bytes.length === 0) expect(kept).toEqual([]);
    else expect(kept).toHaveLength(1);
    remove(at);
  }
  held({
    channel: 'other things in the place of history',
    tried: things.length,
    got: 'kept under another name',
  });
});
