/** Names the batches whose data another program has overwritten on the server. */
import type { HealthWarning } from '../../shared/health.ts';
import { redisConditionText } from '../../shared/redis-condition.ts';
import { type ForeignKey, findForeignKeys } from '../batches/foreign-keys.ts';
import type { History } from '../history/types.ts';
import type { Connected } from './redis-link.ts';

/** Health asks every two seconds, and this rarely happens. */
const KEPT_MS = 10_000;
/** Batches whose keys are looked at, at most. */
const MAX_BATCHES = 100;

const answers = new WeakMap<Connected, { at: number; found: ForeignKey[] }>();

/**
 * Returns a warning for each batch whose keys have a foreign type, and one for the keys of all batches.
 * @param fresh whether something was just refused because of a type
 * @throws whatever ioredis throws while Redis is away
 */
export async function overwrittenWarnings(
  connected: Connected,
  history: History,
  fresh: boolean,
): Promise<HealthWarning[]> {
  const active = history.listBatches({
    search: '',
    status: 'active',
    cursor: null,
    limit: MAX_BATCHES,
  }).items;
  const kept = answers.get(connected);
  const found =
    !fresh && kept !== undefined && Date.now() - kept.at < KEPT_MS
      ? kept.found
      : await findForeignKeys(
          connected.redis,
          connected.broker,
          active.map(({ id }) => id),
        );
  answers.set(connected, { at: found === kept?.found ? kept.at : Date.now(), found });
  const { message, action } = redisConditionText('wrong_type');
  return [...new Set(found.map(({ batchId }) => batchId))].map((batchId) => {
    const keys = found.filter((one) => one.batchId === batchId).map(({ key }) => key);
    const name = active.find(({ id }) => id === batchId)?.name;
    return {
      code: batchId === null ? 'redis_wrong_type' : `redis_wrong_type_${batchId}`,
      message:
        name === undefined
          ? message
          : `Another program has overwritten data of the batch “${name}” on the Redis server, so the batch waits.`,
      action: `${action} Or run "redwell reconcile ${batchId ?? 'ID'} --repair". (${keys.join(', ')})`,
    };
  });
}
