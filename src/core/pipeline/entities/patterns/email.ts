/** Finds e-mail addresses (the common part of RFC 5322), also where a line ends after `@` or a hyphen. */
import { type EntityMatch, findAll } from '../match.ts';

const NAME = String.raw`(?<![\w.%+-])[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}`;
const LABEL = String.raw`[A-Za-z0-9](?:(?:[A-Za-z0-9-]|-\n){0,61}[A-Za-z0-9])?`;
const EMAIL = new RegExp(String.raw`${NAME}@\n?(?:${LABEL}\.){1,8}[A-Za-z]{2,24}(?![\w-])`, 'g');
/** Addresses that are hidden from harvesters, with brackets: `jdoe [at] example [dot] com`. */
const HIDDEN = new RegExp(
  String.raw`${NAME} ?[[({]at[\])}] ?(?:[A-Za-z0-9-]{1,63}(?:\.| ?[[({]dot[\])}] ?)){1,4}[A-Za-z]{2,24}(?![\w-])`,
  'gi',
);

/** Returns the addresses. Their normal form is lower case, without line ends and with the signs that words hide. */
export const findEmails = (text: string): EntityMatch[] => [
  ...findAll(text, EMAIL, (m) => email(m, m[0].replaceAll('\n', ''))),
  ...findAll(text, HIDDEN, (m) =>
    email(m, m[0].replace(/ ?[[({]at[\])}] ?/i, '@').replace(/ ?[[({]dot[\])}] ?/gi, '.')),
  ),
];

const email = (m: RegExpExecArray, address: string): EntityMatch => ({
  kind: 'email',
  start: m.index,
  end: m.index + m[0].length,
  normal: address.toLowerCase(),
});
