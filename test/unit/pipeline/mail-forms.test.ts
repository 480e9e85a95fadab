/** Mails of Apple Mail, saved pages, and mails whose headers have old or damaged forms. */
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { mailInside } from '../../../src/core/pipeline/extract/readers/emlx.ts';
import { attachmentsOf, mailText, parseMail } from '../../../src/core/pipeline/extract/readers/mail.ts';

const MAIL = [
  'From: Ines Varga <ines@varga.example>',
  'To: Tom Hale <tom@hale.example>',
  'Subject: Keys to the mill',
  'Date: Tue, 7 May 2019 10:15:00 +0200',
  '',
  'Tom, the keys are with Zoë.',
  '',
].join('\r\n');
const PLIST =
  '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist>\n<plist version="1.0"><dict/></plist>\n';

describe('a message of Apple Mail', () => {
  it('ends where its first line says', () => {
    const file = Buffer.from(`${Buffer.byteLength(MAIL)}      \n${MAIL}${PLIST}`);
    expect(mailInside(file).toString()).toBe(MAIL);
  });

  it('ends before the property list when its length is wrong', () => {
    for (const length of [5, 99_999]) {
      const file = Buffer.from(`${length}\n${MAIL}${PLIST}`);
      expect(mailInside(file).toString()).toBe(MAIL);
    }
    expect(mailInside(Buffer.from(`99999\n${MAIL}`)).toString()).toBe(MAIL);
  });
});

describe('the header of a mail', () => {
  it.each<[string, string]>([
    ['with blanks before the colons', MAIL.replace(/^(\w+):/gm, '$1 :')],
    ['with line ends of old Macs', MAIL.replaceAll('\r\n', '\r')],
    ['after blank lines', `\r\n \r\n${MAIL}`],
    ['after an envelope line', `From ines@varga.example Tue May  7 10:15:00 2019\n${MAIL}`],
    ['with a damaged line', MAIL.replace('To:', 'this line has no colon\r\nTo:')],
  ])('is read %s', async (_title, mail) => {
    const { body, metadata } = mailText(await parseMail(Buffer.from(mail)));
    expect(metadata).toMatchObject({
      from: [{ name: 'Ines Varga', address: 'ines@varga.example' }],
      to: [{ name: 'Tom Hale', address: 'tom@hale.example' }],
      subject: 'Keys to the mill',
    });
    expect(body).toMatch(/\n\nTom, the keys are with Zoë\./);
  });
});

describe('a saved page', () => {
  const picture = Buffer.alloc(30_000, 1).toString('base64');
  const page = (to: string) =>
    iconv.encode(
      [
        `From: <Saved by a browser>${to}`,
        'Subject: The mill',
        'Content-Type: multipart/related; type="text/html"; boundary=b',
        '',
        '--b',
        'Content-Type: text/html; charset=iso-8859-1',
        '',
        '<p>Mill – let to Zoë for €910</p>',
        '--b',
        'Content-Type: image/png',
        'Content-Transfer-Encoding: base64',
        'Content-Location: https://mill.example/a.png',
        '',
        picture,
        '--b',
        'Content-Type: text/css',
        '',
        'p { color: red }',
        '--b--',
      ].join('\r\n'),
      'windows-1252',
    );

  it('has the text of the page, and no member for its pictures and styles', async () => {
    const mail = await parseMail(page(''));
    const { body, warnings } = mailText(mail);
    expect(body).toContain('Mill – let to Zoë for €910');
    expect(attachmentsOf(mail)).toEqual([]);
    expect(warnings).toMatchObject([
      { code: 'picture_not_read', detail: expect.stringMatching(/^1 picture /) },
    ]);
  });

  it('is no page when it was sent to somebody', async () => {
    const mail = await parseMail(page('\r\nTo: tom@hale.example'));
    expect(attachmentsOf(mail).map(({ name }) => name)).toContain('attachment 1.png');
  });
});
