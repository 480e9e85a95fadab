import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { foreign, html, table } from '../../../src/core/handover/report/html.ts';
import { counted, duration, momentWords } from '../../../src/core/handover/report/words.ts';
import { visible } from '../../../src/shared/visible.ts';

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('<script>', '</td>', '"', "'", '&amp;', '&', '<!--', '-->', ']]>', '\u202E', '\u0000'),
      fc.string({ unit: 'grapheme' }),
    ),
    { maxLength: 6 },
  )
  .map((all) => all.join(''));

function read(markup: string): { tags: string[]; text: string } {
  const tags: string[] = [];
  let text = '';
  const parser = new Parser({
    onopentag: (name) => void tags.push(name),
    oncomment: () => void tags.push('comment'),
    ontext: (piece) => {
      text += piece;
    },
  });
  parser.end(markup);
  return { tags, text };
}

describe('the markup of a report', () => {
  it('has no other tags than its own, whatever the text', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const made = read(html`<p>${a}</p><p>${foreign(b)}</p>`.text);
        expect(made).toEqual({ tags: ['p', 'p', 'bdi'], text: a + visible(b) });
        const rows = read(table([{ head: a }, { head: 'n', isNumber: true }], [[b, 1]]).text);
        expect(
          rows.tags.filter((tag) => !['table', 'thead', 'tbody', 'tr', 'th', 'td'].includes(tag)),
        ).toEqual([]);
        expect(rows.tags.filter((tag) => tag === 'td')).toHaveLength(2);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the words of a report', () => {
  it('name the time zone of a moment', () => {
    const at = Date.UTC(2026, 10, 28, 21, 11);
    expect(momentWords('America/New_York')(at)).toBe('Nov 28, 2026, 4:11 PM EST');
    expect(momentWords('UTC')(null)).toBe('not known');
  });

  it.each([
    [null, 'not known'],
    [0, '0 ms'],
    [999, '999 ms'],
    [8200, '8.2 s'],
    [249_000, '4 min 9 s'],
    [11_100_000, '3 h 5 min'],
  ])('say %s ms as %s', (ms, text) => expect(duration(ms)).toBe(text));

  it.each([
    [1, '1 page'],
    [2000, '2,000 pages'],
  ])('count %d', (n, text) => expect(counted(n, 'page')).toBe(text));
});
