import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../src/core/pipeline/extract/clean.ts';
import { subjectOf } from '../../../src/core/pipeline/extract/containers/expand-mbox.ts';
import { attachmentsOf, mailText, parseMail } from '../../../src/core/pipeline/extract/readers/mail.ts';
import { chooseBody } from '../../../src/core/pipeline/extract/readers/mail-choice.ts';

const TEXT = 'Zoë’s lease — “net” — costs €9,100';

const message = (headers: string[], body: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from(`${['Subject: Test', ...headers].join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
const part = (type: string, body: string): string => `--b\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`;
const multipart = (subtype: string, ...parts: string[]): Buffer =>
  message([`Content-Type: multipart/${subtype}; boundary=b`], `${parts.join('')}--b--\r\n`);

async function read(bytes: Buffer) {
  const { body, metadata, warnings } = mailText(await parseMail(bytes));
  const text = cleanText(String(body));
  return { text, body: text.slice(text.indexOf('\n\n') + 2).trim(), metadata, warnings };
}

describe('the charset of a mail', () => {
  it.each(['windows-1252', 'iso-8859-1', 'us-ascii', 'utf-8', 'x-unknown', 'no-such-charset', 'utf-16'])(
    'reads Windows-1252 bytes labeled %s',
    async (label) => {
      const bytes = iconv.encode(TEXT, 'windows-1252');
      expect((await read(message([`Content-Type: text/plain; charset=${label}`], bytes))).body).toBe(TEXT);
      expect((await read(message([`Content-Type: text/html; charset=${label}`], bytes))).body).toBe(TEXT);
    },
  );

  it.each(['utf-8', 'us-ascii', 'windows-1252', 'iso-8859-15', 'no-such-charset'])(
    'reads UTF-8 bytes labeled %s',
    async (label) => {
      expect((await read(message([`Content-Type: text/plain; charset=${label}`], TEXT))).body).toBe(TEXT);
    },
  );

  it('reads bodies without a charset, and the charset that only the HTML states', async () => {
    expect((await read(message([], iconv.encode(TEXT, 'windows-1252')))).body).toBe(TEXT);
    expect((await read(message([], TEXT))).body).toBe(TEXT);
    const html = iconv.encode('<meta charset="windows-1251"><p>Договор</p>', 'windows-1251');
    expect((await read(message(['Content-Type: text/html'], html))).body).toBe('Договор');
  });

  it.each([
    ['windows-1251', 'Договор аренды'],
    ['iso-8859-15', 'Prix : 20 €'],
    ['gb2312', '合同租金'],
    ['shift_jis', '家賃は月額'],
    ['koi8-r', 'Договор аренды'],
  ])('follows the label %s when the bytes agree', async (label, text) => {
    const bytes = iconv.encode(text, label);
    expect((await read(message([`Content-Type: text/plain; charset=${label}`], bytes))).body).toBe(text);
  });

  it('keeps UTF-8 with a character that was cut off', async () => {
    const bytes = Buffer.concat([Buffer.from(TEXT), Buffer.from([0xe2, 0x80])]);
    expect((await read(message(['Content-Type: text/plain; charset=utf-8'], bytes))).body).toContain(TEXT);
  });

  it('reads headers and names of attachments in Windows-1252, encoded or raw', async () => {
    const encoded = message(
      [
        'From: =?windows-1252?Q?O=92Dowd?= <o@example.com>',
        'Content-Type: application/pdf; name="=?iso-8859-1?Q?Client=92s_=80.pdf?="',
      ],
      'x',
    );
    expect((await read(encoded)).metadata.from).toEqual([{ name: 'O’Dowd', address: 'o@example.com' }]);
    expect(attachmentsOf(await parseMail(encoded))[0]?.name).toBe('Client’s €.pdf');
    const raw = iconv.encode(
      'From: René Désirée <r@example.com>\r\nSubject: Owner’s café\r\n\r\nBody',
      'windows-1252',
    );
    expect((await read(raw)).metadata).toMatchObject({
      subject: 'Owner’s café',
      from: [{ name: 'René Désirée' }],
    });
  });
});

describe('encoded words', () => {
  it.each([
    ['=?utf-8?B?w4RuZGVydQ==?=\r\n =?utf-8?B?bmcgw4M=?=', 'Änderung Ã'],
    ['=?utf-8?B?R3LDvMOf?= =?utf-8?B?ZSBhbiBNw7w=?= =?utf-8?B?bGxlcg==?=', 'Grüße an Müller'],
    ['=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9_noir?=', 'café noir'],
    ['=?utf-8?B?S8ODwg==?= and =?iso-8859-1?Q?=93so=94?=', null],
    ['=?iso-8859-1?Q?=93so=94?= =?utf-8?Q?=C3=BC?=', '“so”ü'],
    ['=?gb2312?B?us/NrA==?=', '合同'],
    ['=?iso-2022-jp?B?GyRCMkhEQhsoQg==?=', '家賃'],
  ])('reads %s', async (encoded, subject) => {
    const mail = Buffer.from(`Subject: ${encoded}\r\n\r\nBody`);
    const read = mailText(await parseMail(mail)).metadata.subject;
    if (subject === null) expect(read).toContain('“so”');
    else expect(read).toBe(subject);
    expect(subjectOf(mail)).toBe(read);
  });
});

describe('the parts of a mail', () => {
  const html = '<p>Please wire $71,300.00 to Ottilie Crane by Friday at noon.</p>';
  const said = 'Please wire $71,300.00 to Ottilie Crane by Friday at noon.';

  it.each([
    'Your mail client does not support HTML.',
    '[cid:image001.png@01D9]',
    'This message is in HTML format. Please use an HTML-compatible program.',
    'View this e-mail in your browser: https://example.com/v/1',
    '',
    '\u00a0',
    'Please wire',
  ])('reads the HTML when the plain part says %j', async (plain) => {
    const mail = multipart('alternative', part('text/plain; charset=utf-8', plain), part('text/html', html));
    expect((await read(mail)).body).toBe(said);
  });

  it('reads the plain part when it has what the HTML says', async () => {
    const mail = multipart('alternative', part('text/plain', `${said} Yours`), part('text/html', html));
    expect((await read(mail)).body).toBe(`${said} Yours`);
  });

  it('reads both when each says something else', async () => {
    const mail = multipart(
      'alternative',
      part('text/plain', 'The vault holds nine boxes'),
      part('text/html', html),
    );
    expect((await read(mail)).body).toBe(`The vault holds nine boxes\n\n${said}`);
  });

  it('reads every text part in order, also after an attachment', async () => {
    const mail = multipart(
      'mixed',
      part('text/plain', 'First'),
      part('application/pdf; name=a.pdf', 'x'),
      part('text/plain', 'Second'),
      part('text/html', '<b>Third</b>'),
    );
    expect((await read(mail)).body).toBe('First\n\nSecond\n\nThird');
    expect(attachmentsOf(await parseMail(mail)).map(({ name }) => name)).toEqual(['a.pdf']);
  });

  it('reads a multipart whose boundary never comes as text', async () => {
    expect((await read(message(['Content-Type: multipart/mixed; boundary=zz'], 'Not lost'))).body).toBe(
      'Not lost',
    );
  });

  it('joins flowed lines, but not lines of other quote depth or the signature', async () => {
    const flowed = 'One sentence \r\ngoes on.\r\n> quoted \r\n> too\r\nanswer \r\n-- \r\nName';
    expect((await read(message(['Content-Type: text/plain; format=flowed'], flowed))).body).toBe(
      'One sentence goes on.\n> quoted too\nanswer\n--\nName',
    );
    const split = 'Dono \r\nvan';
    expect((await read(message(['Content-Type: text/plain; format=flowed; delsp=yes'], split))).body).toBe(
      'Donovan',
    );
  });

  it('warns when the body is in a part that is not opened', async () => {
    const tnef = multipart(
      'mixed',
      part('text/plain', ''),
      part('application/ms-tnef; name=winmail.dat', 'x'),
    );
    expect((await read(tnef)).warnings).toEqual([
      expect.objectContaining({ code: 'low_or_no_text', detail: expect.stringContaining('winmail.dat') }),
    ]);
    const encrypted = message(['Content-Type: application/pkcs7-mime; smime-type=enveloped-data'], 'x');
    expect((await read(encrypted)).warnings).toHaveLength(1);
    expect((await read(multipart('mixed', part('application/pdf; name=a.pdf', 'x')))).warnings).toEqual([]);
  });
});

describe('a calendar invite', () => {
  it('reads as what, when, where and who, and stays an attachment', async () => {
    const ics = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'DTSTART;TZID=America/Chicago:20240509T133000',
      'SUMMARY:Walk through',
      'LOCATION:Dock 4\\, gate B',
      'ORGANIZER;CN="Crane, Ottilie":mailto:o@example.com',
      'ATTENDEE;CN=Ned Pike;ROLE=REQ-PARTICIPANT:mailto:n@example.com',
      'DESCRIPTION:Bring the long le',
      ' dger.\\nThanks',
      'BEGIN:VALARM',
      'DESCRIPTION:Reminder',
      'END:VALARM',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    const mail = message(['Content-Type: text/calendar; method=REQUEST'], ics);
    expect((await read(mail)).body).toBe(
      'What: Walk through\nStarts: Thursday, May 9, 2024, 1:30 PM (Central Time)\nWhere: Dock 4, gate B\n' +
        'Organizer: Crane, Ottilie <o@example.com>\nAttendees: Ned Pike <n@example.com>\n\n' +
        'Bring the long ledger.\nThanks',
    );
    expect(attachmentsOf(await parseMail(mail)).map(({ name }) => name)).toEqual(['invite 1.ics']);
  });
});

describe('chooseBody', () => {
  it('keeps what a short plain part says besides pointing to the HTML', () => {
    const plain = 'The hearing moved to Thursday. Please open the HTML version for the agenda.';
    expect(chooseBody(plain, 'Agenda: opening, motions, exhibits, scheduling order')).toContain('Thursday');
  });

  it('drops a plain part that only points to the HTML', () => {
    const plain = 'Your mail program does not support HTML. Please view this message in your browser.';
    expect(chooseBody(plain, 'The lease ends on May 1.')).toBe('The lease ends on May 1.');
  });

  it('keeps the form that has an amount which the other one lacks', () => {
    const words =
      'The parties agree that the tenant pays the rent on the first day of each month to the landlord';
    const body = chooseBody(words, `${words} $4,250`);
    expect(body).toContain('$4,250');
  });
});
