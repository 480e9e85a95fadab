/** Shows how far a job is: a bar on a terminal, elsewhere a line every few seconds. */
import { SingleBar } from 'cli-progress';
import { visible } from '../shared/visible.ts';
import { percent } from './format.ts';

export interface Progress {
  /** @param part share done, 0-1; null if the total is unknown @param text what is happening */
  show(part: number | null, text: string): void;
  /** Prints a line without breaking the bar. */
  note(text: string): void;
  stop(): void;
}

/** Between two lines when there is no terminal. ms */
const LINE_MS = 5000;
const STEPS = 1000;

/** @param stream where to show it, usually stderr */
export function startProgress(stream: NodeJS.WriteStream): Progress {
  const shown = stream.isTTY ? bar(stream) : lines(stream);
  return {
    show: (part, text) => shown.show(part, visible(text)),
    note: (text) => shown.note(visible(text)),
    stop: () => shown.stop(),
  };
}

function bar(stream: NodeJS.WriteStream): Progress {
  const shown = new SingleBar({
    format: '{bar} {percentage}%  {text}',
    stream,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
    fps: 5,
    // We handle Ctrl-C ourselves, because the batch must stop in order.
    gracefulExit: false,
  });
  shown.start(STEPS, 0, { text: '' });
  let last: [number, string] = [0, ''];
  return {
    show(part, text) {
      last = [Math.round((part ?? 0) * STEPS), text];
      shown.update(last[0], { text });
    },
    note(text) {
      shown.stop();
      stream.write(`${text}\n`);
      shown.start(STEPS, last[0], { text: last[1] });
    },
    stop: () => shown.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): Progress {
  let shownAt = 0;
  let before = '';
  return {
    show(part, text) {
      const now = Date.now();
      if (now - shownAt < LINE_MS || text === before) return;
      shownAt = now;
      before = text;
      stream.write(part === null ? `${text}\n` : `${percent(part * 100)}  ${text}\n`);
    },
    note: (text) => void stream.write(`${text}\n`),
    stop: () => undefined,
  };
}
