import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import { indexAll, writeTexts } from '../../support/search.ts';
import { runCli } from './run.ts';

let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'redwell-cli-search-'));
  const history = openHistory({ path: join(data, 'history.sqlite') });
  writeTexts(
    history,
    'b1',
    [
      {
        path: 'mail/notice.eml',
        type: 'eml',
        text: 'Take notice of the fraud.\u001b[2J It was found in May.',
        metadata: {
          from: [{ name: 'Dana Reyes', address: 'dana@example.com' }],
          subject: 'Prior notice',
          sent: '2023-05-04T10:00:00Z',
        },
        entities: [{ kind: 'person', text: 'Reyes', canonical: 'Dana Reyes' }],
      },
      { path: 'letters/other.pdf', type: 'pdf', text: 'No such word here.' },
      ...Array.from({ length: 30 }, (_one, i) => ({ path: `many/${i}.txt`, text: 'common words' })),
    ],
    { name: 'Production 3' },
  );
  indexAll(history);
  history.dispose();
});
afterAll(() => rmSync(data, { recursive: true }));

const search = (query: string, ...more: string[]) => runCli(['search', query, '--data', data, ...more]);

it('prints what was found, with the hits in brackets and no command for the terminal', async () => {
  const { code, stdout, stderr } = await search('notice pre/3 fraud from:reyes');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('1 document:\n');
  expect(stdout).toContain('mail/notice.eml (b1-d00001)');
  expect(stdout).toContain(
    'Production 3 · C. Custodian · 2023-05-04 · Dana Reyes <dana@example.com> · Prior notice',
  );
  expect(stdout).toContain('from: Dana [Reyes] <dana@example.com>');
  expect(stdout).toContain('Take [notice] of the [fraud].');
  expect(stdout).not.toContain('\u001b');
});

it('prints one JSON object, with facets and as many documents as asked for', async () => {
  const { code, stdout } = await search('common', '--json', '--facets', '--limit', '25', '--sort', 'name');
  expect(code).toBe(0);
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({ query: 'common', total: 30, sort: 'name', ignored: [], waiting: 0 });
  expect(found.hits).toHaveLength(25);
  expect(new Set(found.hits.map((hit: { documentId: string }) => hit.documentId)).size).toBe(25);
  expect(found.facets).toContainEqual({
    kind: 'type',
    values: [{ value: 'txt', label: 'txt', count: 30 }],
    more: 0,
  });
});

it('exits with 1 when nothing matches, and tells which signs were not searched', async () => {
  const { code, stdout, stderr } = await search('§ 1332');
  expect([code, stdout]).toEqual([1, 'No documents match.\n']);
  expect(stderr).toContain('only letters and figures are: §');
});

it('exits with 2 and shows the place of a mistake', async () => {
  const { code, stdout, stderr } = await search('notice "of fraud');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toBe('notice "of fraud\n       ^^^^^^^^^\nThe quotation mark at 8 is never closed.\n');
  const json = await search('form:reyes', '--json');
  expect(json.code).toBe(2);
  expect(JSON.parse(json.stdout)).toMatchObject({ problem: { at: 0, end: 5 } });
});

it('exits with 2 when there is no history', async () => {
  const { code, stderr } = await runCli(['search', 'notice', '--data', join(data, 'nowhere')]);
  expect(code).toBe(2);
  expect(stderr).toContain('There is no history');
});
