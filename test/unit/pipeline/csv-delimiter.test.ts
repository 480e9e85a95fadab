/** The delimiter of a CSV file, found from its records. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findLayout } from '../../../src/core/pipeline/extract/readers/csv-delimiter.ts';

it.each<[string, string, string | undefined]>([
  ['a title line', 'Fees of Brandt, Cologne\nDay;Name;Amount\n1.2.;Moor;2,50\n3.2.;Kelly;1.020,00\n', ';'],
  ['a long preamble', `${'Report\n\nPrepared by I. Moor\n'.repeat(4)}a,b,c\n1,2,3\n4,5,6\n`, ','],
  ['decimal commas in every column', 'A;B;C\n1,5;2,5;3,5\n4,5;5,5;6,5\n', ';'],
  ['names with commas in every row', 'Name;Town\nMoor, Ida, Dr.;Troy\nKelly, Rufus, Jr.;Rome\n', ';'],
  ['quoted delimiters and line breaks', '"a;1\nb;2",x,y\n"c;3",x,y\n"d;4",x,y\n', ','],
  ['fields of nothing but a quoted delimiter', '"",";"\n""," "\n', ','],
  ['tabs', 'a\tb, c\n1\t2, 3\n', '\t'],
  ['bars', 'a|b|c\n1|2|3\n', '|'],
  ['numbers', '1,2,3\n4,5,6\n', ','],
  ['one column', 'name\nMoor\nKelly\n', undefined],
])('is found in a file with %s', (_title, text, delimiter) => {
  expect(findLayout(text)?.delimiter).toBe(delimiter);
});

it('is the one that a table was written with, whatever its fields have inside quotes', () => {
  const field = fc.string({ maxLength: 12 }).map((text) => `"${text.replaceAll('"', '""')}"`);
  const table = fc
    .integer({ min: 2, max: 6 })
    .chain((width) => fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 2 }));
  fc.assert(
    fc.property(table, fc.constantFrom(',', ';', '\t', '|'), (rows, delimiter) => {
      const layout = findLayout(rows.map((row) => row.join(delimiter)).join('\n'));
      expect(layout).toMatchObject({ delimiter, fields: rows[0]?.length, share: 1 });
    }),
  );
});

it('is sought in a bounded part of a field that never ends', () => {
  expect(findLayout(`"${'""x'.repeat(2_000_000)}`)).toBeNull();
});
