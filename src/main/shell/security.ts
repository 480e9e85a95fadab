/** Limits on the page, which hold even if a foreign script runs in it. */
import type { Session, Shell, WebContents } from 'electron';
import { isListedExternal, isOwnAddress } from './origin.ts';

/** Denies every permission except notifications for our own page. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) =>
    decide(permission === 'notifications' && isOwnAddress(details.requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === 'notifications' && isOwnAddress(origin),
  );
  session.setDevicePermissionHandler(() => false);
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
    if (isListedExternal(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}
