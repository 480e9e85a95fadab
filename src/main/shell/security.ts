/** Limits on the page, which hold even if a foreign script runs in it. */
import type { Session, Shell, WebContents } from 'electron';
import { isOwnAddress, listedExternal } from './origin.ts';

/** What our page may do: notify, and put a text on the clipboard after a click. It cannot read the clipboard. */
const ALLOWED: ReadonlySet<string> = new Set(['notifications', 'clipboard-sanitized-write']);

/** Denies every other permission, and every permission to other pages. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) =>
    decide(ALLOWED.has(permission) && details.isMainFrame && isOwnAddress(details.requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) =>
      ALLOWED.has(permission) && details.isMainFrame && isOwnAddress(origin),
  );
  session.setDevicePermissionHandler(() => false);
}

/** Switches that let another program read the page or run code in the app. */
const DEBUGGING =
  /^--?(inspect|debug|remote-debugging|remote-allow-origins|require$|require=|import$|import=|eval|print|js-flags|load-extension|disable-web-security|allow-running-insecure-content|no-sandbox|disable-site-isolation)/i;

/**
 * Returns the first argument that would open a shipped Redwell to another program; null if there is none. The fuses of
 * the installer will switch off the ones that Node reads, before our code runs.
 */
export function debugArgument(args: readonly string[], nodeOptions: string | undefined): string | null {
  const all = [...args, ...(nodeOptions ?? '').split(/\s+/)];
  return all.find((argument) => DEBUGGING.test(argument)) ?? null;
}

/** Refuses navigation away from our page, other windows and web views. Opens listed https addresses in the browser. */
export function confine(contents: WebContents, shell: Pick<Shell, 'openExternal'>): void {
  const refuseForeign = (event: { preventDefault(): void; url: string }): void => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', refuseForeign);
  contents.on('will-frame-navigate', refuseForeign);
  contents.on('will-redirect', refuseForeign);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const external = listedExternal(url);
    if (external !== null) void shell.openExternal(external);
    return { action: 'deny' };
  });
}
