/** Node's permission model: what the child's own code may do, on every platform. */
import type { View } from './view.ts';

/** The option that turns it on in this Node; null if it has none. */
const OPTION =
  ['--permission', '--experimental-permission'].find((option) =>
    process.allowedNodeEnvironmentFlags.has(option),
  ) ?? null;

export const hasPermissions = (): boolean => OPTION !== null;

/**
 * Returns Node's options. Native add-ons (sharp), threads (tesseract.js) and programs (Poppler, tesseract, LibreOffice)
 * are allowed, so this binds Redwell's own code and not a program that a document has taken over.
 */
export function permissionOptions(view: View, folder: string): string[] {
  if (OPTION === null) return [];
  const readable = [...view.paths.map(({ path }) => path), ...view.links.map(([path]) => path), folder];
  const allowed = process.allowedNodeEnvironmentFlags;
  return [
    OPTION,
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=SecurityWarning',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-write=${folder}`,
    ...['--allow-child-process', '--allow-worker', '--allow-addons'].filter((option) => allowed.has(option)),
  ];
}
