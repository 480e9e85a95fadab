import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { MAX_CHARACTERS } from '../../../src/core/documents/limits.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { put, stageInput } from './fixtures.ts';

vi.setConfig({ testTimeout: 120_000 });

const shared = sharedSandbox({ maxWorkers: 1 });
/** Where the sample keeps data of some items. */
const HOLE = 0x6_8000;
const LIMITS = { maxMembers: 1000, maxBytes: 1e9, maxRatio: 1000 };
/** Nothing here can write this format, so the sample of the installed library is read where it is. */
const SAMPLE = join(
  dirname(createRequire(import.meta.url).resolve('pst-extractor/package.json')),
  'example/testdata/pstextractortestpdf@outlook.com.ost',
);

let number = 0;

async function expand(location: string, limits = LIMITS) {
  number += 1;
  const into = join(shared().folder, `${number}-members`);
  return { into, ...(await shared().sandbox.expand({ location, type: 'pst' }, into, limits)) };
}

async function sampleWith(name: string, change: (bytes: Buffer) => Buffer): Promise<string> {
  return put(shared().folder, name, change(await readFile(SAMPLE)));
}

describe('an Outlook data file', () => {
  it('gives every item as a message in its folder', async () => {
    const { into, members, problems } = await expand(SAMPLE);
    expect(problems).toEqual([]);
    expect(members).toHaveLength(162);
    expect(members[0]).toMatchObject({
      name: 'Inbox/00001 single PDF.eml',
      modifiedAt: Date.parse('2021-08-14T16:13:04Z'),
    });
    const mail = join(into, members[0]?.file ?? '');
    const { result } = await shared().sandbox.runStage('ocr', stageInput(mail, 'eml', 1));
    expect(result.text).toMatch(
      /^From: Ed <[^>]+>\nTo: \S+\nDate: Sat, 14 Aug 2021 10:13:04 -0600\nSubject: single PDF\n\n/,
    );
    const attached = await shared().sandbox.expand({ location: mail, type: 'eml' }, `${mail}-parts`, LIMITS);
    expect(attached.members).toMatchObject([{ name: 'Clinometer Usage.pdf', bytes: 87_069 }]);
    const day = members.find(({ name }) => name.includes('Veterans Day'));
    const appointment = stageInput(join(into, day?.file ?? ''), 'eml', 1);
    expect((await shared().sandbox.runStage('ocr', appointment)).result.text).toMatch(
      /\nStarts: \d{4}-11-1\d \d\d:\d\d UTC\nEnds: .* UTC\nWhere: United States$/,
    );
  });

  it('writes the same bytes each time', async () => {
    const [first, second] = [await expand(SAMPLE), await expand(SAMPLE)];
    const content = ({ into, members }: typeof first) => readFile(join(into, members[1]?.file ?? ''));
    expect((await content(first)).equals(await content(second))).toBe(true);
  });

  it('lists its items as text', async () => {
    const { result } = await shared().sandbox.runStage('ocr', stageInput(SAMPLE, 'pst', 1));
    expect(result.text.split('\n')).toHaveLength(162);
    expect(result.text.length).toBeLessThan(MAX_CHARACTERS);
    expect(result.text).toMatch(/^Inbox\/00001 single PDF\.eml\n/);
  });

  it('stops at the limits of a family', async () => {
    const { members, problems } = await expand(SAMPLE, { ...LIMITS, maxMembers: 3 });
    expect(members).toHaveLength(3);
    expect(problems).toMatchObject([{ name: '', code: 'container_limit' }]);
  });
});

describe('a damaged Outlook data file', () => {
  it.each<[string, (bytes: Buffer) => unknown, string]>([
    ['only its head', (bytes) => bytes.fill(0, 600), 'container_error'],
    ['an unknown version', (bytes) => bytes.writeUInt16LE(99, 10), 'container_error'],
    ['encryption by Windows', (bytes) => bytes.writeUInt8(2, 513), 'encrypted'],
    ['a directory that leads nowhere', (bytes) => bytes.fill(0xee, 216, 240), 'container_error'],
  ])('with %s is refused', async (name, change, code) => {
    const location = await sampleWith(name, (bytes) => {
      change(bytes);
      return bytes;
    });
    await expect(expand(location)).rejects.toMatchObject({ code });
    await expect(shared().sandbox.runStage('ocr', stageInput(location, 'pst', 1))).rejects.toMatchObject({
      code,
    });
  });

  it('that is cut off says so', async () => {
    const location = await sampleWith('half', (bytes) => bytes.subarray(0, bytes.length / 2));
    const { members, problems } = await expand(location);
    expect(members).toHaveLength(162);
    expect(problems).toEqual([
      {
        name: '',
        code: 'container_error',
        detail: 'The Outlook data file is cut off: its last 8409088 bytes are missing',
      },
    ]);
  });

  it('keeps the items that can be read and names the others', async () => {
    const location = await sampleWith('holes', (bytes) => bytes.fill(0, HOLE, HOLE + 4096));
    const { members, problems } = await expand(location);
    const lost = problems.filter(({ name }) => /\d{5}/.test(name) && !name.includes('lost part'));
    expect(lost.length).toBeGreaterThan(0);
    expect(members.length + lost.length).toBe(162);
  });
});
