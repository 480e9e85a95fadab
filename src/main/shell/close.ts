/** Closing the window while batches run: asks whether Redwell goes on in the tray. */
import type { BrowserWindow, Dialog } from 'electron';

export interface CloseDeps {
  dialog: Pick<Dialog, 'showMessageBox'>;
  /** Returns how many batches are running. */
  running(): number;
  quit(): void;
}

type Closing = Pick<BrowserWindow, 'hide' | 'on'>;

/**
 * Closing is quitting while nothing runs. Otherwise the operator decides. @returns a function to call when the app
 * quits, after which the window closes without a question
 */
export function askOnClose(window: Closing, { dialog, running, quit }: CloseDeps): () => void {
  let isQuitting = false;
  let isAsking = false;
  window.on('close', (event) => {
    const batches = running();
    if (isQuitting || batches === 0) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    void dialog
      .showMessageBox({
        type: 'question',
        message: batches === 1 ? 'A batch is running.' : `${batches} batches are running.`,
        detail:
          'Redwell can go on without its window; the icon in the tray opens it again. If you quit, the batches wait, ' +
          'and go on when Redwell is open again.',
        buttons: ['Keep running', 'Quit Redwell', 'Cancel'],
        defaultId: 0,
        cancelId: 2,
      })
      .then(({ response }) => {
        isAsking = false;
        if (response === 0) window.hide();
        if (response === 1) quit();
      });
  });
  return () => {
    isQuitting = true;
  };
}
