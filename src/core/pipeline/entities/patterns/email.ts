/** Finds e-mail addresses (the common part of RFC 5322). */
import { type EntityMatch, findAll } from '../match.ts';

const EMAIL =
  /(?<![\w.%+-])[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![\w-])/g;

/** Returns the addresses. Their normal form is lower case. */
export const findEmails = (text: string): EntityMatch[] =>
  findAll(text, EMAIL, (m) => ({
    kind: 'email',
    start: m.index,
    end: m.index + m[0].length,
    normal: m[0].toLowerCase(),
  }));
