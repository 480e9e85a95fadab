import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bagPaths } from '../../../src/core/intake/manifest.ts';
import { manifestDocument } from '../../support/manifest.ts';

const pathsOf = async (...paths: string[]): Promise<string[]> => [
  ...(await bagPaths(paths.map((path, i) => manifestDocument('b', i + 1, { path })))).values(),
];

it('gives an exported file a name that Windows accepts too', async () => {
  expect(
    await pathsOf('CON', 'nul.txt', 'com1.tar.gz', 'console.log', 'ends with. ', 'a<b>|c?.pdf', '..'),
  ).toEqual([
    'data/_CON',
    'data/_nul.txt',
    'data/_com1.tar.gz',
    'data/console.log',
    'data/ends with__',
    'data/a_b__c_.pdf',
    'data/__',
  ]);
});

it('shortens a name that no file system takes, and keeps its extension', async () => {
  const [first, second] = await pathsOf(`${'ж'.repeat(300)}.pdf`, `${'ж'.repeat(301)}.pdf`);
  expect(first).toMatch(/^data\/ж+\.pdf$/);
  expect(Buffer.byteLength(first!)).toBeLessThan(255);
  expect(second).not.toBe(first);
});

it('never gives two files one name, nor a name with a control', async () => {
  const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { maxLength: 12 }), async (names) => {
      const made = await pathsOf(...names);
      expect(new Set(made.map((path) => path.toLowerCase())).size).toBe(names.length);
      for (const path of made)
        for (const part of path.split('/')) {
          expect(part).not.toMatch(/\p{Cc}|[. ]$/u);
          expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
        }
    }),
    { numRuns: 500 },
  );
});
