/** What the header says about the connection and the processing engines. */
import type { Health } from '../../shared/health.ts';
import { type RedisCondition, redisConditionText } from '../../shared/redis-condition.ts';
import { plural } from '../lib/format.ts';

interface ConnectionText {
  readonly tone: 'ok' | 'warn' | 'bad' | 'idle';
  readonly label: string;
  readonly sentence: string;
}

/** Returns the state of the host and of Redis in the words of an office; Health has the technical ones. */
export function connectionText(
  host: 'connecting' | 'open' | 'closed',
  redis: Health['redis'] | null,
): ConnectionText {
  if (host === 'closed')
    return { tone: 'bad', label: 'Redwell not responding', sentence: 'Redwell itself is not responding.' };
  if (redis === null || host === 'connecting')
    return { tone: 'idle', label: 'Connecting', sentence: 'Checking the connection.' };
  switch (redis.state) {
    case 'ready':
      if (redis.condition !== null)
        return { tone: 'bad', label: 'Processing paused', sentence: sentenceOf(redis.condition, redis) };
      return { tone: 'ok', label: 'Ready', sentence: 'Documents can be processed.' };
    case 'connecting':
      if (redis.condition !== null)
        return { tone: 'bad', label: 'Processing offline', sentence: sentenceOf(redis.condition, redis) };
      return { tone: 'warn', label: 'Connecting', sentence: 'Redwell is connecting to its database.' };
    default:
      return {
        tone: 'bad',
        label: 'Processing offline',
        sentence: sentenceOf(redis.condition ?? 'away', redis),
      };
  }
}

const sentenceOf = (condition: RedisCondition, { mode }: Health['redis']): string => {
  const { message, action } = redisConditionText(condition, mode === 'embedded');
  return `${message} ${action}`;
};

/** Until the worker of this computer is ready, there is none and yet nothing to do about it. */
export const isEngineStarting = ({ supervisor, workers }: Health): boolean =>
  workers.length === 0 && (supervisor.state === 'starting' || supervisor.state === 'running');

/** @param workers null while they are not known */
export const engineLabel = (workers: number | null, isStarting = false): string => {
  if (workers === null) return 'Engines unknown';
  if (workers > 0) return plural(workers, 'processing engine');
  return isStarting ? 'Processing engine starting' : 'No processing engine';
};

export const HOST_GONE_TEXT = {
  title: 'Redwell is not responding',
  body: 'This page shows the last data it received. It reconnects automatically. If you restarted Redwell, open the address that it shows.',
} as const;
