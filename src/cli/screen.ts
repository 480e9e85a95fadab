/** Shows a view until Ctrl-C: redraws it on a terminal, elsewhere prints each change. */
import type { Output } from './output.ts';
import { joined, type Shown } from './shown.ts';

export interface LookOptions {
  json: boolean;
  /** Show the view once and end. */
  once: boolean;
  /** Fires on Ctrl-C. */
  signal: AbortSignal;
}

const REFRESH_MS = 1000;

/** @param render returns one JSON object with `--json`, otherwise lines */
export async function showRepeatedly(
  look: LookOptions,
  out: Output,
  render: () => Promise<Shown>,
): Promise<void> {
  const redraw = process.stdout.isTTY === true && !look.json && !look.once;
  let before = '';
  for (;;) {
    const view = await render();
    if (redraw) await out.redraw(view);
    else if (view.text !== before)
      await out.line(look.json || before === '' ? view : joined(['', view], '\n'));
    before = view.text;
    if (look.once || look.signal.aborted) return;
    await pause(REFRESH_MS, look.signal);
    if (look.signal.aborted) return;
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
