/** Divides the text of a mail into what its writer wrote and the messages below it, so that mails can be matched by them. */
import { createHash } from 'node:crypto';
import { findMessages } from '../pipeline/entities/mail/messages.ts';
import { wordsOf } from './words.ts';

/** One message of a mail: its own, or one that it quotes or forwards. */
export interface MailPart {
  /** Fingerprint of its words, whatever their layout and quote marks; 24 hexadecimal figures. */
  readonly digest: string;
  readonly words: number;
}

/** Quoted messages beyond this are not told apart. */
const MOST_PARTS = 500;

/** Returns a fingerprint of words in their order; 24 hexadecimal figures. */
export const digestOf = (words: Float64Array): string =>
  createHash('sha256')
    .update(new Uint8Array(words.buffer, words.byteOffset, words.byteLength))
    .digest('hex')
    .slice(0, 24);

/** Returns the messages of a mail in text order: its own, which may be empty, then the others that have words. */
export function mailParts(text: string): MailPart[] {
  const lines = text.replaceAll(/\r\n?/g, '\n').replaceAll(/^[ \t>|]+/gm, '');
  return findMessages(lines)
    .map(({ bodyStart, bodyEnd }) => wordsOf(lines.slice(bodyStart, bodyEnd)))
    .filter((words, i) => i === 0 || words.length > 0)
    .slice(0, MOST_PARTS)
    .map((words) => ({ digest: digestOf(words), words: words.length }));
}
