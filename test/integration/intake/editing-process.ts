/** Changes a drop again and again in its own process, which a test kills: `node … <data> <folder> <sandbox>`. */
import { createIntake } from '../../../src/core/intake/index.ts';
import { createSandbox } from '../../../src/core/sandbox/pool.ts';

const [, , dataDir = '', folder = '', sandboxEntry = ''] = process.argv;
const sandbox = createSandbox({ entry: sandboxEntry, maxWorkers: 1 });
const intake = await createIntake({ dataDir, sandbox, vaultMode: 'copy' });
const { id } = await intake.beginPaths([folder]);
await new Promise<void>((resolve) => {
  intake.onChanged(({ status }) => {
    if (status === 'ready') resolve();
  });
});
for (let n = 1; ; n += 1) {
  await intake.edit(id, { out: true, choices: [{ kind: 'path', path: `${n}.txt` }] });
  process.stdout.write(`${JSON.stringify({ id, done: n })}\n`);
}
