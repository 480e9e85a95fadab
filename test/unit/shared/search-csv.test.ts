import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SearchHit } from '../../../src/shared/search.ts';
import { hitsCsv } from '../../../src/shared/search-csv.ts';

const hit = (path: string): SearchHit => ({
  documentId: 'b-d00001',
  batchId: 'b',
  batchName: path,
  matter: '',
  custodian: '',
  path,
  type: 'pdf',
  status: 'completed',
  warned: false,
  pages: 1,
  day: 20230504,
  subject: path,
  from: null,
  textCheck: 'matches',
  marks: 3,
  excerpts: [{ start: 0, text: path, marks: [], more: false }],
  fields: [],
});

const rowsOf = (csv: string): string[][] => parse(csv, { bom: true });

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '|calc', '\r=1'])(
  'never writes a cell that a spreadsheet would compute: %j',
  (path) => {
    const [, row = []] = rowsOf(hitsCsv([hit(path)]));
    expect(row.filter((cell) => /^\s*[=+\-@|\uFF1D]/.test(cell))).toEqual([]);
    expect(row[1]).toBe(`'${path}`);
  },
);

it('writes any text so that it comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (path) => {
      fc.pre(Buffer.from(path).toString() === path && !path.includes('\0'));
      const rows = rowsOf(hitsCsv([hit(path), hit('next')]));
      expect(rows).toHaveLength(3);
      expect([path, `'${path}`]).toContain(rows[1]?.[1]);
      expect(rows[1]?.slice(0, 1)).toEqual(['b-d00001']);
      expect(rows[1]?.[3]).toBe('2023-05-04');
    }),
    { numRuns: 20 },
  );
});
