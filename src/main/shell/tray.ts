/** The tray icon and its menu: running batches, pause all, what needs a person, open, quit. */
import type { Menu, MenuItemConstructorOptions, Tray } from 'electron';
import type { Disposable } from '../../core/util/lifecycle.ts';
import { type Batch, isTerminal } from '../../shared/batches.ts';
import { visible } from '../../shared/visible.ts';

export interface TrayActions {
  open(to: string): void;
  pauseAll(batchIds: readonly string[]): void;
  quit(): void;
}

const MAX_LISTED = 8;

/**
 * Returns the menu for the running batches. It lists the first eight.
 * @param needs how many items wait for a person
 */
export function trayMenu(
  running: readonly Batch[],
  needs: number,
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const pausable = running.filter(({ status }) => status === 'running' || status === 'submitting');
  return [
    ...(running.length === 0
      ? [{ label: 'Nothing is running', enabled: false }]
      : running.slice(0, MAX_LISTED).map((batch) => ({
          label: `${visible(batch.name)}: ${Math.floor(batch.percent)}%${batch.status === 'paused' ? ' (paused)' : ''}`,
          click: () => actions.open(`/batch/${batch.id}`),
        }))),
    { type: 'separator' },
    {
      label: 'Pause all',
      enabled: pausable.length > 0,
      click: () => actions.pauseAll(pausable.map(({ id }) => id)),
    },
    ...(needs === 0
      ? []
      : [
          {
            label: `Needs you: ${needs.toLocaleString('en-US')}`,
            click: () => actions.open('/needs-you'),
          },
        ]),
    { label: 'Open Redwell', click: () => actions.open('/') },
    { type: 'separator' },
    { label: 'Quit', click: () => actions.quit() },
  ];
}

export interface RunningTray extends Disposable {
  changed(batch: Batch): void;
  /** @param open how many items wait for a person */
  needs(open: number): void;
}

/** Shows the tray icon and keeps its menu up to date. @param image absolute path */
export function openTray(
  TrayOf: typeof Tray,
  menu: Pick<typeof Menu, 'buildFromTemplate'>,
  image: string,
  actions: TrayActions,
): RunningTray {
  const tray = new TrayOf(image);
  const running = new Map<string, Batch>();
  let needed = 0;
  const draw = (): void => {
    tray.setContextMenu(menu.buildFromTemplate(trayMenu([...running.values()], needed, actions)));
    tray.setToolTip(running.size === 0 ? 'Redwell' : `Redwell: ${running.size} running`);
  };
  tray.on('click', () => actions.open('/'));
  draw();
  return {
    changed(batch) {
      if (isTerminal(batch.status)) running.delete(batch.id);
      else running.set(batch.id, batch);
      draw();
    },
    needs(open) {
      if (open === needed) return;
      needed = open;
      draw();
    },
    dispose: () => tray.destroy(),
  };
}
