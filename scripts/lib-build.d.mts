export function isBuilt(now?: string): boolean;
/** Builds `out/` if it is missing or stale. @returns whether it did */
export function ensureBuilt(): boolean;
