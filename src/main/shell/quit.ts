/** Quitting in order: what is open is closed first, and a part that does not close cannot hold the rest. */
import type { App } from 'electron';

/**
 * Takes over quitting: the first attempt is held back until `dispose` is through or `boundMs` are over.
 * @param failed told what did not close cleanly
 */
export function quitInOrder(
  app: Pick<App, 'on' | 'exit'>,
  dispose: () => Promise<void>,
  boundMs: number,
  failed: (error: unknown) => void,
): void {
  let quitting = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (quitting) return;
    quitting = true;
    let timer: NodeJS.Timeout | undefined;
    const bound = new Promise<void>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('Some parts did not stop in time and were left.')), boundMs);
    });
    Promise.race([dispose(), bound])
      .then(
        () => 0,
        (error: unknown) => {
          failed(error);
          return 1;
        },
      )
      .then((code) => {
        clearTimeout(timer);
        app.exit(code);
      });
  });
}
