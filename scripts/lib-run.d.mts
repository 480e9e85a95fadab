/** The checkout. */
export const ROOT: string;
/** Returns the absolute path of the first of `names` that can be run; null: none. */
export function findProgram(names: readonly string[], env?: NodeJS.ProcessEnv): string | null;
