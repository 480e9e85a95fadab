/** Redis addresses: what may be shown of them, and whether they can be used. They may contain a password. */
import { RedwellError } from '../../shared/errors.ts';

/** Stands for a password wherever an address is shown. */
const MASK = '***';
/** User and password. The password ends at the last `@`, even if it has characters that should have been encoded. */
const CREDENTIALS = /^((?:[a-z][a-z0-9+.-]*:)?(?:\/\/)?[^:@/?#\s]*):(?!\/\/)(.*)@/is;
const SECRET_PARAMETERS = /([?&](?:pass|auth|secret|token)[^=&#]*=)[^&#]*/gi;
const SCHEMES = ['redis:', 'rediss:', 'unix:'];

/** Returns the address without the password, for the app, for logs and for errors. Never throws. */
export function safeAddress(url: string): string {
  if (url.startsWith('unix:')) return url.replace(SECRET_PARAMETERS, `$1${MASK}`);
  const shown = url.replace(CREDENTIALS, (_all, user: string, password: string) =>
    password === '' ? `${user}:@` : `${user}:${MASK}@`,
  );
  return shown.replace(SECRET_PARAMETERS, `$1${MASK}`);
}

/**
 * Returns the address to keep when an operator saves what `safeAddress` showed of the known one, with or without changes.
 * @throws RedwellError invalid_input when the masked password would go to another server, user or port
 */
export function withKnownPassword(typed: string, known: string): string {
  if (typed === safeAddress(known)) return known;
  if (!typed.includes(`:${MASK}@`) && !typed.includes(`=${MASK}`)) return typed;
  throw new RedwellError('invalid_input', 'The password of the Redis server must be typed again.', {
    action: `The address changed, so the saved password was not used for it. Replace ${MASK} with the password.`,
  });
}

/** @throws RedwellError invalid_input, without the address, because it may contain a password */
export function parseAddress(url: string): URL {
  if (!URL.canParse(url) || !SCHEMES.includes(new URL(url).protocol)) throw notAnAddress();
  const parsed = new URL(url);
  const { protocol, hostname, pathname, search, hash } = parsed;
  if (protocol === 'unix:') return parsed;
  if (hostname === '') throw notAnAddress();
  if (`${pathname}${search}${hash}`.includes('@'))
    throw new RedwellError('invalid_input', 'The password in the address of Redis cannot be read.', {
      action: 'Write / as %2F, ? as %3F, # as %23 and @ as %40 in the password.',
    });
  return parsed;
}

const notAnAddress = (): RedwellError =>
  new RedwellError('invalid_input', 'This is not the address of a Redis server.', {
    action:
      'Use redis://HOST:PORT, rediss://HOST:PORT (TLS) or unix:///PATH. ' +
      'In a password, write / as %2F, ? as %3F, # as %23 and @ as %40.',
  });

/** Decodes a part of an address. A percent sign that encodes nothing stands for itself. */
export function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
