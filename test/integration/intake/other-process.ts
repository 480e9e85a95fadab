/** An intake in a process of its own, to be run by another user or killed: `node … <data> <folder>`. */
import { createIntake } from '../../../src/core/intake/index.ts';
import { createSandbox } from '../../../src/core/sandbox/pool.ts';
import { allEntries } from './read-back.ts';

const [, , dataDir = '', folder = '', sandboxEntry = ''] = process.argv;
// After everything is loaded: the account without rights may not read where this repository lies.
if (process.env.BECOME !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(Number(process.env.BECOME));
  process.setuid?.(Number(process.env.BECOME));
}
const sandbox = createSandbox({ entry: sandboxEntry, kind: 'process', maxWorkers: 1 });
const intake = await createIntake({ dataDir, sandbox, vaultMode: 'copy' });
const say = (what: object): void => {
  process.stdout.write(`${JSON.stringify(what)}\n`);
};
intake.onChanged((drop) => {
  say({ status: drop.status, found: drop.found, read: drop.read });
  if (drop.status !== 'ready' && drop.status !== 'failed') return;
  say({ drop, entries: allEntries(intake, drop.id) });
  void intake.dispose().then(() => sandbox.dispose());
});
try {
  await intake.beginPaths([folder]);
} catch (error) {
  const { code, message } = error as Error & { code: string };
  say({ refused: { code, message } });
  await intake.dispose();
  await sandbox.dispose();
}
