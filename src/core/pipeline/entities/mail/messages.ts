/** Divides a text into e-mail messages: the message itself, and those it quotes or forwards. */

export type FieldName = 'from' | 'to' | 'cc' | 'bcc' | 'other';

/** The value of a header line, including the lines it continues on. */
export interface HeaderField {
  name: FieldName;
  start: number;
  end: number;
}

export interface MailMessage {
  /** Empty for a message that names only its writer, or for a text without any header. */
  fields: HeaderField[];
  bodyStart: number;
  bodyEnd: number;
}

interface TextLine {
  text: string;
  start: number;
}

const FIELD =
  /^\*{0,2}(?:X-)?(From|To|Cc|Bcc|Reply-To|Sender|Sent|Date|Subject|Importance|Attachments?|Re)\*{0,2}[ \t]{0,3}:\*{0,2}[ \t]{0,3}/i;
/** Other lines that mail programs put into a header. */
const OTHER_FIELD =
  /^(?:X-[A-Za-z-]{2,30}|Message-ID|Mime-Version|Content-[A-Za-z-]{3,30}|References|In-Reply-To):/i;
const SEPARATOR =
  /^[-_*=\s]{2,80}(?:Original (?:Message|Appointment)|Forwarded (?:message|by)\b.{0,200})|^(?:Begin forwarded message:|_{10,})/i;
/** `On Monday, March 3, 2025 at 9:12 AM Jane Doe <jane@firm.example> wrote:` */
const WROTE = /^(?:On|At|Le) .{6,200}(?:\n.{0,100})? wrote:|^.{2,100}<[^<>\s]{3,100}>[ \n]wrote:/;
/** `Jane Doe/HOU/ECT@ECT` or `Jane Doe@ENRON`, above the date of a forwarded message in Lotus Notes. */
const NOTES_SENDER = /^[^\n:]{3,80}(?:@[\w.]{2,40}|>)(?: on \d{1,2}\/.{1,25})?$/;
const NOTES_DATE = /^\d{1,2}\/\d{1,2}\/\d{2,4}[ \t]{1,3}\d{1,2}:\d{2}/;
/** Most texts have none of these, which is quick to see. */
const MAY_BE_MAIL = /^[ \t>*]*(?:X-)?(?:From|To|Cc|Sent)[ \t*]*:|\bwrote:|Forwarded by /im;
/** A header has at most this many lines. */
const MAX_CONTINUED = 20_000;

export const mayBeMail = (text: string): boolean => MAY_BE_MAIL.test(text);

/**
 * Returns the messages in text order. The text before the first header belongs to a message without fields.
 * @param lines the text with every line on a line of its own, without indents and quote marks
 */
export function findMessages(lines: string): MailMessage[] {
  const all = linesOf(lines);
  const messages: MailMessage[] = [{ fields: [], bodyStart: 0, bodyEnd: lines.length }];
  let separator = -1;
  for (let i = 0; i < all.length; ) {
    const line = all[i];
    if (line === undefined) break;
    if (SEPARATOR.test(line.text)) {
      closeAt(messages, line.start);
      separator = i;
    }
    const block = headerBlock(all, i, separator >= 0 && i - separator <= 6) ?? attribution(lines, all, i);
    if (block === null) {
      i += 1;
      continue;
    }
    closeAt(messages, line.start);
    messages.push({
      fields: block.fields,
      bodyStart: all[block.next]?.start ?? lines.length,
      bodyEnd: lines.length,
    });
    i = block.next;
    separator = -1;
  }
  return messages.filter((m) => m.fields.length > 0 || m.bodyEnd > m.bodyStart);
}

function linesOf(text: string): TextLine[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const at = start;
    start += line.length + 1;
    return { text: line, start: at };
  });
}

function closeAt(messages: readonly MailMessage[], at: number): void {
  const last = messages.at(-1);
  if (last !== undefined && last.bodyEnd > at) last.bodyEnd = Math.max(last.bodyStart, at);
}

