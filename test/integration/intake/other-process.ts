/** Runs an intake in its own process, which a test can kill or run as another user: `node … <data> <folder> <sandbox>`. */
import { createIntake } from '../../../src/core/intake/index.ts';
import { createSandbox } from '../../../src/core/sandbox/pool.ts';
import { allEntries } from './read-back.ts';

const [, , dataDir = '', folder = '', sandboxEntry = ''] = process.argv;
// This happens after loading, because the account without rights may not be able to read this repository.
if (process.env.BECOME !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(Number(process.env.BECOME));
  process.setuid?.(Number(process.env.BECOME));
}
const sandbox = createSandbox({ entry: sandboxEntry, maxWorkers: 1 });
const intake = await createIntake({ dataDir, sandbox, vaultMode: 'copy' });
const print = (value: object): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};
intake.onChanged((drop) => {
  print({ status: drop.status, found: drop.found, read: drop.read });
  if (drop.status !== 'ready' && drop.status !== 'failed') return;
  print({ drop, entries: allEntries(intake, drop.id) });
  void intake.dispose().then(() => sandbox.dispose());
});
try {
  await intake.beginPaths([folder]);
} catch (error) {
  const { code, message } = error as Error & { code: string };
  print({ refused: { code, message } });
  await intake.dispose();
  await sandbox.dispose();
}
