/** Where the console's page lives under Electron, and which other addresses may be opened outside it. */
export const SCHEME = 'redwell';
export const ORIGIN = `${SCHEME}://app`;

export const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Reference pages that the menu and the page link to. */
const EXTERNAL_HOSTS: ReadonlySet<string> = new Set(['redis.io', 'www.rfc-editor.org']);

/** Whether an address is one of our page's own. */
export function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${SCHEME}:` && url.host === 'app';
}

/** Whether an address may be handed to the operator's browser: https, a listed host, nothing smuggled in. */
export function isListedExternal(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (
    url.protocol === 'https:' && EXTERNAL_HOSTS.has(url.host) && url.username === '' && url.password === ''
  );
}
