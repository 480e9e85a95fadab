/** Checks the address of a Redis server before it is saved. */
import { REDIS_URL_TEXT } from '../text/errors.ts';

/** Returns what is wrong with the address, or null. An empty address is valid and means the embedded server. */
export function redisUrlProblem(url: string): string | null {
  if (url === '') return null;
  if (!URL.canParse(url)) return REDIS_URL_TEXT.format;
  const { protocol, hostname } = new URL(url);
  if (protocol === 'unix:') return null;
  if (protocol !== 'redis:' && protocol !== 'rediss:') return REDIS_URL_TEXT.scheme;
  return hostname === '' ? REDIS_URL_TEXT.host : null;
}
