/** Opens the operator's browser where there is one. */
import open from 'open';

/** Whether this machine has a screen that a browser could appear on, and nobody said not to. */
export function hasBrowser(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (env.CI) return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** @returns whether a browser was started; that one is missing is no failure, the address was printed */
export async function openBrowser(address: string): Promise<boolean> {
  try {
    const child = await open(address);
    return await new Promise((resolve) => {
      child.once('error', () => resolve(false));
      child.once('spawn', () => resolve(true));
      if (child.pid !== undefined) resolve(true);
    });
  } catch {
    // No program for http addresses is installed; the printed address serves instead.
    return false;
  }
}
