/** The address of Redwell's page under Electron, and the addresses that may be opened outside it. */
export const SCHEME = 'redwell';
export const ORIGIN = `${SCHEME}://app`;

/** Reference pages that the menu and the page link to. */
const EXTERNAL_HOSTS: ReadonlySet<string> = new Set(['redis.io', 'www.rfc-editor.org']);

/** Returns whether an address belongs to our page. */
export function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${SCHEME}:` && url.host === 'app';
}

/** Returns whether the operator's browser may open an address: https, a listed host, no user name or password. */
export function isListedExternal(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (
    url.protocol === 'https:' && EXTERNAL_HOSTS.has(url.host) && url.username === '' && url.password === ''
  );
}
