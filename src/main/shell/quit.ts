/** Quits in order: closes everything first, but does not wait forever for a part that hangs. */
import type { App } from 'electron';

/**
 * Delays quitting until `dispose` is done or `boundMs` have passed.
 * @param failed receives the error when a part did not close cleanly
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
      timer = setTimeout(() => reject(new Error('Some parts did not stop in time.')), boundMs);
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
