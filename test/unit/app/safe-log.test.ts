/** Passwords of Redis stay out of logs and errors, whatever carries them. */
import pino from 'pino';
import { expect, it } from 'vitest';
import { SAFE_LOG } from '../../../src/core/log/safe-log.ts';
import { parseAddress, safeAddress, withKnownPassword } from '../../../src/core/redis/address.ts';
import { toWireError } from '../../../src/shared/errors.ts';

const SECRET = 'Tr0ub4dor';

/** What `new URL` throws carries the text that it was given. */
function urlError(): unknown {
  try {
    return new URL(`redis://:${SECRET}#x@host`);
  } catch (error) {
    return error;
  }
}
const replyError = Object.assign(new Error('WRONGPASS invalid username-password pair'), {
  command: { name: 'auth', args: ['clerk', SECRET] },
});

it.each<[string, object]>([
  ['a refused AUTH', { error: replyError }],
  ['its cause', { error: new Error('no connection', { cause: replyError }) }],
  ['one of several', { error: new AggregateError([replyError], 'all failed') }],
  ['an address that cannot be read', { error: urlError() }],
  ['an address in a message', { error: new Error(`redis://clerk:${SECRET}@host:1/0 is away`) }],
  ['an address in a field', { url: `rediss://:${SECRET}@host` }],
])('logs %s without the password', (_what, fields) => {
  const lines: string[] = [];
  const log = pino({ ...SAFE_LOG }, { write: (line: string) => void lines.push(line) });
  log.warn(fields, 'it failed');
  expect(lines.join('')).toContain('it failed');
  expect(lines.join('')).not.toContain(SECRET);
});

it('sends no address with a password to a page', () => {
  expect(toWireError(new Error(`redis://clerk:${SECRET}@host:1`)).message).toBe('redis://clerk:***@host:1');
});

it.each([
  `redis://clerk:${SECRET}@host:6379/0`,
  `rediss://:${SECRET}@host`,
  `redis://:${SECRET}@x@host`,
  `redis://clerk:12/${SECRET}@host`,
  `redis://clerk:#${SECRET}?@host`,
  `clerk:${SECRET}@host:6379`,
  `redis://host?password=${SECRET}`,
  `REDIS://clerk:${SECRET}@host`,
])('shows %s without the password', (url) => {
  expect(safeAddress(url)).not.toContain(SECRET);
  expect(safeAddress(safeAddress(url))).toBe(safeAddress(url));
  expect(withKnownPassword(safeAddress(url), url)).toBe(url);
});

it.each(['redis://host:6379', 'redis://user@host', 'unix:///run/redis.sock', ''])(
  'shows %s as it is',
  (url) => expect(safeAddress(url)).toBe(url),
);

it.each(['', 'host', 'http://host', 'redis://', `redis://:${SECRET}#@host`, `redis://u:1/${SECRET}@host`])(
  'refuses %s without repeating it',
  (url) => {
    let refused: unknown;
    try {
      parseAddress(url);
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code: 'invalid_input' });
    expect(JSON.stringify(toWireError(refused))).not.toContain(SECRET);
  },
);
