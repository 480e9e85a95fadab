/** Chromium, in which the end-to-end tests run. */
import { installPackage } from './lib-packages.mjs';
import { findProgram } from './lib-run.mjs';
import { giveUp } from './lib-say.mjs';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of a Chromium; null: none. `REDWELL_CHROMIUM` wins. */
export function findChromium(env = process.env) {
  return findProgram(env.REDWELL_CHROMIUM ? [env.REDWELL_CHROMIUM] : NAMES, env);
}

export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const { command } = installPackage('Chromium, for the tests', {
    apt: 'chromium',
    brew: ['--cask', 'chromium'],
  });
  return (
    findChromium() ??
    giveUp(
      `The tests need Chromium and could not install it. Run this, then the same command again:\n  ${command}\nOr state one in REDWELL_CHROMIUM.`,
    )
  );
}
