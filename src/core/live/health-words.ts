/** What Health says in words: its warnings, each with what to do, and one sentence about everything. */
import { type Health, WORKER_SILENT_MS } from '../../shared/health.ts';
import { EXPOSURE_TEXT, type RedisCondition, redisConditionText } from '../../shared/redis-condition.ts';
import { diskWords } from '../disk/words.ts';
import { recoveryWarning } from '../history/recovery/words.ts';

/** Clocks that differ more than this are named. */
const CLOCK_TOLERANCE_MS = 5000;

function skewOf(aheadMs: number): string {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const amount =
    seconds < 120
      ? `${seconds} seconds`
      : seconds < 7200
        ? `${Math.round(seconds / 60)} minutes`
        : `${Math.round(seconds / 3600)} hours`;
  return `${amount} ${aheadMs > 0 ? 'ahead of' : 'behind'}`;
}

/** Failed jobs of the other queues are documents, which are exceptions of their batches. */
function failedEndings(queues: Health['queues']): Health['warnings'] {
  const failed = queues.find(({ queue }) => queue === 'batch')?.failed ?? 0;
  if (failed === 0) return [];
  return [
    {
      code: 'failed_endings',
      message: `The final work of ${failed === 1 ? 'a batch' : `${failed} batches`} failed, so its names are missing.`,
      action: 'Redwell starts it again within two minutes. If this message stays, check the log.',
    },
  ];
}

/** Returns the state of everything in a sentence that agrees with the figures below it. */
export function summaryOf({ warnings, queues }: Pick<Health, 'warnings' | 'queues'>): string {
  if (warnings.length > 0)
    return warnings.length === 1 ? 'One thing needs attention.' : `${warnings.length} things need attention.`;
  const failed = queues.reduce((sum, queue) => sum + queue.failed, 0);
  if (failed === 0) return 'Everything is working.';
  const jobs = failed === 1 ? 'One job' : `${failed.toLocaleString('en-US')} jobs`;
  return `Every part of Redwell is working. ${jobs} could not be done because of the documents; see the exceptions of the batches.`;
}

/** Returns a warning, with what to do, for everything that somebody should act on. */
export function warningsOf(health: Omit<Health, 'warnings'>): Health['warnings'] {
  const warnings: Health['warnings'] = [];
  const { redis } = health;
  const warn = (code: string, message: string, action: string): void => {
    warnings.push({ code, message, action });
  };
  const tell = (code: string, condition: RedisCondition): void => {
    const { message, action } = redisConditionText(condition, redis.mode === 'embedded');
    warn(code, message, action);
  };
  // A server that was never reached counts as away once there is an error to show.
  const isAway = redis.state === 'away' || (redis.state === 'connecting' && redis.error !== null);
  const condition = redis.condition ?? (isAway ? 'away' : null);
  if (condition !== null) tell(`redis_${condition}`, condition);
  for (const { host, clockAheadMs: ahead = 0 } of health.workers)
    if (Math.abs(ahead) > CLOCK_TOLERANCE_MS)
      warn(
        `clock_${host}`,
        `The clock of ${host} is ${skewOf(ahead)} the Redis server. Times of its work are wrong.`,
        `Set the clock of ${host}, and let it be set automatically.`,
      );
  for (const trouble of new Set(health.workers.map((worker) => worker.trouble)))
    if (trouble !== null && trouble !== undefined && trouble !== condition) tell(`redis_${trouble}`, trouble);
  if (redis.evictionPolicy !== null && redis.evictionPolicy !== 'noeviction') tell('eviction', 'evicts');
  for (const exposure of redis.exposure ?? []) {
    const { message, action } = EXPOSURE_TEXT[exposure];
    warn(`redis_${exposure}`, message, action);
  }
  if (redis.persistence === 'none')
    warn(
      'persistence',
      'Redis does not save to disk. If the server restarts, running batches are lost.',
      'Turn on the append-only file on the server.',
    );
  if (redis.savingFails)
    warn(
      'redis_disk',
      'Redis cannot write to its disk, so it refuses new work. Nothing is lost.',
      'Free some space on the disk of the Redis server. Work goes on by itself.',
    );
  if (
    redis.memoryLimitBytes !== null &&
    redis.memoryBytes !== null &&
    redis.memoryBytes > 0.85 * redis.memoryLimitBytes
  )
    warn(
      'memory',
      'Redis is almost out of memory.',
      'Raise maxmemory on the server, or wait for batches to end before you submit more.',
    );
  // Workers report through Redis, so a server that refuses data silences them.
  if (
    redis.state === 'ready' &&
    condition === null &&
    health.workers.every((w) => health.at - w.heartbeatAt > WORKER_SILENT_MS)
  )
    warn(
      'no_workers',
      'No workers are connected, so nothing is being processed.',
      'Redwell restarts its own workers. If this message stays, check the log.',
    );
  warnings.push(...failedEndings(health.queues));
  if (health.history.state === 'failed')
    warn(
      'history',
      `Redwell cannot use its history. ${health.history.error ?? ''}`.trim(),
      'Close Redwell and start it again. If this message stays, check the free space and the permissions of the data folder.',
    );
  for (const disk of health.disk.disks ?? []) {
    const words = diskWords(disk);
    if (words !== null) warnings.push(words);
  }
  for (const { host, paused } of health.workers)
    if (paused)
      warn(
        'worker_paused',
        `The worker on ${host} takes no new documents. ${paused}`,
        'It goes on by itself.',
      );
  const recovery = recoveryWarning(health.history.recovery, health.at);
  if (recovery !== null) warnings.unshift(recovery);
  return warnings;
}
