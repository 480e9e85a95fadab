/** Text, CSV, HTML and RTF that nest, contain scripts, state a wrong encoding or never end. */
import { type HostileCase, hostile } from './case.ts';

const DONE = ['completed'] as const;
const EITHER = ['completed', 'corrupt'] as const;
const DEEP = 30_000;
const page = (inner: string): string => `<!DOCTYPE html><html><body>${inner}</body></html>`;

export function hostileTexts(): HostileCase[] {
  return [
    hostile(
      'text/script.html',
      page(
        '<p>Rent was due</p><script>document.write("scripted")</script><p onclick="scripted()">and unpaid</p><style>p{content:"scripted"}</style><noscript>plain</noscript>',
      ),
      DONE,
      { says: 'Rent was due', hides: 'scripted' },
    ),
    hostile(
      'text/frames-of-local-files.html',
      page(
        '<p>Rent was due</p><iframe src="file:///etc/passwd"></iframe><object data="file:///etc/passwd"></object><meta http-equiv="refresh" content="0;url=file:///etc/passwd">',
      ),
      DONE,
      { says: 'Rent was due', hides: 'root:' },
    ),
    hostile(
      'text/tags-in-tags.html',
      page(`${'<div>'.repeat(DEEP)}deep${'</div>'.repeat(DEEP)}<p>Rent was due</p>`),
      EITHER,
    ),
    hostile('text/lists-in-lists.html', page(`${'<ul><li>'.repeat(3000)}deep`), EITHER),
    hostile('text/tables-in-tables.html', page(`${'<table><tr><td>'.repeat(2000)}deep`), EITHER),
    hostile('text/quotes-in-quotes.html', page(`${'<blockquote>'.repeat(2000)}Rent was due`), EITHER),
    hostile(
      'text/comment-never-ends.html',
      `<html><body><p>Rent was due</p><!-- ${'x'.repeat(1_000_000)}`,
      DONE,
      { says: 'Rent was due' },
    ),
    hostile(
      'text/attribute-of-five-megabytes.html',
      page(`<p title="${'x'.repeat(5_000_000)}">Rent was due</p>`),
      DONE,
      { says: 'Rent was due' },
    ),
    hostile('text/hundred-thousand-tags.html', page('<b>x</b>'.repeat(100_000)), DONE),
    hostile(
      'text/cell-spans-a-billion.html',
      page('<table><tr><td colspan="1000000000" rowspan="1000000000">Rent was due</td></tr></table>'),
      EITHER,
    ),
    hostile(
      'text/entities-unknown.html',
      page(`<p>${'&made-up;&#x110000;&#0;&#xD800;'.repeat(1000)}Rent was due</p>`),
      DONE,
      { says: 'Rent was due' },
    ),
    hostile(
      'text/charset-claimed-wrong.html',
      Buffer.from('<html><head><meta charset="utf-16"></head><body>Rent was due</body></html>'),
      DONE,
      { says: 'Rent was due' },
    ),
    hostile(
      'text/groups-in-groups.rtf',
      `{\\rtf1 ${'{'.repeat(DEEP)}deep${'}'.repeat(DEEP)} Rent was due}`,
      EITHER,
    ),
    hostile('text/groups-never-closed.rtf', `{\\rtf1\\ansi Rent was due${'{\\b '.repeat(5000)}`, EITHER),
    hostile('text/too-many-closed.rtf', `{\\rtf1\\ansi Rent was due}${'}'.repeat(5000)}`, EITHER),
    hostile(
      'text/binary-of-two-gigabytes.rtf',
      '{\\rtf1\\ansi Rent was due {\\bin2147483647 xxxx} and unpaid}',
      EITHER,
    ),
    hostile('text/binary-negative.rtf', '{\\rtf1\\ansi Rent was due {\\bin-5 xxxx} and unpaid}', EITHER),
    hostile(
      'text/control-of-a-megabyte.rtf',
      `{\\rtf1\\ansi \\${'a'.repeat(1_000_000)} Rent was due}`,
      EITHER,
    ),
    hostile('text/number-without-end.rtf', `{\\rtf1\\ansi \\u${'9'.repeat(400)} Rent was due}`, EITHER),
    hostile(
      'text/program-inside.rtf',
      `{\\rtf1\\ansi Rent was due{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata ${'4d5a90'.repeat(1000)}}}}`,
      DONE,
      { says: 'Rent was due', hides: '4d5a90' },
    ),
    hostile(
      'text/field-of-a-local-file.rtf',
      '{\\rtf1\\ansi Rent was due{\\field{\\*\\fldinst INCLUDETEXT "/etc/passwd"}{\\fldrslt none}}}',
      DONE,
      { says: 'Rent was due', hides: 'root:' },
    ),
    hostile('text/mark-alone.rtf', '{\\rtf', EITHER),
    hostile('text/quote-never-ends.csv', `tenant,rent\n"Whitfield,4250\n${'a,b\n'.repeat(50_000)}`, DONE),
    hostile('text/hundred-thousand-columns.csv', `${'x,'.repeat(100_000)}\n`.repeat(5), DONE),
    hostile(
      'text/formulas.csv',
      '=cmd|\' /C calc\'!A0,@SUM(1),+1,-1\n"=HYPERLINK(""http://x"")",Rent,was,due\n',
      DONE,
      { says: 'Rent' },
    ),
    hostile('text/separators-alone.csv', `${','.repeat(1000)}\n`.repeat(1000), DONE),
    hostile('text/one-line-of-twenty-megabytes.txt', 'Rent was due '.repeat(1_600_000), DONE, {
      warns: 'text_limit',
      says: 'Rent was due',
    }),
    hostile('text/spaces-without-end.txt', `Rent${' '.repeat(4_000_000)}due`, DONE, { says: 'Rent' }),
    hostile('text/six-million-lines.txt', '\n'.repeat(6_000_000), DONE),
    hostile('text/half-a-character.txt', Buffer.from('Rent was due €').subarray(0, -1), DONE, {
      says: 'Rent was due',
    }),
    hostile(
      'text/half-a-pair.txt',
      Buffer.from([0xff, 0xfe, 0x52, 0x00, 0x3d, 0xd8, 0x65, 0x00, 0x6e]),
      DONE,
    ),
    hostile('text/mark-of-utf-32-alone.txt', Buffer.from('fffe0000', 'hex'), DONE),
    hostile('text/marks-that-turn.txt', '\u202eRent was due\u202c\u2066\u2067\u2069', DONE, {
      says: 'Rent was due',
    }),
    hostile('text/letters-on-letters.txt', `Rent ${`e${'\u0301'.repeat(2000)}`.repeat(200)} due`, DONE, {
      says: 'Rent',
    }),
    hostile(
      'text/patterns-that-explode.txt',
      `${'$1,000,'.repeat(20_000)} ${'a@'.repeat(20_000)} ${'1-'.repeat(20_000)} ${'Mr. '.repeat(20_000)} ${'12 U.S. '.repeat(20_000)}`,
      ['completed', 'ocr_timeout'],
    ),
    hostile(
      'text/names-without-end.txt',
      'Karen Whitfield and Thomas Halvorsen of Dunmore Properties, LLC met. '.repeat(20_000),
      ['completed', 'ocr_timeout'],
    ),
    hostile('text/one-name-without-end.txt', 'Whitfield '.repeat(100_000), ['completed', 'ocr_timeout']),
  ];
}
