/** Type-checks every room with the globals that it really has, as many at once as there are cores. */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ROOT, shown } from './lib-run.mjs';

const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const rooms = readdirSync(ROOT).filter((name) => /^tsconfig\.(?!base).+\.json$/.test(name));

async function lane() {
  for (let room = rooms.shift(); room; room = rooms.shift()) {
    const code = await shown(process.execPath, [tsc, '-p', room]);
    if (code !== 0) process.exitCode = code;
  }
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, lane));
