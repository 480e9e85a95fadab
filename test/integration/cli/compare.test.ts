import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { runCli } from './run.ts';

let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'redwell-cli-compare-'));
  const history = openHistory({ path: join(data, 'history.sqlite') });
  const write = (batchId: string, contents: readonly (readonly [path: string, sha256: string])[]): void =>
    history.recordManifest(
      manifestOf(batchId, 0, {
        name: `Production ${batchId}`,
        documents: contents.map(([path, sha256], i) => manifestDocument(batchId, i + 1, { path, sha256 })),
      }),
    );
  const many = Array.from({ length: 60 }, (_one, i) => [`many/${i}.txt`, `${i}`] as const);
  write('a', [['1.pdf', 'x'], ['2.pdf', 'y'], ['gone\u001b[2J.pdf', 'z'], ...many]);
  write('b', [['1.pdf', 'x'], ['2.pdf', 'other'], ['new.pdf', 'w'], ['moved/gone.pdf', 'z'], ...many]);
  write('c', [['new/0.txt', 'n'], ...many.map(([path, sha]) => [`deep/${path}`, `c ${sha}`] as const)]);
  history.dispose();
});
afterAll(() => rmSync(data, { recursive: true }));

const compare = (a: string, b: string, ...more: string[]) =>
  runCli(['compare', a, b, '--data', data, ...more]);

it('prints both batches and what differs, with no command for the terminal', async () => {
  const { code, stdout, stderr } = await compare('a', 'b');
  expect([code, stderr]).toEqual([
    1,
    'Names are not compared, because Redwell has not matched those of both batches.\n',
  ]);
  expect(stdout).toContain('A: Production a (a)');
  expect(stdout).toContain('B: Production b (b)');
  expect(stdout).toContain('64 received = 0 completed');
  expect(stdout).toContain('3 documents differ:\n  Content changed: 2.pdf\n  Moved: gone');
  expect(stdout).toContain(' -> moved/gone.pdf\n  Added: new.pdf\n');
  expect(stdout).not.toContain('\u001b');
});

it('prints one JSON object with every document that differs', async () => {
  const { code, stdout } = await compare('a', 'c', '--json');
  expect(code).toBe(1);
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({
    a: { batchId: 'a', received: 63, name: 'Production a' },
    b: { batchId: 'c', received: 61 },
    changes: { came: 61, went: 63, same: 0 },
    entities: null,
  });
  expect(found.documents).toHaveLength(124);
  expect(found.documents[0]).toMatchObject({ kind: 'went', a: { path: '1.pdf', sha256: 'x' }, b: null });
});

it('lists only the first documents for people', async () => {
  const { stdout } = await compare('a', 'c');
  expect(stdout).toContain('124 documents differ, the first 50:');
  expect(stdout.match(/^ {2}(?:Added|Missing): /gm)).toHaveLength(50);
});

it('exits with 0 when nothing differs, and with 2 when there is no such batch', async () => {
  expect((await compare('a', 'a')).code).toBe(0);
  const { code, stdout, stderr } = await compare('a', 'nothing');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('There is no batch nothing in this data folder.');
});