interface Block {
  fields: HeaderField[];
  /** Index of the first line after the header. */
  next: number;
}

/** Returns the header that starts at a line; null when none does. */
function headerBlock(all: readonly TextLine[], from: number, separated: boolean): Block | null {
  const fields: HeaderField[] = [];
  const names = new Set<string>();
  let i = from;
  const sender = separated ? notesSender(all, from) : null;
  if (sender !== null) {
    fields.push(sender.field);
    names.add('from');
    i = sender.next;
  } else if (!FIELD.test(all[from]?.text ?? '')) return null;
  for (let line = all[i]; line !== undefined; line = all[i]) {
    const match = FIELD.exec(line.text);
    if (match === null && !OTHER_FIELD.test(line.text)) break;
    i += 1;
    if (match === null) continue;
    const label = (match[1] ?? '').toLowerCase();
    const name = label === 'from' || label === 'to' || label === 'cc' || label === 'bcc' ? label : 'other';
    names.add(label);
    const start = line.start + match[0].length;
    const next = name === 'other' ? i : continued(all, i);
    const last = all[next - 1];
    fields.push({ name, start, end: last === undefined ? start : last.start + last.text.length });
    i = next;
  }
  const addressed = names.has('from') || names.has('to');
  return addressed && (names.size > 1 || single(all[from]?.text ?? '')) ? { fields, next: i } : null;
}

/** A header line that stands alone must name an address. */
const single = (line: string): boolean => /@[\w-]{1,63}\./.test(line);

/** Returns the index of the first line that does not continue the list of addressees above it. */
function continued(all: readonly TextLine[], from: number): number {
  let next = from;
  for (; next < all.length && next - from < MAX_CONTINUED; next += 1) {
    const line = all[next]?.text ?? '';
    if (line === '' || FIELD.test(line) || OTHER_FIELD.test(line)) break;
    const before = all[next - 1]?.text ?? '';
    const open = /[,;]$/.test(before) && before.length > 0;
    const more = /[,;]$|@[\w-]{1,63}(?:\.|$|[,;> ])|\/[A-Z]{2,10}(?:\/|@|$)/.test(line);
    if (!open && !more) break;
    if (!open && /[.?!] \p{Lu}?\p{Ll}/u.test(line)) break;
  }
  return next;
}

/** Returns the sender above the date of a message that Lotus Notes forwarded. */
function notesSender(all: readonly TextLine[], from: number): { field: HeaderField; next: number } | null {
  const line = all[from];
  if (line === undefined || !NOTES_SENDER.test(line.text)) return null;
  let next = from + 1;
  if (!/ on \d/.test(line.text)) {
    if (!NOTES_DATE.test(all[next]?.text ?? '')) return null;
    next += 1;
  }
  if (!FIELD.test(all[next]?.text ?? '')) return null;
  return { field: { name: 'from', start: line.start, end: line.start + line.text.length }, next };
}

/** Returns the writer in a line such as `On Monday, Jane Doe wrote:`. */
function attribution(lines: string, all: readonly TextLine[], at: number): Block | null {
  const line = all[at];
  if (line === undefined || !/^(?:On|At|Le) |>$| wrote:/.test(line.text)) return null;
  const found = WROTE.exec(lines.slice(line.start, line.start + 320))?.[0];
  if (found === undefined) return null;
  const said = found.replace(/\swrote:$/, '');
  const day = /^(?:On|At|Le) /.test(said) ? said.length - afterDate(said).length : 0;
  const start = line.start + day;
  const field: HeaderField = { name: 'from', start, end: line.start + said.length };
  return { fields: [field], next: at + (found.includes('\n') ? 2 : 1) };
}

/** Returns what follows the date and the time: the name of the writer. */
const afterDate = (said: string): string =>
  /(?:^.*\d(?::\d{2})?(?: ?[APap]\.?[Mm]\.?)?(?: ?\(?[A-Z]{2,5}\)?(?=,| \p{Lu}\p{Ll}))?,? )?([^\d].*)$/su.exec(
    said,
  )?.[1] ?? '';
