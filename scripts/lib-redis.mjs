/** redis-server, which Redwell starts itself, one per data folder. */
import { installPackage } from './lib-packages.mjs';
import { findProgram } from './lib-run.mjs';
import { giveUp } from './lib-say.mjs';

const find = () =>
  findProgram(process.env.REDWELL_REDIS_SERVER ? [process.env.REDWELL_REDIS_SERVER] : ['redis-server']);

/** @returns the path of redis-server; null when a shared server is stated and none is needed here */
export function ensureRedis() {
  const found = find();
  if (found) return found;
  if (process.env.REDWELL_REDIS_URL) return null;
  const { command } = installPackage('redis-server', { apt: 'redis-server', brew: ['redis'] });
  return (
    find() ??
    giveUp(
      `Redwell needs redis-server and could not install it. Run this, then the same command again:\n  ${command}\nOr state a shared server in REDWELL_REDIS_URL.`,
    )
  );
}
