/** The Node version that Redwell needs, said before anything fails for want of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib-run.mjs';
import { giveUp } from './lib-say.mjs';

/** Whether `version` (`20.19.0`) is at least `wanted` (`20.19`). */
export function isAtLeast(version, wanted) {
  const have = version.split('.').map(Number);
  const want = wanted.split('.').map(Number);
  for (let place = 0; place < want.length; place += 1) {
    const difference = (have[place] ?? 0) - (want[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

export function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const wanted = engines.node.replace(/^>=\s*/, '');
  if (isAtLeast(process.versions.node, wanted)) return;
  giveUp(
    `Redwell needs Node.js ${wanted} or newer; this is ${process.versions.node}. Install a newer one from nodejs.org or your system's packages, then run the same command again.`,
  );
}
