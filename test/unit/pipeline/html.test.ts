/** A page is read as a browser shows it. */
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../src/core/pipeline/extract/clean.ts';
import { readPage } from '../../../src/core/pipeline/extract/readers/html.ts';
import { htmlToText, TOO_DEEP } from '../../../src/core/pipeline/extract/readers/html-text.ts';

const text = (html: string): string => cleanText(htmlToText(html));
const page = (html: string) => readPage(html, []);

describe('the text of a page', () => {
  it('leaves out what is hidden', () => {
    expect(text('<p style="color:red; DISPLAY : none">a</p><p hidden>b</p><script>c</script><p>d')).toBe('d');
    expect(text('<table><tr style="display:none"><td>a</td></tr><tr><td>b</td></tr></table>')).toBe('b');
  });

  it('goes on after the end of the body', () => {
    expect(text('<html><body><p>Reply</p></body></html><p>Confidential')).toBe('Reply\n\nConfidential');
  });

  it('separates terms, captions and fields', () => {
    expect(text('<dl><dt>Lessor</dt><dd>Ann Poe</dd></dl>')).toBe('Lessor\nAnn Poe');
    expect(text('<table><caption>Dues</caption><tr><td>a<td>b</table>')).toBe('Dues\na\tb');
    expect(text('Name: <input value="Ann Poe"><input type=hidden value=x>')).toBe('Name: Ann Poe');
  });

  it('tells which boxes and entries are chosen', () => {
    const boxes = text('<input type=checkbox checked>married <input type="radio">single');
    expect(boxes).toMatch(/☒ married\s+☐ single/);
    expect(text('State: <select><option>Ohio<option selected>Utah</select>')).toMatch(/^State:\s+Utah$/);
  });

  it('has the words of pictures, but not the names of their files', () => {
    expect(text('<img alt="Seal of the court"> <img alt="image001.png"> <img alt="😀">')).toBe(
      '[Seal of the court] 😀',
    );
  });

  it('marks words that are struck out', () => {
    expect(text('<del>$410.00</del>$385.00')).toBe('[struck out: $410.00]$385.00');
  });

  it('reads a page inside the page', () => {
    expect(text('<p>Outside<iframe srcdoc="&lt;p&gt;Inside"></iframe>')).toBe('Outside\nInside');
  });
});

describe('a table', () => {
  it('has a tab between cells and keeps the columns', () => {
    const rows = '<tr><th rowspan=2>Rent<td>1<td><td>3</tr><tr><td>x<td colspan=2>y</tr>';
    expect(text(`<table>${rows}</table>`)).toBe('Rent\t1\t\t3\n\tx\ty');
  });

  it('that lays out a page gives its cells one after the other', () => {
    const long = Array.from({ length: 6 }, (_v, i) => `line ${i}`).join('<br>');
    expect(text(`<table><tr><td>${long}<td>aside</table>`)).toMatch(/line 4\nline 5\naside$/);
  });

  it('of many rows takes linear time', () => {
    expect(text(`<table>${'<tr><td>a<td>b</tr>'.repeat(50_000)}</table>`)).toHaveLength(4 * 50_000 - 1);
  }, 20_000);
});

describe('the title and description of a page', () => {
  const head = '<title>Lease &amp; rider</title><meta name="description" content="Signed in Reno">';

  it('stand before the text', () => {
    const read = page(`<head>${head}</head><body>The parties agree.`);
    expect(read.body).toBe('Lease & rider\nSigned in Reno\n\nThe parties agree.');
    expect(read.metadata).toEqual({ title: 'Lease & rider' });
  });

  it('are not repeated where the text begins with them', () => {
    expect(page(`${head}<h1>LEASE &amp; RIDER</h1><p>signed in Reno.`).body).toBe(
      'LEASE & RIDER\n\nsigned in Reno.',
    );
  });
});

describe('what is not read', () => {
  it('is named when elements nest too deep', () => {
    const read = page(`${'<div>'.repeat(5000)}x`);
    expect(read.body).toContain(TOO_DEEP);
    expect(read.warnings).toMatchObject([{ code: 'part_not_read' }]);
    expect(page(`${'<div>'.repeat(400)}x`)).toMatchObject({ body: 'x', warnings: [] });
  });

  it('is named when the page holds pictures', () => {
    const picture = `<img src="data:image/png;base64,${'A'.repeat(9000)}">`;
    expect(page(`<p>Scan${picture}${picture}`).warnings).toMatchObject([
      { code: 'picture_not_read', detail: '2 pictures inside the page were not read' },
    ]);
    expect(page('<img src="data:image/gif;base64,R0lGOD">').warnings).toEqual([]);
  });
});
