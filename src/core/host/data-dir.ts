/** Where Redwell keeps everything on this machine; the same answer for every way of starting it. */
import { resolve } from 'node:path';
import envPaths from 'env-paths';

/**
 * `--data` wins over `REDWELL_DATA`, which wins over the platform's usual folder
 * (`~/.local/share/redwell`, `~/Library/Application Support/redwell`, `%LOCALAPPDATA%\redwell\Data`).
 * @returns an absolute path; the folder need not exist yet
 */
export function resolveDataDir(option: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const stated = option || env.REDWELL_DATA;
  return stated ? resolve(stated) : envPaths('redwell', { suffix: '' }).data;
}
