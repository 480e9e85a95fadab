/**
 * `npm run types`: type-checks each part of the code with its own tsconfig, several at once. The compiler is TypeScript 7,
 * which takes a third of the processor time; version 6 stays for the tools that call it from JavaScript.
 */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ROOT, shown } from './lib-run.mjs';

const tsc = join(ROOT, 'node_modules', 'typescript-7', 'bin', 'tsc');
const configs = readdirSync(ROOT).filter((name) => /^tsconfig\.(?!base).+\.json$/.test(name));

async function lane() {
  for (let config = configs.shift(); config; config = configs.shift()) {
    const code = await shown(process.execPath, [tsc, '-p', config]);
    if (code !== 0) process.exitCode = code;
  }
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, lane));
