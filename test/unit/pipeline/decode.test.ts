/** The bytes of a text decide its encoding; its label decides only between encodings that fit. */
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decode, decodeWarnings } from '../../../src/core/pipeline/extract/decode.ts';
import { mailText, parseMail } from '../../../src/core/pipeline/extract/readers/mail.ts';

const ENGLISH = 'Zoë’s lease – “net” – costs €9,100';
const RUSSIAN = 'Договор аренды подписан в городе Туле';

describe('a label', () => {
  it.each(['ISO-8859-1', 'latin1', '"us-ascii"', 'cp1252', 'x-ansi', '28591', 'windows-1252'])(
    'that says %s means Windows-1252, which is no correction',
    (label) => {
      const read = decode(iconv.encode(ENGLISH, 'windows-1252'), label);
      expect(read).toEqual({ text: ENGLISH, charset: 'windows-1252', overruled: false, damaged: 0 });
    },
  );

  it.each([
    ['iso-8859-9', 'windows-1254', 'Şişli’de kiracı “ödedi”'],
    ['gb2312', 'gbk', '合同租金為 圓'],
    ['ks_c_5601-1987', 'cp949', '임대차 계약서 똠'],
    ['shift_jis', 'cp932', '①家賃は月額'],
    ['big5', 'big5', '租賃契約'],
    ['x-sjis', 'cp932', '契約書'],
    ['koi8-r', 'koi8-r', RUSSIAN],
    ['x-mac-cyrillic', 'maccyrillic', RUSSIAN],
    ['TIS-620', 'windows-874', 'สัญญาเช่า'],
    ['iso-8859-8-i', 'iso-8859-8', 'חוזה שכירות'],
    ['1251', 'windows-1251', RUSSIAN],
  ])('that says %s is read as %s', (label, written, text) => {
    expect(decode(iconv.encode(text, written), label)).toMatchObject({ text, overruled: false });
  });

  it('that says UTF-8 is overruled by bytes that are not', () => {
    expect(decode(iconv.encode(ENGLISH, 'windows-1252'), 'utf-8')).toMatchObject({
      text: ENGLISH,
      charset: 'windows-1252',
      overruled: true,
    });
  });

  it.each(['iso-8859-1', 'windows-1251', 'gb2312', 'shift_jis'])(
    'that says %s is overruled by bytes that are UTF-8',
    (label) => {
      expect(decode(Buffer.from(ENGLISH), label)).toMatchObject({ text: ENGLISH, overruled: true });
    },
  );

  it('that says ASCII is silently widened to UTF-8', () => {
    expect(decode(Buffer.from(ENGLISH), 'us-ascii')).toMatchObject({ text: ENGLISH, overruled: false });
  });

  it('that says ISO 8859-1 is overruled by text that is in no Western language', () => {
    const bytes = iconv.encode(`${RUSSIAN}. `.repeat(6), 'koi8-r');
    expect(decode(bytes, 'iso-8859-1')).toMatchObject({ charset: 'koi8-r', overruled: true });
  });

  it('that names no encoding leaves the choice to the bytes', () => {
    for (const label of ['x-unknown', 'base64', '', undefined])
      expect(decode(iconv.encode(ENGLISH, 'windows-1252'), label)).toMatchObject({
        text: ENGLISH,
        overruled: false,
      });
  });

  it('does not matter for ASCII', () => {
    for (const label of ['gb2312', 'utf-16', 'iso-8859-1', 'no-such-charset'])
      expect(decode(Buffer.from('Rent is due.'), label)).toMatchObject({
        text: 'Rent is due.',
        overruled: false,
      });
  });

  it('that says UTF-16 is followed where there are zero bytes', () => {
    expect(decode(iconv.encode(`${RUSSIAN} 2021`, 'utf-16le'), 'utf-16le').text).toBe(`${RUSSIAN} 2021`);
    expect(decode(Buffer.from(ENGLISH), 'utf-16').text).toBe(ENGLISH);
  });
});

describe('text without a label', () => {
  it('follows a byte order mark, whatever the label says', () => {
    const bytes = iconv.encode(ENGLISH, 'utf-16be', { addBOM: true });
    expect(decode(bytes, 'iso-8859-1')).toMatchObject({ text: ENGLISH, overruled: false });
  });

  it('is Windows-1252 where its few letters could be anything, however many quotation marks it has', () => {
    const text = '“Rent” – ‘due’ – isn’t paid… '.repeat(30);
    expect(decode(iconv.encode(text, 'windows-1252')).text).toBe(text);
  });

  it('is guessed from the part that has other letters than ASCII', () => {
    const text = `${'Plain English. '.repeat(6000)}${`${RUSSIAN}. `.repeat(20)}`;
    const read = decode(iconv.encode(text, 'windows-1251'));
    expect([read.charset, read.text === text]).toEqual(['windows-1251', true]);
  });

  it('keeps UTF-8 with damaged characters, and counts them', () => {
    const bytes = Buffer.concat([Buffer.from(ENGLISH), Buffer.from([0xc3]), Buffer.from('x café')]);
    const read = decode(bytes);
    expect(read).toMatchObject({ text: `${ENGLISH}\ufffdx café`, damaged: 1 });
    expect(decodeWarnings(read, undefined, 'text')).toMatchObject([
      { code: 'part_not_read', detail: expect.stringContaining('1 damaged character,') },
    ]);
  });
});

it('warns of a mail that was read against its label, and not of one that says ASCII', async () => {
  const warningsOf = async (label: string) => {
    const head = `Subject: Rent\r\nContent-Type: text/plain; charset=${label}\r\n\r\n`;
    return mailText(await parseMail(Buffer.from(`${head}${ENGLISH}`))).warnings;
  };
  expect(await warningsOf('iso-8859-1')).toMatchObject([{ code: 'charset_overruled' }]);
  expect(await warningsOf('us-ascii')).toEqual([]);
});

it('names both encodings in the warning', () => {
  const read = decode(iconv.encode(ENGLISH, 'windows-1252'), 'utf-8');
  const [warning] = decodeWarnings(read, 'utf-8', 'page');
  expect(warning?.code).toBe('charset_overruled');
  expect(warning?.detail).toMatch(/page.*utf-8.*windows-1252/);
});
