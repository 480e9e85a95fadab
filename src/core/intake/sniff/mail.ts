/** Recognizes mail messages (RFC 5322) and mailboxes. A memo with From and To lines is not a mail. */

/** Header fields that only mail programs write. */
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
/** Header fields that people also type into memos. */
const WEAK = new Set(['from', 'to', 'cc', 'bcc', 'subject', 'date', 'reply-to', 'sender', 'content-type']);

/** An RFC 5322 date ends with a time and a zone, which nobody types into a memo. */
const MAIL_DATE =
  /^(?:\w{3},\s*)?\d{1,2}\s+\w{3}\s+\d{4}\s+\d{1,2}:\d{2}(?::\d{2})?\s+(?:[+-]\d{4}|[A-Z]{1,4})/;

/** Fields that begin a header; after another line, only they make one. */
const FIRST_FIELD = /^(?:received|return-path|message-id|mime-version|delivered-to|x-received)$/i;
/** Lines in a header that are no fields, such as a field that lost its colon. */
const MAX_BAD_LINES = 2;

/** Returns the header fields at the start of a text, in lower case; null if the text has no header. */
function headerFields(text: string): Map<string, string> | null {
  const fields = new Map<string, string>();
  let bad = 0;
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') break;
    if (/^[ \t]/.test(line)) {
      if (fields.size === 0) return null;
      continue;
    }
    // Mail of before 2001 may have blanks before the colon (RFC 5322, 4.5).
    const match = /^([!-9;-~]{1,76})[ \t]{0,8}:[ \t]*(.*)$/.exec(line);
    if (match === null) {
      // The envelope line of a mailbox may precede the first field.
      if (fields.size === 0 && /^>?From /.test(line)) continue;
      bad += 1;
      // A few damaged lines do not make a header something else; a letter has no field after them.
      if (bad > MAX_BAD_LINES) return fields.size >= 3 ? fields : null;
      continue;
    }
    if (bad > 0 && fields.size === 0 && !FIRST_FIELD.test(match[1] ?? '')) return null;
    fields.set((match[1] ?? '').toLowerCase(), match[2] ?? '');
  }
  return fields.size === 0 ? null : fields;
}

/**
 * Returns whether a text is a mail: it has a field of a mail program and a second field, or a From field with a mail
 * date. Under the extension of a mail, one field is enough.
 */
export function isMail(text: string, extension: string): boolean {
  const fields = headerFields(text.replace(/^\uFEFF|^ï»¿/, '').replace(/^(?:[ \t]*(?:\r\n|\n|\r))+/, ''));
  if (fields === null) return false;
  const names = [...fields.keys()];
  const weak = names.filter((name) => WEAK.has(name)).length;
  const strong = names.filter((name) => STRONG.has(name)).length;
  if (['eml', 'emlx', 'mht', 'mhtml'].includes(extension)) return weak + strong >= 1;
  if (strong >= 1 && weak + strong >= 2) return true;
  return weak >= 2 && fields.has('from') && MAIL_DATE.test(fields.get('date') ?? '');
}

/** Returns whether a text is a mailbox: a `From sender date` line and then a header. It may have only one message. */
export function isMailbox(text: string): boolean {
  const match = /^From \S+.*\d{1,2}:\d{2}(?::\d{2})?.*\d{4}.*\r?\n/.exec(text);
  if (match === null) return false;
  const fields = headerFields(text.slice(match[0].length));
  return fields !== null && [...fields.keys()].some((name) => WEAK.has(name) || STRONG.has(name));
}

/** Returns whether a text is a message of Apple Mail: a line with the bytes of the mail, and then its header. */
export function isAppleMail(text: string, extension: string): boolean {
  const match = /^\s{0,4}\d{1,10}[ \t]*(?:\r\n|\n|\r)/.exec(text);
  return match !== null && isMail(text.slice(match[0].length), extension);
}
