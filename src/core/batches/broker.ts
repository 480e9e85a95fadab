/** BullMQ's producing side: one queue object each and the flow producer, on the broker role. */
import { FlowProducer, Queue } from 'bullmq';
import { QUEUES, type QueueName } from '../../shared/stages.ts';
import { closeBull } from '../redis/close.ts';
import { FAIL_FAST, type RedisRoles } from '../redis/connect.ts';
import { Lifetime } from '../util/lifecycle.ts';
import { createSlices, type SliceController } from './slices.ts';
import { createSubmissionRate, type SubmissionRate } from './submission-rate.ts';

export interface Broker {
  readonly queues: Readonly<Record<QueueName, Queue>>;
  readonly flows: FlowProducer;
  /** How many chains are added at a time. */
  readonly slices: SliceController;
  /** How fast they may go in. */
  readonly rate: SubmissionRate;
  /** A queue's full name, as a child's `opts.parent.queue` wants it. */
  qualified(queue: QueueName): string;
  dispose(): Promise<void>;
}

/** Opens the producing side. Its commands fail at once while Redis is away; callers keep an outbox. */
export function openBroker(redis: RedisRoles): Broker {
  const lifetime = new Lifetime();
  const prefix = redis.keys.queuePrefix;
  const connection = {
    ...redis.optionsFor('broker', 'queues'),
    ...FAIL_FAST,
  };
  const queues = Object.fromEntries(
    QUEUES.map((name) => {
      const queue = new Queue(name, { connection, prefix });
      // The roles' own connections report the state; BullMQ repeats every reconnect as an error.
      queue.on('error', () => undefined);
      return [name, queue];
    }),
  ) as Record<QueueName, Queue>;
  const flows = new FlowProducer({ connection, prefix });
  flows.on('error', () => undefined);
  // It rejects when the server was never reached: nothing was sent then, and the roles' state says so.
  for (const producer of [...Object.values(queues), flows])
    producer.getBackend().client.then(
      (client) => redis.meter.watch(client),
      () => undefined,
    );
  lifetime.defer(async () => {
    await Promise.all([...Object.values(queues), flows].map((part) => closeBull(part)));
  });
  return {
    queues,
    flows,
    slices: createSlices(),
    rate: createSubmissionRate(redis),
    qualified: (queue) => `${prefix}:${queue}`,
    dispose: () => lifetime.dispose(),
  };
}
