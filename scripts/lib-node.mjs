/** Library: checks the Node version before anything fails because of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib-run.mjs';
import { giveUp } from './lib-say.mjs';

/** Returns whether `version` (`20.19.0`) is at least `minimum` (`20.19`). */
export function isAtLeast(version, minimum) {
  const have = version.split('.').map(Number);
  const needed = minimum.split('.').map(Number);
  for (let place = 0; place < needed.length; place += 1) {
    const difference = (have[place] ?? 0) - (needed[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

export function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const minimum = engines.node.replace(/^>=\s*/, '');
  if (isAtLeast(process.versions.node, minimum)) return;
  giveUp(
    `Redwell needs Node.js ${minimum} or newer. This is ${process.versions.node}. Install a newer version from nodejs.org or your system's packages, then run the same command again.`,
  );
}
