import { describe, expect, it } from 'vitest';
import { attachmentsOf, mailText, parseMail } from '../../../src/core/pipeline/extract/readers/mail.ts';

const INSIDE = Buffer.from(
  [
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'The signed text',
    '--b',
    'Content-Type: application/pdf; name=deed.pdf',
    '',
    'x',
    '--b--',
  ].join('\r\n'),
);
const SIGNED = '06092a864886f70d010702';
const ENVELOPED = '06092a864886f70d010703';

function element(tag: number, ...content: Buffer[]): Buffer {
  const bytes = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, 0x82, bytes.length >> 8, bytes.length & 255]), bytes]);
}
const open = (tag: number, ...content: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.from([0, 0])]);

function cms(kind: string, octets: Buffer, wrap: typeof element): Buffer {
  const head = [Buffer.from('020101', 'hex'), element(0x31)];
  const data = wrap(0x30, Buffer.from('06092a864886f70d010701', 'hex'), wrap(0xa0, octets));
  return wrap(0x30, Buffer.from(kind, 'hex'), wrap(0xa0, wrap(0x30, ...head, data)));
}

const mail = (content: Buffer): Promise<Awaited<ReturnType<typeof parseMail>>> =>
  parseMail(
    Buffer.from(
      `Subject: Deed\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString('base64')}`,
    ),
  );

describe('a signed mail', () => {
  it.each([
    ['of known length', cms(SIGNED, element(0x04, INSIDE), element)],
    [
      'in pieces of open length',
      cms(
        SIGNED,
        open(0x24, element(0x04, INSIDE.subarray(0, 50)), element(0x04, INSIDE.subarray(50))),
        open,
      ),
    ],
  ])('opens content %s', async (_name, content) => {
    const opened = await mail(content);
    expect(mailText(opened)).toMatchObject({ body: 'Subject: Deed\n\nThe signed text\n', warnings: [] });
    expect(attachmentsOf(opened).map(({ name }) => name)).toEqual(['deed.pdf']);
  });

  it('warns when the content is encrypted or cut off', async () => {
    const whole = cms(SIGNED, element(0x04, INSIDE), element);
    for (const content of [
      cms(ENVELOPED, element(0x04, INSIDE), element),
      whole.subarray(0, 80),
      Buffer.from('x'),
    ]) {
      const opened = await mail(content);
      expect(mailText(opened).warnings).toEqual([expect.objectContaining({ code: 'low_or_no_text' })]);
      expect(attachmentsOf(opened).map(({ name }) => name)).toEqual(['smime.p7m']);
    }
  });
});
