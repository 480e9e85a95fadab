/** Renders calendars and contact cards: a table for each event, task or person, with the pictures that cards hold. */
import { readFile } from 'node:fs/promises';
import { decode } from '../decode.ts';
import type { CalendarEntry } from '../readers/calendar-entry.ts';
import { unfolded } from '../readers/ical-property.ts';
import { readCalendar } from '../readers/mail-calendar.ts';
import type { RenderWriter } from './render-writer.ts';
import { writePlain } from './text-look.ts';

const PICTURES = /^(?:PHOTO|LOGO)$/;
const LABEL: Readonly<Record<string, string>> = { PHOTO: 'Photo', LOGO: 'Logo' };
const DATA = /^data:[^,]*;base64,/i;
const BASE64 = /^(?:BASE64|B)$/i;

/** Writes the entries of a file; one without entries is shown as plain text, as its reader reads it. */
export async function writeCalendar(writer: RenderWriter, location: string): Promise<void> {
  const { text } = decode(unfolded(await readFile(location)));
  const { head, entries } = readCalendar(text);
  const shown = entries.filter(({ rows, notes }) => rows.length > 0 || notes.some((note) => note !== ''));
  if (shown.length === 0) {
    writePlain(writer, text);
    return;
  }
  for (const line of head) writer.element('h2', line);
  for (const [index, entry] of shown.entries()) {
    if (writer.isFull) break;
    if (index > 0) writer.single('hr');
    writeEntry(writer, entry);
  }
  writer.note('reminders and what only programs use');
}

function writeEntry(writer: RenderWriter, { rows, notes, properties }: CalendarEntry): void {
  writer.open('section');
  for (const { name, params, value } of properties) {
    if (PICTURES.test(name)) writePicture(writer, LABEL[name] ?? name, params, value);
    else if (name === 'ATTACH')
      writer.lose(BASE64.test(params.get('ENCODING') ?? '') ? 'object' : 'linkedFile');
  }
  writer.open('table');
  for (const [label, text] of rows) {
    writer.open('tr');
    writer.element('th', `${label}:`);
    writer.element('td', text);
    writer.close('tr');
  }
  writer.close('table');
  for (const note of notes) if (note.trim() !== '') writePlain(writer, note);
  writer.close('section');
}

/** A picture is written into the card, or only named by its address. */
function writePicture(
  writer: RenderWriter,
  label: string,
  params: ReadonlyMap<string, string>,
  value: string,
): void {
  const isInside = DATA.test(value) || BASE64.test(params.get('ENCODING') ?? '');
  if (isInside) writer.image(Buffer.from(value.replace(DATA, ''), 'base64'), label);
  else writer.lose('linked', label);
}
