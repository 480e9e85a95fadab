/** Calendars and contact cards read as a person reads them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractCalendar } from '../../../src/core/pipeline/extract/readers/calendar.ts';
import { repetition } from '../../../src/core/pipeline/extract/readers/ical-moment.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-calendar-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: Buffer | string, type: 'ics' | 'vcf') {
  const location = join(folder, 'file');
  await writeFile(location, content);
  const limits = { timeoutMs: 1000, maxPages: 1, maxCharacters: 1, maxBytes: 1 };
  return extractCalendar({ location, type, bytes: content.length, limits, passwords: [], deadline: 0 });
}
const calendar = async (...lines: string[]) =>
  read(['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\r\n'), 'ics');
const event = (...lines: string[]) => calendar('BEGIN:VEVENT', ...lines, 'END:VEVENT');
const card = async (...lines: string[]) =>
  (await read(['BEGIN:VCARD', ...lines, 'END:VCARD'].join('\r\n'), 'vcf')).body;

describe('a calendar', () => {
  it('has every event, with times, people and answers in words', async () => {
    const { body } = await calendar(
      'X-WR-CALNAME:Hearings',
      'BEGIN:VEVENT',
      'SUMMARY:Inspection of the quarry',
      'DTSTART;TZID=America/New_York:20210602T090000',
      'DURATION:PT1H30M',
      'ATTENDEE;CN=Lena Fitch;PARTSTAT=ACCEPTED:mailto:lena@fitch.example',
      'END:VEVENT',
      'BEGIN:VTODO',
      'SUMMARY:File the answer',
      'DUE:20210611T160000Z',
      'END:VTODO',
    );
    expect(body).toBe(
      'Hearings\n\nWhat: Inspection of the quarry\nStarts: Wednesday, June 2, 2021, 9:00 AM (Eastern Time)\n' +
        'Duration: 1 hour 30 minutes\nAttendees: Lena Fitch <lena@fitch.example> (accepted)\n\n' +
        'What: File the answer\nDue: Friday, June 11, 2021, 4:00 PM (UTC)',
    );
  });

  it('ends a whole day on its last day', async () => {
    expect((await event('DTSTART;VALUE=DATE:20210602', 'DTEND;VALUE=DATE:20210603')).body).toBe(
      'Starts: Wednesday, June 2, 2021',
    );
    expect((await event('DTSTART;VALUE=DATE:20210602', 'DTEND;VALUE=DATE:20210605')).body).toContain(
      'Ends: Friday, June 4, 2021',
    );
  });

  it('says that a meeting is canceled and what an instance replaces', async () => {
    const { body } = await calendar(
      'METHOD:CANCEL',
      'BEGIN:VEVENT',
      'RECURRENCE-ID;TZID=Europe/Vienna:20210602T090000',
      'SUMMARY:Call',
    );
    expect(body).toContain('The meeting is canceled.');
    expect(body).toContain('In place of: Wednesday, June 2, 2021, 9:00 AM (Vienna time)');
  });

  it('is read where a line is folded inside a character, and in Windows-1252', async () => {
    const head = Buffer.from('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Caf');
    const folded = Buffer.concat([
      head,
      Buffer.from('c30d0a20a9', 'hex'),
      Buffer.from(' visit\r\nEND:VEVENT'),
    ]);
    expect((await read(folded, 'ics')).body).toBe('What: Café visit');
    const western = iconv.encode('BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Zoë’s café\n', 'windows-1252');
    expect((await read(western, 'ics')).body).toBe('What: Zoë’s café');
  });

  it('is named as not read in full when it holds a file', async () => {
    const { warnings } = await event('SUMMARY:x', 'ATTACH;ENCODING=BASE64;VALUE=BINARY:QUJD');
    expect(warnings).toMatchObject([{ code: 'part_not_read' }]);
  });
});

it.each([
  ['FREQ=DAILY', 'every day'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=10', 'every 2 weeks on Monday and Wednesday, 10 times'],
  [
    'FREQ=MONTHLY;BYDAY=2TU;UNTIL=20211231',
    'every month on the second Tuesday, until Friday, December 31, 2021',
  ],
  ['FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1', 'every month on the last Friday'],
  ['FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15', 'every year on day 15 in March'],
  ['FREQ=DAILY;BYHOUR=9', 'every day (BYHOUR 9)'],
  ['RSCALE=HEBREW', 'RSCALE=HEBREW'],
])('writes the rule %s in words', (rule, words) => {
  expect(repetition(rule)).toBe(words);
});

describe('a contact card', () => {
  it('of version 3 has names, numbers, addresses and notes', async () => {
    const body = await card(
      'VERSION:3.0',
      'N:Fitch;Lena;Maria;Dr.;',
      'ORG:Quarry Partners\\, LLP;Claims',
      'TEL;TYPE=WORK,VOICE:(757) 555-0137',
      'item1.TEL:757-555-0138',
      'item1.X-ABLabel:_$!<Cabin>!$_',
      'ADR;TYPE=HOME:;;9 Mill Rd;Reno;NV;89501;USA',
      'BDAY:1970-06-02',
      'NOTE:Call first\\, then write.\\nTwice.',
    );
    expect(body).toBe(
      'Name: Dr. Lena Maria Fitch\nOrganization: Quarry Partners, LLP, Claims\n' +
        'Phone (work): (757) 555-0137\nPhone (cabin): 757-555-0138\n' +
        'Address (home): 9 Mill Rd, Reno, NV 89501, USA\nBirthday: Tuesday, June 2, 1970\n\n' +
        'Call first, then write.\nTwice.',
    );
  });

  it('of version 2.1 has quoted-printable text in its own encoding', async () => {
    const body = await card(
      'VERSION:2.1',
      'FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:J=FCrgen M=',
      '=FCller',
      'TEL;WORK;FAX:757-555-0139',
      'NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:line=0D=0Atwo =C3=A9',
    );
    expect(body).toBe('Name: Jürgen Müller\nPhone (work, fax): 757-555-0139\n\nline\r\ntwo é');
  });

  it('of version 4 has numbers as addresses and birthdays without a year', async () => {
    const body = await card(
      'VERSION:4.0',
      'FN:Bo Li',
      'TEL;VALUE=uri:tel:+1-757-555-0140;ext=12',
      'BDAY:--0602',
    );
    expect(body).toBe('Name: Bo Li\nPhone: +1-757-555-0140 ext. 12\nBirthday: June 2');
  });
});
