/** `redwell serve` and `redwell worker`: run another host's built entry in the foreground. */
import { join } from 'node:path';
import { runEntry } from '../../core/host/run-entry.ts';
import { parseAddress, safeAddress } from '../../core/redis/address.ts';
import { RedwellError } from '../../shared/errors.ts';
import { redisAddress } from '../host.ts';
import type { Output } from '../output.ts';

interface Foreground {
  /** Folder of the built entries. */
  entries: string;
  /** Fires on Ctrl-C or SIGTERM. */
  signal: AbortSignal;
}

export interface ServeOptions {
  data?: string;
  port?: string;
  /** False with --no-open. */
  open: boolean;
}

/** Runs the loopback host until it is stopped. @returns its exit code */
export function serve(
  { entries, signal }: Foreground,
  folder: string | undefined,
  { data, port, open }: ServeOptions,
): Promise<number> {
  const args = [
    ...(folder === undefined ? [] : [folder]),
    ...(data === undefined ? [] : ['--data', data]),
    ...(port === undefined ? [] : ['--port', port]),
    ...(open ? [] : ['--no-open']),
  ];
  return runEntry({ entry: join(entries, 'serve.js'), args, env: process.env, signal });
}

export interface WorkerOptions {
  redis?: string;
  concurrency?: number;
  queues?: string[];
  namespace?: string;
  layout?: string;
}

/**
 * Runs a worker on a shared Redis until it is stopped.
 * @returns its exit code
 * @throws RedwellError invalid_input without the address of a Redis server
 */
export function worker(
  { entries, signal }: Foreground,
  options: WorkerOptions,
  out: Output,
): Promise<number> {
  const address = stateAddress(options.redis);
  const env: NodeJS.ProcessEnv = { ...process.env, REDWELL_REDIS_URL: address };
  if (options.concurrency !== undefined) env.REDWELL_CONCURRENCY = String(options.concurrency);
  if (options.queues !== undefined) env.REDWELL_QUEUES = options.queues.join(',');
  if (options.namespace !== undefined) env.REDWELL_NAMESPACE = options.namespace;
  if (options.layout !== undefined) env.REDWELL_LAYOUT = options.layout;
  out.note(`Connecting to ${safeAddress(address)}`);
  return runEntry({
    entry: join(entries, 'worker.js'),
    args: [],
    env,
    signal,
    onMessage: () => out.note('The worker is ready. Press Ctrl-C to stop it.'),
  });
}

function stateAddress(option: string | undefined): string {
  const address = redisAddress(option ?? null);
  if (address === null)
    throw new RedwellError(
      'invalid_input',
      'A worker needs the address of the Redis server that it shares.',
      {
        action:
          'Run "redwell worker --redis redis://HOST:6379", or set REDWELL_REDIS_URL. ' +
          'On a machine that runs Redwell itself, no other worker is needed.',
      },
    );
  parseAddress(address);
  return address;
}
