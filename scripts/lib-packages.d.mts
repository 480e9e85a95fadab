/** Installs a program if this user may. @returns `command`: what a person would type instead */
export function installPackage(
  name: string,
  packages: { apt: string; brew: string[] },
): { ok: boolean; command: string; output: string };
