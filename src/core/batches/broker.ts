/** The part of BullMQ that adds jobs: one object per queue, and the flow producer. */
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
  /** Decides how many chains go into one slice. */
  readonly slices: SliceController;
  /** Limits how fast documents are submitted. */
  readonly rate: SubmissionRate;
  /** Returns a queue's full name, the form that a child's `opts.parent.queue` requires. */
  qualified(queue: QueueName): string;
  dispose(): Promise<void>;
}

/** Entries that BullMQ keeps per queue in its own event stream. Redis trims whole nodes of about 100. */
const BULL_EVENTS = 100;

/** Opens the queues and the flow producer. Commands fail at once while Redis is unreachable; callers keep an outbox. */
export function openBroker(redis: RedisRoles): Broker {
  const lifetime = new Lifetime();
  const prefix = redis.keys.queuePrefix;
  const connection = {
    ...redis.optionsFor('broker', 'queues'),
    ...FAIL_FAST,
  };
  // BullMQ asks the server for its version once and keeps a failed answer: a connection that breaks during that
  // question would leave the queue unusable until restart. Redwell checks the server itself (see live/health.ts).
  const options = { connection, prefix, skipVersionCheck: true };
  // Nobody reads BullMQ's own event streams.
  const streams = { events: { maxLen: BULL_EVENTS } };
  const queues = Object.fromEntries(
    QUEUES.map((name) => {
      const queue = new Queue(name, { ...options, streams });
      // The roles' connections already report the state, and BullMQ emits an error for every reconnect.
      queue.on('error', () => undefined);
      return [name, queue];
    }),
  ) as Record<QueueName, Queue>;
  const flows = new FlowProducer(options);
  flows.on('error', () => undefined);
  // Rejects if the server was never reached. Nothing was sent then, and the roles' state shows it.
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
