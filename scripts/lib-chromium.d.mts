/** Returns the path of Chromium; null if there is none. `REDWELL_CHROMIUM` comes first. */
export function findChromium(env?: NodeJS.ProcessEnv): string | null;
export function ensureChromium(): string;
