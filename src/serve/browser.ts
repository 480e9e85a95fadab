/** Opens the operator's browser, on machines that have one. */
import open from 'open';

/** Returns whether this machine has a screen for a browser. Never true in CI. */
export function hasBrowser(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (env.CI) return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Returns whether a browser started. A missing browser is not an error: the operator has the printed address. */
export async function openBrowser(address: string): Promise<boolean> {
  try {
    const child = await open(address);
    return await new Promise((resolve) => {
      child.once('error', () => resolve(false));
      child.once('spawn', () => resolve(true));
      if (child.pid !== undefined) resolve(true);
    });
  } catch {
    // No program for http addresses is installed.
    return false;
  }
}
