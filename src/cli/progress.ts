/** How far a job is, for the person who waits: a bar on a terminal, otherwise a line now and then. */
import { SingleBar } from 'cli-progress';

export interface Progress {
  /** @param part done so far, 0-1; null while the end is not known @param words what is going on */
  show(part: number | null, words: string): void;
  /** Says something without breaking the bar. */
  say(words: string): void;
  stop(): void;
}

/** Between two lines where there is no terminal, ms. */
const LINE_MS = 5000;
const STEPS = 1000;

/** @param stream where to show it, usually stderr */
export function startProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): Progress {
  const shown = new SingleBar({
    format: '{bar} {percentage} %  {words}',
    stream,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
    fps: 5,
    // The terminal's own handling of Ctrl-C is ours: the batch has to be left in order.
    gracefulExit: false,
  });
  shown.start(STEPS, 0, { words: '' });
  let last: [number, string] = [0, ''];
  return {
    show(part, words) {
      last = [Math.round((part ?? 0) * STEPS), words];
      shown.update(last[0], { words });
    },
    say(words) {
      shown.stop();
      stream.write(`${words}\n`);
      shown.start(STEPS, last[0], { words: last[1] });
    },
    stop: () => shown.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): Progress {
  let said = 0;
  let before = '';
  return {
    show(part, words) {
      const now = Date.now();
      if (now - said < LINE_MS || words === before) return;
      said = now;
      before = words;
      stream.write(part === null ? `${words}\n` : `${Math.floor(part * 100)} %  ${words}\n`);
    },
    say: (words) => void stream.write(`${words}\n`),
    stop: () => undefined,
  };
}
