/** Library: installs system packages if this user may: apt-get as root or with passwordless sudo, or Homebrew. */
import { findProgram, quiet } from './lib-run.mjs';
import { say } from './lib-say.mjs';

const APT_OPTIONS = ['-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'];

/** Returns the words that make a command run as root: none for root, sudo, or null if this user may not. */
function privilege() {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram(['sudo']);
  return sudo && quiet(sudo, ['-n', 'true']).ok ? [sudo, '-n'] : null;
}

function withApt(apt, packages) {
  const command = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const prefix = privilege();
  if (prefix === null) return { ok: false, command, output: '' };
  const run = (args) => {
    // sudo drops the environment, so `env` sets it again.
    const words = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', apt, ...args];
    return quiet(words[0], words.slice(1));
  };
  const install = ['install', ...APT_OPTIONS, ...packages];
  let result = run(install);
  if (!result.ok) {
    // A new machine has no package lists yet, an old one has stale lists.
    run(['update', '-q']);
    result = run(install);
  }
  return { ok: result.ok, command, output: result.output };
}

function withBrew(brew, formulas) {
  const command = `brew install ${formulas.join(' ')}`;
  // brew accepts formulas that are already installed.
  const result = quiet(brew, ['install', ...formulas], {
    env: { ...process.env, HOMEBREW_NO_AUTO_UPDATE: '1' },
  });
  return { ok: result.ok, command, output: result.output };
}

/**
 * Installs a program.
 * @param name its name for sentences
 * @param packages its package name for `apt`, and its formulas for `brew`
 * @returns `ok`: whether it is installed; `command`: what a person would type instead
 */
export function installPackage(name, packages) {
  const apt = findProgram(['apt-get']);
  const brew = findProgram(['brew']);
  if (apt === null && brew === null)
    return { ok: false, command: `(install ${name} with your system's package manager)`, output: '' };
  say(`Installing ${name} …`);
  const result = apt !== null ? withApt(apt, [packages.apt]) : withBrew(brew, packages.brew);
  if (!result.ok && result.output) say(result.output.trimEnd().split('\n').slice(-5).join('\n'));
  return result;
}
