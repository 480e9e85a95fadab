/** Shows a view until Ctrl-C: redraws it on a terminal, elsewhere prints each change. */
import type { Output } from './output.ts';

export interface LookOptions {
  json: boolean;
  /** Show the view once and end. */
  once: boolean;
  /** Fires on Ctrl-C. */
  signal: AbortSignal;
}

const REFRESH_MS = 1000;
/** Moves the cursor home and clears below it: no flicker, and the scroll-back keeps earlier output. */
const HOME = '\u001b[H\u001b[J';

/** @param render returns one JSON object with `--json`, otherwise lines */
export async function showRepeatedly(
  look: LookOptions,
  out: Output,
  render: () => Promise<string>,
): Promise<void> {
  const redraw = process.stdout.isTTY === true && !look.json && !look.once;
  let before = '';
  for (;;) {
    const text = await render();
    if (redraw) await out.line(HOME + text);
    else if (text !== before) await out.line(look.json || before === '' ? text : `\n${text}`);
    before = text;
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
