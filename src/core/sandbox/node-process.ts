/** Children as Node processes: for the loopback host, the command line and workers on other machines. */
import { spawn, spawnSync } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { serialize } from 'node:v8';
import { tied } from '../util/tied.ts';
import { enclose, type Isolation } from './enclosure.ts';
import { folderEnvironment } from './environment.ts';
import type { PrivateFolders } from './folders.ts';
import { readFrames, writeFrame } from './frames.ts';
import type { ChildLink, ChildSettings, Way } from './link.ts';
import { hasPermissions, permissionOptions } from './permission.ts';
import { killTree } from './processes.ts';
import { v8Options } from './v8-options.ts';
import { viewOf } from './view.ts';

const ISOLATIONS: readonly Isolation[] = ['namespaces', 'bubblewrap', 'network', 'none'];
/** The end of what a child wrote to stderr, kept for the error that names its end. */
const KEPT_CHARACTERS = 400;
const PROBE_MS = 10_000;

/**
 * Returns the ways to start a child, the strongest walls first.
 * @param walls false for no walls at all
 */
export async function nodeWays(
  settings: ChildSettings,
  folders: PrivateFolders,
  walls: boolean,
): Promise<Way[]> {
  const entry = await realpath(settings.entry);
  const view = await viewOf(entry, process.env);
  const linux = process.platform === 'linux';
  const privileges = linux && works('setpriv', ['--no-new-privs', 'true']);
  const bash = linux && works('bash', ['-c', ':']);
  const start =
    (isolation: Isolation, permission: boolean): Way['start'] =>
    (folder) => {
      const options = permission ? permissionOptions(view, folder) : [];
      const node = [process.execPath, ...v8Options(settings.oldSpaceMb), ...options, entry];
      const command = walls
        ? enclose({ isolation, privileges, bash, view, root: folders.root, folder }, node)
        : node;
      return startProcess(command, settings, folder, walls && isEnclosed(isolation));
    };
  const open = { network: false, files: false };
  if (!walls) return [{ by: 'none', encloses: open, start: start('none', false) }];
  return (linux ? ISOLATIONS : (['none'] as const)).flatMap((isolation) =>
    (hasPermissions() ? [true, false] : [false]).map((permission) => ({
      by: isolation,
      encloses: { network: isolation !== 'none', files: isEnclosed(isolation) },
      start: start(isolation, permission),
    })),
  );
}

const isEnclosed = (isolation: Isolation): boolean =>
  isolation === 'namespaces' || isolation === 'bubblewrap';

const works = (command: string, args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: PROBE_MS }).status === 0;

function startProcess(
  [command = '', ...words]: readonly string[],
  settings: ChildSettings,
  folder: string,
  enclosed: boolean,
): ChildLink {
  // A parser that is busy never sees its pipe close, so only the kernel can end it when we are killed.
  const { program, args } = tied(command, words);
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...settings.env, ...folderEnvironment(folder) },
    // In a session of its own: no terminal to write to, and one group to kill.
    detached: process.platform !== 'win32',
    windowsHide: true,
    // The pipe is the only way to the parent. Node's own channel would let the child break the parent's parser.
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const pipe = child.stdio[3] as Duplex;
  let onMessage: (message: unknown) => void = () => undefined;
  let onFault: (error: Error) => void = () => undefined;
  readFrames(
    pipe,
    (payload) => onMessage(JSON.parse(payload.toString('utf8'))),
    (error) => onFault(error),
  );
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-KEPT_CHARACTERS);
  });
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // What it started must not outlive it.
    child.once('exit', () => child.pid !== undefined && killTree(child.pid, false));
    child.once('close', (code, signal) =>
      resolve([signal ?? `exit code ${code}`, said.trim()].filter(Boolean).join(': ')),
    );
  });
  return {
    pid: child.pid,
    send: (request) => writeFrame(pipe, serialize(request)),
    onMessage(listener) {
      onMessage = listener;
    },
    onFault(listener) {
      onFault = listener;
    },
    exited,
    kill: () => child.pid !== undefined && child.exitCode === null && killTree(child.pid, enclosed),
  };
}
