/** Type-checks every room with the globals that it really has. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, shown } from './lib-run.mjs';

const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const rooms = readdirSync(ROOT).filter((name) => /^tsconfig\.(?!base).+\.json$/.test(name));
for (const room of rooms) {
  const code = await shown(process.execPath, [tsc, '-p', room]);
  if (code !== 0) process.exitCode = code;
}
