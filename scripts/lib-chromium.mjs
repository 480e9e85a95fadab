/** Library: finds or installs Chromium, which the end-to-end tests run in. */
import { installPackage } from './lib-packages.mjs';
import { findProgram } from './lib-run.mjs';
import { giveUp } from './lib-say.mjs';

const NAMES = [
  // Chromium without windows of its own: a page takes a third less processor time to open.
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Returns the path of Chromium; null if there is none. `REDWELL_CHROMIUM` comes first. */
export function findChromium(env = process.env) {
  return findProgram(env.REDWELL_CHROMIUM ? [env.REDWELL_CHROMIUM] : NAMES, env);
}

export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const install = (apt) => installPackage('Chromium, for the tests', { apt, brew: ['--cask', 'chromium'] });
  const withoutWindows = install('chromium-headless-shell');
  const unknown = /Unable to locate package|no installation candidate/.test(withoutWindows.output);
  const { command } = unknown ? install('chromium') : withoutWindows;
  return (
    findChromium() ??
    giveUp(
      `The tests need Chromium and could not install it. Run this, then the same command again:\n  ${command}\nOr set REDWELL_CHROMIUM to the path of one.`,
    )
  );
}
