/** Reads a mailbox (RFC 4155) as a stream. A `From ` line starts each message. */
import { createReadStream } from 'node:fs';
import { DocumentError } from '../../../documents/errors.ts';

/** Messages are held in memory, so a larger one is refused. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;
const NEWLINE = 0x0a;
const SEPARATOR = Buffer.from('From ');
/**
 * A separator names the sender and ends with a date in asctime form, perhaps with a time zone. The year or the time may
 * come last. A sentence that begins with "From " has no such date.
 */
const DATE =
  /^From (?:\S.*? )?\s*(?:mon|tue|wed|thu|fri|sat|sun),? +(?:[a-z]{3} +\d{1,2}|\d{1,2} +[a-z]{3})\b.*\d:\d\d/i;
/** Lines that the writer of the mailbox quoted (mboxrd): `>From`, `>>From`. */
const QUOTED = /^>(>*From )/gm;

/** Some programs write the address alone, or with an ISO date. */
const ADDRESS = /^From [^\s@]+@[^\s@]+(?:\s+\d{4}-\d\d-\d\d.*)?\s*$/;

/** Yields the messages in order, without separator lines and with quoting removed. @throws DocumentError oversize */
export async function* messagesOf(location: string): AsyncGenerator<Buffer> {
  let lines: Buffer[] = [];
  let bytes = 0;
  let rest: Buffer = Buffer.alloc(0);
  let afterBlank = true;
  // A mailbox whose first line has another form is split at every "From " after an empty line.
  let anyForm: boolean | null = null;
  const take = (): Buffer | null => {
    const message = Buffer.concat(lines);
    lines = [];
    bytes = 0;
    return message.toString('latin1').trim() === '' ? null : unquote(message);
  };
  for await (const chunk of createReadStream(location, { highWaterMark: 1 << 20 })) {
    let block = Buffer.concat([rest, chunk as Buffer]);
    let at = block.indexOf(NEWLINE);
    let from = 0;
    while (at >= 0) {
      const line = block.subarray(from, at + 1);
      anyForm ??= !isSeparator(line);
      if (afterBlank && (isSeparator(line) || (anyForm && startsFrom(line)))) {
        const message = take();
        if (message !== null) yield message;
      } else {
        lines.push(Buffer.from(line));
        bytes += line.length;
        if (bytes > MAX_MESSAGE_BYTES)
          throw new DocumentError(
            'oversize',
            `A message in the mailbox is larger than ${MAX_MESSAGE_BYTES} bytes`,
          );
      }
      afterBlank = line.length <= 2 && line.toString('latin1').trim() === '';
      from = at + 1;
      at = block.indexOf(NEWLINE, from);
    }
    block = block.subarray(from);
    rest = Buffer.from(block);
    if (rest.length > MAX_MESSAGE_BYTES)
      throw new DocumentError('oversize', `A line in the mailbox is longer than ${MAX_MESSAGE_BYTES} bytes`);
  }
  if (rest.length > 0) lines.push(rest);
  const last = take();
  if (last !== null) yield last;
}

const startsFrom = (line: Buffer): boolean => line.subarray(0, 5).equals(SEPARATOR);
const isSeparator = (line: Buffer): boolean =>
  startsFrom(line) && [DATE, ADDRESS].some((form) => form.test(line.subarray(0, 500).toString('latin1')));

const unquote = (message: Buffer): Buffer => {
  const text = message.toString('latin1');
  return text.includes('\n>') || text.startsWith('>')
    ? Buffer.from(text.replace(QUOTED, '$1'), 'latin1')
    : message;
};
