/** Path of Electron's binary; null: none. Never downloads. */
export function findElectron(env?: NodeJS.ProcessEnv): string | null;
/** Why a desktop window cannot open here at all; null: it can. */
export function noDesktop(env?: NodeJS.ProcessEnv, uid?: number): string | null;
