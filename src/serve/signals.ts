/** Stops the loopback host in order on Ctrl-C, a signal, or the end of the process that started it. */
import type { Lifetime } from '../core/util/lifecycle.ts';
import { complain, say } from './terminal.ts';

/** After this the process ends even if something is still running. ms */
const STOP_BOUND_MS = 20_000;
/** One Ctrl-C arrives twice, from the terminal and through npm or `redwell`. Only a later one exits at once. ms */
const SAME_SIGNAL_MS = 1000;

export function stopOnSignals(lifetime: Lifetime): void {
  let since: number | null = null;
  const stop = (): void => {
    if (since !== null) {
      if (Date.now() - since > SAME_SIGNAL_MS) process.exit(130);
      return;
    }
    since = Date.now();
    say('Stopping. Press Ctrl-C again to stop at once.');
    setTimeout(() => {
      complain(new Error('Some parts did not stop in time.'));
      process.exit(1);
    }, STOP_BOUND_MS);
    void exitInOrder(lifetime);
  };
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(event, stop);
  // The process that started us may have ended before anybody listened.
  if (process.connected === false) stop();
  // Writing to a closed terminal fails. Without this listener, that would end the process before it stops in order.
  process.stdout.on('error', () => undefined);
}

async function exitInOrder(lifetime: Lifetime): Promise<void> {
  try {
    await lifetime.dispose();
    process.exit(0);
  } catch (error) {
    complain(error);
    process.exit(1);
  }
}
