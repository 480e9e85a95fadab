import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import { EXCEPTIONS } from '../../../src/shared/exceptions.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { storyOf } from '../history/story.ts';
import { runCli } from './run.ts';

let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'redwell-cli-needs-'));
  const history = openHistory({ path: join(data, 'history.sqlite') });
  history.recordManifest(manifestOf('done', 1));
  history.recordManifest(
    manifestOf('a', 0, {
      name: 'Box 1',
      documents: [1, 2, 3].map((n) => manifestDocument('a', n, { path: `letters/\u001b[2J ${n}.pdf` })),
    }),
  );
  for (const [n, failsAt] of [
    [1, 1],
    [2, 1],
    [3, 0],
  ] as const)
    history.apply({ cursor: '1-0', ...storyOf(`a-d0000${n}`, [{ retries: [], failsAt, canceledAt: null }]) });
  const named = { items: [{ documentId: 'a-d00002', code: 'encrypted' as const }] };
  history.attention.assign(named, 'Kim', { by: 'pat', at: 1 });
  history.dispose();
});
afterAll(() => rmSync(data, { recursive: true }));

const needsYou = (...more: string[]) => runCli(['needs-you', '--data', data, ...more]);

it('lists items by who must act and what to do, without commands for the terminal', async () => {
  const { code, stdout, stderr } = await needsYou();
  expect([code, stderr]).toEqual([2, '']);
  expect(stdout).toContain('3 items need somebody:\n');
  expect(stdout).toContain(`Paralegal: Encrypted. ${EXCEPTIONS.encrypted.action}\n`);
  expect(stdout).toContain('2.pdf (a-d00002) · Box 1 · assigned to Kim\n');
  expect(stdout.indexOf('Custodian: Corrupt.')).toBeGreaterThan(stdout.indexOf('a-d00002'));
  expect(stdout).not.toContain('\u001b');
});

it('prints one JSON object, as many items as asked for', async () => {
  const { code, stdout } = await needsYou('--json', '--limit', '2');
  expect(code).toBe(2);
  const { total, groups, items } = JSON.parse(stdout);
  expect(total).toBe(3);
  expect(groups).toEqual([
    { actor: 'paralegal', code: 'encrypted', intake: false, count: 2 },
    { actor: 'custodian', code: 'corrupt', intake: false, count: 1 },
  ]);
  expect(items.map(({ documentId }: { documentId: string }) => documentId)).toEqual(['a-d00001', 'a-d00002']);
});

it('says that nothing needs anybody in a batch without problems', async () => {
  expect(await needsYou('--batch', 'done')).toMatchObject({ code: 0, stdout: 'Nothing needs you.\n' });
});
