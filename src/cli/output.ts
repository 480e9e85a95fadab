/** Results go to stdout, everything else to stderr. */
import { once } from 'node:events';
import { type Printable, type Shown, textOf } from './shown.ts';

/** Moves the cursor home and clears below it: no flicker, and the scroll-back keeps earlier output. */
const HOME = '\u001b[H\u001b[J';

export interface Output {
  /** Writes a piece of a result. Resolves when stdout can take more. */
  write(text: Printable): Promise<void>;
  line(text?: Printable): Promise<void>;
  /** Replaces what the terminal shows. */
  redraw(view: Shown): Promise<void>;
  /** Writes a line for the person at the terminal, never part of the result. */
  note(text: Printable): void;
  /** Resolves when everything has been written. */
  flushed(): Promise<void>;
}

/** Writes a line for the person at the terminal. */
export const noteAtTerminal = (text: Printable): void => void process.stderr.write(`${textOf(text)}\n`);

export function processOutput(): Output {
  const { stdout } = process;
  // `redwell … | head` closes the pipe early, which is not a failure.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  const write = async (text: string): Promise<void> => {
    if (!stdout.write(text)) await once(stdout, 'drain');
  };
  return {
    write: (text) => write(textOf(text)),
    line: (text = '') => write(`${textOf(text)}\n`),
    redraw: (view) => write(`${HOME}${view.text}\n`),
    note: noteAtTerminal,
    flushed: () =>
      new Promise((resolve, reject) => {
        stdout.write('', (error) => (error ? reject(error) : resolve()));
      }),
  };
}
