export function isBuilt(now?: string): boolean;
/** Builds `out/` when it is missing or stale. @returns whether it had to */
export function ensureBuilt(): boolean;
