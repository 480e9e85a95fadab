/** `npm run types`: type-checks each part of the code with its own tsconfig, several at once. */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ROOT, shown } from './lib-run.mjs';

const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const configs = readdirSync(ROOT).filter((name) => /^tsconfig\.(?!base).+\.json$/.test(name));

async function lane() {
  for (let config = configs.shift(); config; config = configs.shift()) {
    const code = await shown(process.execPath, [tsc, '-p', config]);
    if (code !== 0) process.exitCode = code;
  }
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, lane));
