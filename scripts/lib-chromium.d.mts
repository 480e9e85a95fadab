/** Path of a Chromium; null: none. `REDWELL_CHROMIUM` wins. */
export function findChromium(env?: NodeJS.ProcessEnv): string | null;
export function ensureChromium(): string;
