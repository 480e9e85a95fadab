/** Process entry of the loopback console: composes, prints the address, stops in order. */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openRedwell } from '../core/app/redwell.ts';
import type { Redwell } from '../core/app/types.ts';
import { parseStartArguments, type StartArguments } from '../core/host/arguments.ts';
import { resolveDataDir } from '../core/host/data-dir.ts';
import { nodeWorkerSpawner } from '../core/host/local-worker.ts';
import { submitFolder } from '../core/host/submit-folder.ts';
import { Lifetime } from '../core/util/lifecycle.ts';
import { VERSION } from '../core/util/version.ts';
import { toWireError } from '../shared/errors.ts';
import { hasBrowser, openBrowser } from './browser.ts';
import { type Served, startServe } from './server.ts';

/** Running stages are given this long to finish, then the process ends whatever they do. */
const STOP_BOUND_MS = 20_000;

const SAME_SIGNAL_MS = 1000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (error: unknown): void => {
  const { message, action } = toWireError(error);
  console.error(action === undefined ? message : `${message}\n${action}`);
};

function stopOnSignals(lifetime: Lifetime): void {
  let since: number | null = null;
  const stop = (): void => {
    if (since !== null) {
      // Ctrl-C reaches us from the terminal and once more through npm; only a later one means impatience.
      if (Date.now() - since > SAME_SIGNAL_MS) process.exit(130);
      return;
    }
    since = Date.now();
    say('Stopping. Press Ctrl-C again to end at once.');
    const bound = setTimeout(() => {
      console.error('Some parts did not stop in time and were left.');
      process.exit(1);
    }, STOP_BOUND_MS);
    lifetime
      .dispose()
      .then(
        () => 0,
        (error: unknown) => {
          complain(error);
          return 1;
        },
      )
      .then((code) => {
        clearTimeout(bound);
        process.exit(code);
      });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // A terminal that was closed takes no more text; the console still stops in order.
  process.stdout.on('error', () => undefined);
}

function offerNewAddresses(served: Served, lifetime: Lifetime): void {
  const print = (): void => say(`New address: ${served.newAddress()}`);
  if (process.platform !== 'win32') process.on('SIGUSR2', print);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    if (line.trim().toLowerCase() === 'n') print();
  });
  lifetime.defer(() => {
    lines.close();
    process.stdin.unref?.();
  });
}

async function submitFirst(host: Redwell, served: Served, folder: string): Promise<void> {
  say(`Submitting ${folder}`);
  try {
    const batch = await submitFolder(host, folder);
    say(`Submitted as batch ${batch.id}.`);
    served.navigate(`/batch/${batch.id}`);
  } catch (error) {
    complain(error);
  }
}

async function run(options: StartArguments, lifetime: Lifetime): Promise<void> {
  const dataDir = resolveDataDir(options.data);
  const out = import.meta.dirname;
  const host = await openRedwell({
    dataDir,
    redisUrl: process.env.REDWELL_REDIS_URL || null,
    spawnWorker: nodeWorkerSpawner(join(out, 'worker.js'), dataDir),
    sandbox: { entry: join(out, 'sandbox.js'), kind: 'process' },
    version: VERSION,
  });
  lifetime.own(host);
  const served = lifetime.own(
    await startServe(host, {
      rendererDir: join(out, '..', 'renderer'),
      dataDir,
      version: VERSION,
      ...(options.port === undefined ? {} : { port: options.port }),
    }),
  );
  say(`Redwell ${VERSION} is ready. Data: ${dataDir}`);
  say(`Open ${served.newAddress()}`);
  say('The address works once; press n and Enter for another one, Ctrl-C to stop.');
  offerNewAddresses(served, lifetime);
  // The browser gets an address of its own, so that the printed one stays good.
  if (options.open && hasBrowser(process.env, process.platform)) await openBrowser(served.newAddress());
  if (options.folder !== null) await submitFirst(host, served, options.folder);
}

async function main(): Promise<void> {
  const lifetime = new Lifetime();
  stopOnSignals(lifetime);
  try {
    await run(parseStartArguments(process.argv.slice(2), process.cwd()), lifetime);
  } catch (error) {
    complain(error);
    await lifetime.dispose().catch(complain);
    process.exit(1);
  }
}

await main();
