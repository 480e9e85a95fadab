/** Installs system packages where this user may: apt-get as root or with passwordless sudo, or Homebrew. */
import { findProgram, quiet } from './lib-run.mjs';
import { say } from './lib-say.mjs';

const APT_OPTIONS = ['-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'];

/** The prefix that makes a command run as root: none, sudo, or null when we may not. */
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
    // `env` because sudo does not hand the environment on.
    const words = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', apt, ...args];
    return quiet(words[0], words.slice(1));
  };
  const install = ['install', ...APT_OPTIONS, ...packages];
  let result = run(install);
  if (!result.ok) {
    // A fresh machine has no lists yet, an old one has stale ones.
    run(['update', '-q']);
    result = run(install);
  }
  return { ok: result.ok, command, output: result.output };
}

function withBrew(brew, formulas) {
  const command = `brew install ${formulas.join(' ')}`;
  // A formula that is installed already is not an error to brew, so one call does for all.
  const result = quiet(brew, ['install', ...formulas], {
    env: { ...process.env, HOMEBREW_NO_AUTO_UPDATE: '1' },
  });
  return { ok: result.ok, command, output: result.output };
}

/**
 * Installs a program.
 * @param what its name in a sentence
 * @param names its package as `{apt, brew}`
 * @returns `{ok, command}`: whether it went, and the one command that a person would type
 */
export function installPackage(what, names) {
  const apt = findProgram(['apt-get']);
  const brew = findProgram(['brew']);
  if (apt === null && brew === null)
    return { ok: false, command: `(install ${what} with your system's package manager)`, output: '' };
  say(`Installing ${what} …`);
  const result = apt !== null ? withApt(apt, [names.apt]) : withBrew(brew, names.brew);
  if (!result.ok && result.output) say(result.output.trimEnd().split('\n').slice(-5).join('\n'));
  return result;
}
