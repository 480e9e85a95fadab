import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DocumentError } from '../../../src/core/documents/errors.ts';
import { attachmentsOf, mailText, parseMail } from '../../../src/core/pipeline/extract/readers/mail.ts';
import { openTnef } from '../../../src/core/pipeline/extract/readers/tnef-message.ts';
import {
  attached,
  attribute,
  fileTime,
  mailWithTnef,
  type Property,
  PT,
  packedRtf,
  properties,
  recipients,
  tnef,
} from '../../support/tnef.ts';

const message = (...list: Property[]): Buffer => attribute(1, 0x9003, properties(list));
const BODY: Property = [0x1000, PT.unicode, 'The easement runs along Alder’s creek for $1,750.\r\n'];
const WHOLE = tnef(message(BODY), attached('survey.txt', 'Lot 9, forty feet'));

describe('a winmail.dat', () => {
  it('gives header, body and attachments', async () => {
    const opened = await openTnef(
      tnef(
        attribute(1, 0x8008, Buffer.from('IPM.Microsoft Mail.Note\0')),
        attribute(
          1,
          0x9004,
          recipients([
            [1, 'Odo Brandt', 'odo@brandt.example'],
            [2, "'Clerk'", '/o=x/cn=clerk'],
          ]),
        ),
        message(
          BODY,
          [0x37, PT.text, '\x01\x05RE: Easement at Vall\xe9e'],
          [0xc1a, PT.text, 'Ines Halloran'],
          [0xc1f, PT.text, 'SMTP:ines@halloran.example'],
          [0x39, PT.time, fileTime('2024-05-06T07:08:09Z')],
          [0x1035, PT.text, '<77@halloran.example>'],
        ),
        attached('SURVEY~1.TXT', 'Lot 9', [[0x3707, PT.unicode, 'Survey of lot 9.txt']]),
      ),
    );
    expect(opened).toEqual({
      body: 'The easement runs along Alder’s creek for $1,750.\r\n',
      attachments: [{ name: 'Survey of lot 9.txt', content: Buffer.from('Lot 9') }],
      header: {
        from: [{ name: 'Ines Halloran', address: 'ines@halloran.example' }],
        to: [{ name: 'Odo Brandt', address: 'odo@brandt.example' }],
        cc: [{ name: 'Clerk', address: '' }],
        subject: 'RE: Easement at Vallée',
        title: 'RE: Easement at Vallée',
        sent: '2024-05-06T07:08:09.000Z',
        messageId: '<77@halloran.example>',
      },
      warnings: [],
    });
  });

  it.each<[string, Property, string]>([
    ['HTML', [0x1013, PT.bytes, Buffer.from('<p>Rent of <b>$880</b></p>')], 'Rent of $880'],
    ['RTF', [0x1009, PT.bytes, packedRtf('{\\rtf1\\ansi Rent of \\b $880\\b0}')], 'Rent of $880'],
    [
      'HTML in RTF',
      [
        0x1009,
        PT.bytes,
        packedRtf('{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}Rent of $880{\\*\\htmltag72 </p>}}'),
      ],
      'Rent of $880',
    ],
  ])('reads a body in %s', async (_kind, property, text) => {
    const { body, warnings } = await openTnef(tnef(message(property)));
    expect([body.trim(), warnings]).toEqual([text, []]);
  });

  it('shows time and place of a meeting', async () => {
    const { body } = await openTnef(
      tnef(
        attribute(1, 0x8008, Buffer.from('IPM.Schedule.Meeting.Request\0')),
        message(
          BODY,
          [{ named: 0x820d }, PT.time, fileTime('2024-05-06T15:00:00Z')],
          [{ named: 0x820e }, PT.time, fileTime('2024-05-06T16:30:00Z')],
          [{ named: 0x8208 }, PT.unicode, 'Room 4'],
        ),
      ),
    );
    expect(body).toMatch(
      /^Starts: 2024-05-06 15:00 UTC\nEnds: 2024-05-06 16:30 UTC\nWhere: Room 4\n\nThe easement/,
    );
  });

  it('keeps an attached message, and names what is not in the file', async () => {
    const inner = tnef(message([0x1000, PT.text, 'Inside']));
    const object = Buffer.concat([Buffer.from('0703020000000000c000000000000046', 'hex'), inner]);
    const { attachments, warnings } = await openTnef(
      tnef(
        attached('', '', [
          [0x3001, PT.text, 'FW: a/b'],
          [0x3701, PT.object, object],
        ]),
        attached('on the server.docx', ''),
        attribute(1, 0x8008, Buffer.from('IPM.Contact\0')),
      ),
    );
    expect(attachments).toEqual([{ name: 'FW: a-b.tnef', content: inner }]);
    expect(warnings.map(({ code, detail }) => `${code}: ${detail}`)).toEqual([
      'attachment_missing: The content of “on the server.docx” is not in winmail.dat',
      'part_not_read: The fields of an Outlook item (IPM.Contact) in winmail.dat were not read',
    ]);
  });

  it('names damage and keeps what came before', async () => {
    const cut = await openTnef(WHOLE.subarray(0, WHOLE.length - 5));
    expect(cut.body).toContain('$1,750');
    expect(cut.warnings).toMatchObject([
      { code: 'attachment_missing' },
      { code: 'part_not_read', detail: 'winmail.dat is damaged: it is cut off' },
    ]);
    const flipped = Buffer.from(WHOLE);
    flipped[WHOLE.length - 4] = 0x21;
    expect((await openTnef(flipped)).warnings).toMatchObject([
      { detail: expect.stringContaining('checksum') },
    ]);
    expect((await openTnef(Buffer.concat([WHOLE, Buffer.from('\r\n\0')]))).warnings).toEqual([]);
  });

  it('refuses a compressed body that claims more than it has', async () => {
    const bomb = packedRtf('{\\rtf1 x}');
    bomb.write('LZFu', 8);
    bomb.writeUInt32LE(0x7fffffff, 0);
    bomb.writeUInt32LE(0x7fffffff, 4);
    const { warnings } = await openTnef(tnef(message([0x1009, PT.bytes, bomb])));
    expect(warnings).toMatchObject([
      { code: 'part_not_read', detail: expect.stringContaining('formatted body') },
    ]);
  });

  it('never fails but with a document error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(WHOLE.length - 1), fc.nat(255), fc.nat(WHOLE.length), async (at, byte, end) => {
        const bytes = Buffer.from(WHOLE);
        bytes[at] = byte;
        try {
          await openTnef(bytes.subarray(0, end));
        } catch (error) {
          expect(error).toBeInstanceOf(DocumentError);
        }
      }),
    );
  });
});

describe('a mail with winmail.dat', () => {
  it('shows the body and has the attachments', async () => {
    const mail = await parseMail(mailWithTnef(WHOLE));
    const { body, warnings } = mailText(mail);
    expect(body).toContain('The easement runs along Alder’s creek for $1,750.');
    expect(warnings).toEqual([]);
    expect(attachmentsOf(mail).map(({ name, content }) => `${name}: ${content}`)).toEqual([
      'survey.txt: Lot 9, forty feet',
    ]);
  });

  it('shows a body once that stands beside it too', async () => {
    const plain = 'The easement runs along Alder’s creek for $1,750.';
    const { body } = mailText(await parseMail(mailWithTnef(WHOLE, plain)));
    expect(String(body).split('$1,750')).toHaveLength(2);
  });

  it('warns and keeps the part when it cannot be opened', async () => {
    const mail = await parseMail(mailWithTnef(WHOLE.subarray(0, 10)));
    expect(mailText(mail).warnings).toMatchObject([{ code: 'low_or_no_text' }]);
    expect(attachmentsOf(mail).map(({ name }) => name)).toEqual(['winmail.dat']);
  });
});
