/** Shows the fields of Outlook's contacts, appointments and tasks as lines of text. */
import type { PSTMessage, PSTTask } from 'pst-extractor';
import type { PSTAppointment } from 'pst-extractor/dist/PSTAppointment.class.js';
import type { PSTContact } from 'pst-extractor/dist/PSTContact.class.js';
import { realDate } from './pst-properties.ts';

type Row = [label: string, value: () => string | Date | null];

/** Returns one line per field that is set; empty for a message, which has no such fields. */
export function itemFields(message: PSTMessage): string {
  return rowsOf(message)
    .map(([label, value]): [string, string] => [label, shown(read(value))])
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label}: ${value}`)
    .join('\n');
}

function rowsOf(message: PSTMessage): Row[] {
  const { messageClass } = message;
  if (/^IPM\.Contact\b/i.test(messageClass)) return contact(message as PSTContact);
  if (/^IPM\.(?:Appointment|Schedule\.Meeting)\b/i.test(messageClass) && 'startTime' in message)
    return appointment(message as PSTAppointment);
  if (/^IPM\.Task\b/i.test(messageClass)) return task(message as PSTTask);
  return [];
}

const contact = (c: PSTContact): Row[] => [
  ['Name', () => c.displayName],
  ['Nickname', () => c.nickname],
  ['Company', () => c.companyName],
  ['Title', () => c.title],
  ['Department', () => c.departmentName],
  ['Profession', () => c.profession],
  ['Manager', () => c.managerName],
  ['Assistant', () => c.assistant],
  ['Spouse', () => c.spouseName],
  [
    'Email',
    () => [c.email1EmailAddress, c.email2EmailAddress, c.email3EmailAddress].filter(Boolean).join(', '),
  ],
  [
    'Business phone',
    () => [c.businessTelephoneNumber, c.business2TelephoneNumber].filter(Boolean).join(', '),
  ],
  ['Home phone', () => [c.homeTelephoneNumber, c.home2TelephoneNumber].filter(Boolean).join(', ')],
  ['Mobile phone', () => c.mobileTelephoneNumber],
  [
    'Other phone',
    () =>
      [c.primaryTelephoneNumber, c.otherTelephoneNumber, c.carTelephoneNumber, c.companyMainPhoneNumber]
        .filter(Boolean)
        .join(', '),
  ],
  ['Fax', () => [c.businessFaxNumber, c.homeFaxNumber, c.primaryFaxNumber].filter(Boolean).join(', ')],
  ['Business address', () => c.workAddress || c.postalAddress],
  ['Home address', () => c.homeAddress],
  ['Other address', () => c.otherAddress],
  ['Web page', () => [c.businessHomePage, c.personalHomePage].filter(Boolean).join(', ')],
  ['Birthday', () => c.birthday],
  ['Anniversary', () => c.anniversary],
];

const appointment = (a: PSTAppointment): Row[] => [
  ['Starts', () => a.startTime],
  ['Ends', () => a.endTime],
  ['Where', () => a.location],
  ['Repeats', () => a.recurrencePattern],
  ['Attendees', () => a.allAttendees || [a.toAttendees, a.ccAttendees].filter(Boolean).join('; ')],
];

const task = (t: PSTTask): Row[] => [
  ['Owner', () => t.taskOwner],
  ['Assigned by', () => t.taskAssigner],
  ['Starts', () => t.taskStartDate],
  ['Due', () => t.taskDueDate],
  ['Completed', () => t.taskDateCompleted],
  ['Done', () => `${Math.round(t.percentComplete * 100)}%`],
];

function read(value: () => string | Date | null): string | Date | null {
  try {
    return value();
  } catch {
    // The library fails on fields that the file never defined.
    return null;
  }
}

function shown(value: string | Date | null): string {
  if (!(value instanceof Date)) return (value ?? '').replace(/\0/g, '').replace(/\s+/g, ' ').trim();
  const date = realDate(value);
  return date === null ? '' : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
