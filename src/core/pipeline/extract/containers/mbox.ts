/** Mailboxes (RFC 4155): messages parted by `From ` lines, read as a stream. */
import { createReadStream } from 'node:fs';
import { DocumentError } from '../../../documents/errors.ts';

/** One message larger than this is not kept in memory. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;
const NEWLINE = 0x0a;
const SEPARATOR = Buffer.from('From ');
/** Quoted by the writer: `>From`, `>>From` (mboxrd). */
const QUOTED = /^>(>*From )/gm;

/** Messages in order, without their separator line, quoting undone. */
export async function* messagesOf(location: string): AsyncGenerator<Buffer> {
  let lines: Buffer[] = [];
  let bytes = 0;
  let rest: Buffer = Buffer.alloc(0);
  let afterBlank = true;
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
      if (afterBlank && line.subarray(0, 5).equals(SEPARATOR)) {
        const message = take();
        if (message !== null) yield message;
      } else {
        lines.push(Buffer.from(line));
        bytes += line.length;
        if (bytes > MAX_MESSAGE_BYTES)
          throw new DocumentError(
            'oversize',
            `A message of the mailbox has more than ${MAX_MESSAGE_BYTES} bytes`,
          );
      }
      afterBlank = line.length <= 2 && line.toString('latin1').trim() === '';
      from = at + 1;
      at = block.indexOf(NEWLINE, from);
    }
    block = block.subarray(from);
    rest = Buffer.from(block);
    if (rest.length > MAX_MESSAGE_BYTES)
      throw new DocumentError('oversize', `A line of the mailbox has more than ${MAX_MESSAGE_BYTES} bytes`);
  }
  if (rest.length > 0) lines.push(rest);
  const last = take();
  if (last !== null) yield last;
}

const unquote = (message: Buffer): Buffer => {
  const text = message.toString('latin1');
  return text.includes('\n>') || text.startsWith('>')
    ? Buffer.from(text.replace(QUOTED, '$1'), 'latin1')
    : message;
};
