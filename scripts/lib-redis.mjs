/** Library: finds or installs redis-server. Redwell starts it itself, one per data folder. */
import { installPackage } from './lib-packages.mjs';
import { findProgram } from './lib-run.mjs';
import { giveUp } from './lib-say.mjs';

const find = () =>
  findProgram(process.env.REDWELL_REDIS_SERVER ? [process.env.REDWELL_REDIS_SERVER] : ['redis-server']);

/** Returns the path of redis-server; null if REDWELL_REDIS_URL names a shared server, so that none is needed. */
export function ensureRedis() {
  const found = find();
  if (found) return found;
  if (process.env.REDWELL_REDIS_URL) return null;
  const { command } = installPackage('redis-server', { apt: 'redis-server', brew: ['redis'] });
  return (
    find() ??
    giveUp(
      `Redwell needs redis-server and could not install it. Run this, then the same command again:\n  ${command}\nOr set REDWELL_REDIS_URL to the address of a shared server.`,
    )
  );
}
