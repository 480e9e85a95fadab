/** What to do on a computer that has no processing engine, system by system, in the order they are shown. */

export interface Way {
  id: string;
  title: string;
  /** What to do, and who does it. */
  text: string;
  /** To type or to send to an administrator; null: nothing. */
  command: string | null;
}

const DEBIAN: Way = {
  id: 'debian',
  title: 'Debian, Ubuntu, Mint',
  text: 'Somebody who may install programs types this. Then Redwell goes on by itself.',
  command: 'sudo apt install redis-server',
};
const FEDORA: Way = {
  id: 'fedora',
  title: 'Fedora, Red Hat',
  text: 'Somebody who may install programs types this. Then Redwell goes on by itself.',
  command: 'sudo dnf install redis',
};
const BREW: Way = {
  id: 'brew',
  title: 'Homebrew',
  text: 'With Homebrew you may install it yourself. Then Redwell goes on by itself.',
  command: 'brew install redis',
};
const WSL: Way = {
  id: 'wsl',
  title: 'A server in WSL on this computer',
  text: 'In the window of WSL, type this. Then enter redis://localhost:6379 below.',
  command: 'sudo apt install redis-server && sudo service redis-server start',
};

/** Returns the ways on a system. @param platform as Node names it */
export function waysOn(platform: string): Way[] {
  if (platform === 'darwin') return [BREW];
  if (platform === 'win32') return [WSL];
  return [DEBIAN, FEDORA];
}

/** Returns why nothing can be processed yet. */
export const whyNot = (platform: string): string =>
  platform === 'win32'
    ? 'There is no processing engine for Windows itself. Use one in WSL, or a server of your office.'
    : 'Redwell needs the program redis-server, which is not installed on this computer.';

export const SERVER_TEXT =
  'Ask your administrator for the address. Nothing needs to be installed on this computer then. Documents’ texts are on that server while they are processed.';
