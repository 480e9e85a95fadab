/** Mail: one message (RFC 5322) or a box of them. A printed memo with From and To is not a mail. */

/** Fields that only mail programs write. One of them is enough. */
const STRONG = new Set([
  'received',
  'message-id',
  'return-path',
  'mime-version',
  'delivered-to',
  'dkim-signature',
  'content-transfer-encoding',
  'x-mailer',
  'x-originating-ip',
  'in-reply-to',
  'references',
  'thread-index',
  'arc-seal',
  'x-received',
  'envelope-to',
  'list-unsubscribe',
]);
/** Fields that people write too. With two of them the name decides. */
const WEAK = new Set(['from', 'to', 'cc', 'bcc', 'subject', 'date', 'reply-to', 'sender', 'content-type']);

/** RFC 5322 dates end in a time and a zone; nobody types that into a memo. */
const MAIL_DATE =
  /^(?:\w{3},\s*)?\d{1,2}\s+\w{3}\s+\d{4}\s+\d{1,2}:\d{2}(?::\d{2})?\s+(?:[+-]\d{4}|[A-Z]{1,4})/;

function headerFields(text: string): Map<string, string> | null {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') break;
    if (/^[ \t]/.test(line)) {
      if (fields.size === 0) return null;
      continue;
    }
    const match = /^([!-9;-~]{1,76}):[ \t]*(.*)$/.exec(line);
    if (match === null) {
      // An envelope line of a mailbox may stand before the first field.
      if (fields.size === 0 && /^>?From /.test(line)) continue;
      // A damaged message is still one when its fields were plain before.
      return fields.size >= 3 ? fields : null;
    }
    fields.set((match[1] ?? '').toLowerCase(), match[2] ?? '');
  }
  return fields.size === 0 ? null : fields;
}

export function isMail(text: string, extension: string): boolean {
  const fields = headerFields(text.replace(/^\uFEFF|^ï»¿/, '').replace(/^(?:\r?\n)+/, ''));
  if (fields === null) return false;
  const names = [...fields.keys()];
  const weak = names.filter((name) => WEAK.has(name)).length;
  const strong = names.filter((name) => STRONG.has(name)).length;
  if (['eml', 'emlx', 'mht', 'mhtml'].includes(extension)) return weak + strong >= 1;
  if (strong >= 1 && weak + strong >= 2) return true;
  return weak >= 2 && fields.has('from') && MAIL_DATE.test(fields.get('date') ?? '');
}

/** `From sender date` and then the fields of a message; one message alone with this line is a box too. */
export function isMailbox(text: string): boolean {
  const match = /^From \S+.*\d{1,2}:\d{2}(?::\d{2})?.*\d{4}.*\r?\n/.exec(text);
  if (match === null) return false;
  const fields = headerFields(text.slice(match[0].length));
  return fields !== null && [...fields.keys()].some((name) => WEAK.has(name) || STRONG.has(name));
}
