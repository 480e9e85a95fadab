import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keptBytes, pathOrder, safePath, shownName } from '../../../src/core/intake/names.ts';
import { systemFile, systemPath } from '../../../src/core/intake/system-files.ts';
import { sortInSlices } from '../../../src/core/util/event-loop.ts';
import { UniqueNames } from '../../../src/core/util/portable-names.ts';

const path = fc
  .array(
    fc.string({
      unit: fc.constantFrom('a', 'b', '-', '.', ' ', 'é', '\u{1F4C4}'),
      minLength: 1,
      maxLength: 3,
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((parts) => parts.join('/'));

it('sorts the contents of a container directly after it', () => {
  expect(['a-b', 'a', 'a/x', 'a.zip/y', 'a.zip', 'a.zip-old'].sort(pathOrder)).toEqual([
    'a',
    'a/x',
    'a-b',
    'a.zip',
    'a.zip/y',
    'a.zip-old',
  ]);
  fc.assert(
    fc.property(fc.uniqueArray(path, { maxLength: 30 }), (paths) => {
      const sorted = [...paths].sort(pathOrder);
      for (const parent of sorted) {
        const inside = sorted.map((one) => one.startsWith(`${parent}/`));
        const first = inside.indexOf(true);
        if (first < 0) continue;
        expect(first).toBe(sorted.indexOf(parent) + 1);
        expect(inside.lastIndexOf(true) - first + 1).toBe(inside.filter(Boolean).length);
      }
    }),
  );
});

it('orders all paths totally', () => {
  fc.assert(
    fc.property(path, path, path, (a, b, c) => {
      expect(Math.sign(pathOrder(a, b))).toBe(0 - Math.sign(pathOrder(b, a)));
      expect(pathOrder(a, b) === 0).toBe(a === b);
      if (pathOrder(a, b) <= 0 && pathOrder(b, c) <= 0) expect(pathOrder(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

it('sorts in slices like a plain sort', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer(), { minLength: 0, maxLength: 9000, size: 'max' }),
      async (items) => {
        expect(await sortInSlices(items, (a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
      },
    ),
    { numRuns: 20 },
  );
});

it('makes every path from outside relative and free of control characters', () => {
  const nasty = fc.string({
    unit: fc.oneof(
      fc.constantFrom('.', '..', '/', '\\', '\0', '\n', 'a', '\uD800'),
      fc.string({ unit: 'binary' }),
    ),
    maxLength: 40,
  });
  fc.assert(
    fc.property(nasty, (written) => {
      const safe = safePath(written, 'unnamed');
      expect(safe).not.toMatch(/\p{Cc}/u);
      for (const part of safe.split('/')) expect(['', '.', '..']).not.toContain(part);
      // The name survives encoding as UTF-8.
      expect(Buffer.from(safe).toString()).toBe(safe);
      expect(safePath(safe, 'unnamed')).toBe(safe);
    }),
  );
});

it('keeps a name as bytes only if its text cannot be turned back into them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), (array) => {
      const raw = Buffer.from(array);
      const same = Buffer.from(shownName(raw)).equals(raw);
      expect(keptBytes(raw) === null).toBe(same);
    }),
  );
});

it('makes names unique and keeps names that are free', () => {
  fc.assert(
    fc.property(fc.array(path, { maxLength: 40 }), (paths) => {
      const names = new UniqueNames();
      const given = paths.map((one) => names.take(one));
      expect(new Set(given).size).toBe(paths.length);
      for (const [i, one] of paths.entries())
        if (!given.slice(0, i).includes(one)) expect(given[i]).toBe(one);
    }),
  );
  const names = new UniqueNames((name) => name.toLowerCase());
  expect(['a.pdf', 'A.PDF', 'a (2).pdf', 'b.d/a'].map((name) => names.take(name))).toEqual([
    'a.pdf',
    'A (2).PDF',
    'a (2) (2).pdf',
    'b.d/a',
  ]);
});

it.each([
  ['.DS_Store', 'Left out: a macOS folder settings file, not a document.'],
  ['THUMBS.DB', 'Left out: a Windows thumbnail file, not a document.'],
  ['~$Lease.docx', 'Left out: a lock file that Office creates while a document is open.'],
  ['.~lock.Lease.odt#', 'Left out: a lock file that LibreOffice creates while a document is open.'],
  ['._Lease.pdf', 'Left out: file information stored by macOS, not a document.'],
  ['a/__MACOSX/b/Lease.pdf', 'Left out: in the folder __MACOSX, which macOS adds to archives.'],
  ['repo/.git/HEAD', 'Left out: in the folder .git, which a version control program uses.'],
])('leaves out %s with a sentence', (name, sentence) => {
  expect(systemPath(name)).toBe(sentence);
});

it.each(['Lease.pdf', '.hidden letter.txt', 'git', 'thumbs.db.pdf', '~draft.docx'])(
  'takes %s for a document',
  (name) => {
    expect(systemFile(name)).toBeNull();
    expect(systemPath(`folder/${name}`)).toBeNull();
  },
);
