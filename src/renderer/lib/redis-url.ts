/** The address of a Redis server as an operator types it. */

/** What is wrong with the address; null: nothing, and an empty one means the embedded server. */
export function redisUrlProblem(url: string): string | null {
  if (url === '') return null;
  if (!URL.canParse(url)) return 'Write it as redis://host:port or rediss://user:password@host:port.';
  const { protocol, hostname } = new URL(url);
  if (protocol === 'unix:') return null;
  if (protocol !== 'redis:' && protocol !== 'rediss:')
    return 'It begins with redis:// or, encrypted, rediss://.';
  return hostname === '' ? 'The host is missing.' : null;
}
