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

/** Returns the header fields at the start of a text, in lower case; null if the text has no header. */
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
      // The envelope line of a mailbox may precede the first field.
      if (fields.size === 0 && /^>?From /.test(line)) continue;
      // A message whose header is damaged after at least three good fields is still a message.
      return fields.size >= 3 ? fields : null;
    }
    fields.set((match[1] ?? '').toLowerCase(), match[2] ?? '');
  }
  return fields.size === 0 ? null : fields;
}

/**
 * Returns whether a text is a mail: it has a field of a mail program and a second field, or a From field with a mail
 * date. Under the extension of a mail, one field is enough.
 */
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

/** Returns whether a text is a mailbox: a `From sender date` line and then a header. It may have only one message. */
export function isMailbox(text: string): boolean {
  const match = /^From \S+.*\d{1,2}:\d{2}(?::\d{2})?.*\d{4}.*\r?\n/.exec(text);
  if (match === null) return false;
  const fields = headerFields(text.slice(match[0].length));
  return fields !== null && [...fields.keys()].some((name) => WEAK.has(name) || STRONG.has(name));
}
