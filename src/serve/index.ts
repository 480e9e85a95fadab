/** Process entry of the loopback host: opens Redwell, serves it, prints its address. */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openRedwell } from '../core/app/redwell.ts';
import type { Redwell } from '../core/app/types.ts';
import { parseStartArguments, type StartArguments } from '../core/host/arguments.ts';
import { resolveDataDir } from '../core/host/data-dir.ts';
import { devPage } from '../core/host/dev-page.ts';
import { nodeWorkerSpawner } from '../core/host/local-worker.ts';
import { submitFolder } from '../core/host/submit-folder.ts';
import { watchFolder } from '../core/host/watch-folder.ts';
import { crashWithoutSecrets } from '../core/log/safe-log.ts';
import { Lifetime } from '../core/util/lifecycle.ts';
import { keepFilesPrivate } from '../core/util/private-files.ts';
import { findInstalledPrograms } from '../core/util/programs.ts';
import { keepHeapSmall } from '../core/util/small-heap.ts';
import { VERSION } from '../core/util/version.ts';
import { hasBrowser, openBrowser } from './browser.ts';
import { type Served, startServe } from './server.ts';
import { stopOnSignals } from './signals.ts';
import { complain, say } from './terminal.ts';

/** Prints another address when the operator types `n` or sends SIGUSR2. */
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

async function submitFirst(redwell: Redwell, served: Served, folder: string): Promise<void> {
  say(`Submitting ${folder}`);
  try {
    const batch = await submitFolder(redwell, folder);
    say(`Submitted as batch ${batch.id}.`);
    served.navigate(`/batch/${batch.id}`);
  } catch (error) {
    complain(error);
  }
}

async function run(options: StartArguments, lifetime: Lifetime): Promise<void> {
  const dataDir = resolveDataDir(options.data);
  const out = import.meta.dirname;
  // Production builds drop this branch.
  const dev = import.meta.env.MODE === 'development' ? devPage(process.env.REDWELL_DEV_ORIGIN) : null;
  const redwell = await openRedwell({
    dataDir,
    redisUrl: process.env.REDWELL_REDIS_URL || null,
    spawnWorker: nodeWorkerSpawner(join(out, 'worker.js'), dataDir),
    sandbox: { entry: join(out, 'sandbox.js') },
    version: VERSION,
    from: 'browser',
    watchFolder,
  });
  lifetime.own(redwell);
  const served = lifetime.own(
    await startServe(redwell, {
      rendererDir: join(out, '..', 'renderer'),
      dataDir,
      version: VERSION,
      dev,
      ...(options.port === undefined ? {} : { port: options.port }),
    }),
  );
  say(`Redwell ${VERSION} is ready. Data folder: ${dataDir}`);
  say(`Open ${served.newAddress()}`);
  say('This address works once. Press n and Enter for another one, Ctrl-C to stop.');
  offerNewAddresses(served, lifetime);
  // The browser gets its own address, so the printed one still works.
  if (options.open && hasBrowser(process.env, process.platform)) await openBrowser(served.newAddress());
  if (options.folder !== null) await submitFirst(redwell, served, options.folder);
}

async function main(): Promise<void> {
  keepFilesPrivate();
  keepHeapSmall();
  findInstalledPrograms();
  crashWithoutSecrets();
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
