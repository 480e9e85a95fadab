/** Copies of cache entries beside history: bounded in size, and only for current versions. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { type CacheMirror, openCacheMirror } from '../../../src/core/history/cache-mirror.ts';
import { STAGE_VERSION, STAGES, type Stage } from '../../../src/shared/stages.ts';

const OCR: Stage = 'ocr';
let folder: string;
let kept: CacheMirror;
const path = (): string => join(folder, 'kept.sqlite');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-kept-'));
});
afterEach(async () => {
  kept.dispose();
  await rm(folder, { recursive: true, force: true });
});

const keepDocument = (sha256: string, bytes = 10, digest = `digest of ${sha256}`): void =>
  kept.keep(
    STAGES.map((stage) => ({
      stage,
      input: stage === OCR ? `${sha256}:pdf:100.100` : digest,
      bytes: Buffer.alloc(bytes, stage),
    })),
    [{ first: `${sha256}:pdf:100.100`, next: digest }],
  );

it('finds all stages of a content through the result of the first one', () => {
  kept = openCacheMirror(path());
  keepDocument('a');
  // Another file with the same text shares the later stages.
  keepDocument('b', 10, 'digest of a');
  expect(kept.find('b', 'pdf').map(({ stage, input }) => `${stage} ${input}`)).toEqual([
    'ocr b:pdf:100.100',
    ...STAGES.slice(1).map((stage) => `${stage} digest of a`),
  ]);
  expect(kept.read(kept.find('b', 'pdf')).map(String)).toEqual(
    STAGES.map((stage) => String(Buffer.alloc(10, stage))),
  );
  expect(kept.find('b', 'tiff')).toEqual([]);
  expect(kept.find('bb', 'pdf')).toEqual([]);
  expect(kept.bytes()).toBe(70);
});

it('ignores entries from before a version was raised', () => {
  kept = openCacheMirror(path());
  keepDocument('a');
  const versions = STAGE_VERSION as Record<Stage, number>;
  versions.chunking += 1;
  try {
    const keys = kept.find('a', 'pdf');
    expect(kept.read(keys).map((bytes) => bytes !== null)).toEqual(STAGES.map((stage) => stage === OCR));
    expect(kept.missing(keys)).toEqual(keys.slice(1));
  } finally {
    versions.chunking -= 1;
  }
});

it('stays below its size limit by dropping the least recently used entries', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1 });
  onTestFinished(() => void vi.useRealTimers());
  kept = openCacheMirror(path(), undefined, 1000);
  for (const content of ['a', 'b', 'c']) keepDocument(content, 50);
  vi.setSystemTime(2);
  kept.read(kept.find('a', 'pdf'));
  vi.setSystemTime(3);
  keepDocument('d', 50);
  expect(kept.bytes()).toBe(900);
  expect(kept.find('b', 'pdf')).toEqual([]);
  for (const content of ['a', 'c', 'd'])
    expect(kept.read(kept.find(content, 'pdf')).map((bytes) => bytes?.length)).toEqual(STAGES.map(() => 50));
  kept.dispose();
  kept = openCacheMirror(path(), undefined, 1000);
  expect(kept.bytes()).toBe(900);
});

it('replaces a damaged file', async () => {
  await writeFile(path(), 'This is not a database, and it is longer than a header. '.repeat(50));
  kept = openCacheMirror(path());
  keepDocument('a');
  expect(kept.read(kept.find('a', 'pdf')).map(String)).toEqual(
    STAGES.map((stage) => String(Buffer.alloc(10, stage))),
  );
});
