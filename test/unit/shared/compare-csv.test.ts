import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import type { Change, ChangeSide } from '../../../src/shared/bridge-compare.ts';
import { changesCsv } from '../../../src/shared/compare-csv.ts';

const side = (path: string): ChangeSide => ({
  documentId: 'a-d00001',
  path,
  sha256: null,
  bytes: 7,
  type: 'pdf',
  status: 'exception',
  code: 'corrupt',
  warnings: ['partial_pages', 'low_confidence'],
});

const rowsOf = (changes: readonly Change[]): Record<string, string>[] =>
  parse(changesCsv(changes), { bom: true, columns: true });

it('writes one line for each change, with both sides', () => {
  const [went, moved] = rowsOf([
    { kind: 'went', a: side('x/1.pdf'), b: null },
    { kind: 'moved', a: side('old, "quoted".pdf'), b: side('new\n.pdf') },
  ]);
  expect(went).toMatchObject({
    Change: 'Missing',
    'A path': 'x/1.pdf',
    'A exception': 'corrupt',
    'A warnings': 'partial_pages low_confidence',
    'A SHA-256': '',
    'B path': '',
    'B document': '',
  });
  expect(moved).toMatchObject({ Change: 'Moved', 'A path': 'old, "quoted".pdf', 'B path': 'new\n.pdf' });
});

it('never writes a path that a spreadsheet would compute', () => {
  for (const path of ['=1+1.pdf', '+cmd|x.pdf', ' @SUM(A1)', '-2']) {
    const [row] = rowsOf([{ kind: 'came', a: null, b: side(path) }]);
    expect(row?.['B path']).toBe(`'${path}`);
  }
});
