/** Installs a program where this user may. `command` is what a person would type. */
export function installPackage(
  what: string,
  names: { apt: string; brew: string[] },
): { ok: boolean; command: string; output: string };
