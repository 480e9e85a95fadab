/** The address of Redwell's page under Electron, and the addresses that may be opened outside it. */
export const SCHEME = 'redwell';
export const ORIGIN = `${SCHEME}://app`;

/** Reference pages that the menu and the page link to. */
const EXTERNAL_HOSTS: ReadonlySet<string> = new Set(['redis.io', 'www.rfc-editor.org']);

/** Anything else in an address makes the next program read another host out of it than a URL parser does. */
const PLAIN_ADDRESS = /^[\w\-.~:/?#[\]!$&'()*+,;=%]+$/;

/** Returns whether an address belongs to our page. */
export function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${SCHEME}:` && url.host === 'app' && url.username === '' && url.password === '';
}

/**
 * Returns the address to open in the operator's browser, as the URL parser writes it; null if it is not https on a
 * listed host and its usual port.
 */
export function listedExternal(address: string): string | null {
  if (!PLAIN_ADDRESS.test(address) || !URL.canParse(address)) return null;
  const { protocol, host, href } = new URL(address);
  return protocol === 'https:' && EXTERNAL_HOSTS.has(host) ? href : null;
}
