/** The application menu: the usual desktop items and Redwell's pages. */
import type { MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  open(to: string): void;
  pick(): void;
  external(address: string): void;
}

export function applicationMenu(
  platform: NodeJS.Platform,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const page = (label: string, to: string, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => actions.open(to),
  });
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Add documents…', accelerator: 'CmdOrCtrl+O', click: () => actions.pick() },
        { label: 'Check a pack…', click: () => actions.open('/check-pack') },
        { type: 'separator' },
        platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&Go',
      submenu: [
        page('Overview', '/', 'CmdOrCtrl+1'),
        page('Intake', '/intake', 'CmdOrCtrl+2'),
        page('History', '/history', 'CmdOrCtrl+3'),
        page('Health', '/health', 'CmdOrCtrl+4'),
        { type: 'separator' },
        page('Settings', '/settings', 'CmdOrCtrl+,'),
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        {
          label: 'The manifest format (RFC 8493)',
          click: () => actions.external('https://www.rfc-editor.org/rfc/rfc8493'),
        },
        {
          label: 'Redis persistence',
          click: () =>
            actions.external('https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/'),
        },
      ],
    },
  ];
}
