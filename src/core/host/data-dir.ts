/** The data folder. Every way of starting Redwell finds the same one. */
import { resolve } from 'node:path';
import envPaths from 'env-paths';

/**
 * Returns the folder from `--data`, else from `REDWELL_DATA`, else the platform's usual one
 * (`~/.local/share/redwell`, `~/Library/Application Support/redwell`, `%LOCALAPPDATA%\redwell\Data`).
 * @returns an absolute path; the folder may not exist yet
 */
export function resolveDataDir(option: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const chosen = option || env.REDWELL_DATA;
  return chosen ? resolve(chosen) : envPaths('redwell', { suffix: '' }).data;
}
