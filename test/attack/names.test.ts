/** File names and contents that attack whoever reads a list of them: the terminal, the page, an exported folder. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readManifestFile } from '../../src/core/intake/manifest.ts';
import { visible, visibleJson, visibleOnPage, visibleText } from '../../src/shared/visible.ts';
import { runCli } from '../integration/cli/run.ts';
import { held } from './tally.ts';

const NAMES = [
  'red\u001b[31m.txt',
  'title\u001b]0;owned\u0007.txt',
  'clear\u009b2J.txt',
  'link\u001b]8;;mailto:x\u001b\\here.txt',
  'invoice\u202egpj.exe.txt',
  'zero\u200bwidth.txt',
  'two\nlines.txt',
  'carriage\rreturn.txt',
  'tab\tbed.txt',
  'bell\u0007.txt',
  'del\u007f.txt',
  'tag\u{e0041}\u{e0042}.txt',
  '\u2066isolate\u2069.txt',
  'חוזה.pdf.txt',
];
const CONTROLS = /(?!\n)\p{Cc}/u;
const MISLEADING = /[\u200b\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-names-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('prints, whatever the files are called, nothing that a terminal obeys', async () => {
  const [matter, data] = [join(folder, 'matter'), join(folder, 'data')];
  await mkdir(matter);
  for (const [i, name] of NAMES.entries())
    await writeFile(join(matter, name), `A letter ${i} of \u001b[31m\u009b2J John Smith\u202e about Acme.\n`);
  await writeFile(join(matter, 'broken\u001b[2J.pdf'), '%PDF-1.7 nothing');
  const name = 'Batch \u001b[2J\nFake line\u202e';
  const processed = await runCli(['process', matter, '--data', data, '--name', name, '--matter', 'a\u009bb']);
  expect(processed.code).toBe(2);
  const { stdout: list } = await runCli(['batches', '--data', data, '--json']);
  const { id } = JSON.parse(list) as { id: string };
  const printed = [
    processed.stdout,
    processed.stderr,
    ...(await Promise.all(
      [
        ['batches', '--data', data],
        ['batch-status', id, '--data', data],
        ['document', `${id}-d00001`, '--data', data],
        ['document', `${id}-d00007`, '--data', data],
        ['document', '\u001b[2J', '--data', data],
        ['reconcile', '\u001b[2J', '--data', data],
        ['doctor', '--data', data],
        ['batch-dashboard', '--once', '--data', data],
        ['process', join(folder, 'no\u001b[31m where'), '--data', data],
      ].map(async (args) => {
        const { stdout, stderr } = await runCli(args);
        return stdout + stderr;
      }),
    )),
  ];
  for (const text of printed) {
    expect(text).not.toMatch(CONTROLS);
    expect(text).not.toMatch(MISLEADING);
    expect(text).not.toMatch(/^Fake line/m);
  }
  // Scripts get exact data, and the manifest keeps the names exactly.
  const { stdout } = await runCli(['batch-status', id, '--data', data, '--json']);
  expect(stdout).not.toMatch(CONTROLS);
  const status = JSON.parse(stdout) as { name: string; documents: { path: string }[] };
  expect(status.name).toBe(name);
  const paths = (await readManifestFile(join(data, 'batches', id), id)).documents.map(({ path }) => path);
  expect(status.documents.map(({ path }) => path).sort()).toEqual([...paths].sort());
  for (const one of NAMES) expect(paths.some((path) => path.endsWith(one))).toBe(true);
  held({
    channel: 'names on the command line',
    tried: printed.length * (NAMES.length + 3),
    got: 'printed with controls visible; JSON and manifest exact',
  });
});

it('shows no text that hides or turns anything', () => {
  const runs = 30_000;
  const part = fc.oneof(
    fc.constantFrom(
      'name',
      '.exe',
      'gpj.',
      'א',
      'ب',
      '\u202e',
      '\u2067',
      '\u200d',
      '\u061c',
      '\u001b[',
      '\u009b',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const text = parts.join('');
      expect(visible(text)).not.toMatch(/\p{Cc}/u);
      for (const shown of [
        visible(text),
        visibleText(text),
        visibleOnPage(text).replaceAll(/^\u2066|\u2069$/g, ''),
      ]) {
        expect(shown.replaceAll('\t', '')).not.toMatch(CONTROLS);
        expect(shown).not.toMatch(MISLEADING);
      }
      expect(JSON.parse(visibleJson(text))).toBe(text);
      expect(visibleJson(text)).not.toMatch(CONTROLS);
    }),
    { numRuns: runs },
  );
  held({
    channel: 'texts on a page and a terminal',
    tried: runs,
    got: 'shown with hidden characters visible',
  });
});
