/** Returns the path of Electron's binary; null if there is none. Never downloads. */
export function findElectron(env?: NodeJS.ProcessEnv): string | null;
/** Returns why this machine cannot open a desktop window; null if it can. */
export function noDesktop(env?: NodeJS.ProcessEnv, uid?: number): string | null;
