/** Results go to stdout, everything else to stderr. */
import { once } from 'node:events';

export interface Output {
  /** Writes a piece of a result. Resolves when stdout can take more. */
  write(text: string): Promise<void>;
  line(text?: string): Promise<void>;
  /** Writes a line for the person at the terminal, never part of the result. */
  note(text: string): void;
  /** Resolves when everything has been written. */
  flushed(): Promise<void>;
}

export function processOutput(): Output {
  const { stdout, stderr } = process;
  // `redwell … | head` closes the pipe early, which is not a failure.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  const write = async (text: string): Promise<void> => {
    if (!stdout.write(text)) await once(stdout, 'drain');
  };
  return {
    write,
    line: (text = '') => write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    flushed: () =>
      new Promise((resolve, reject) => {
        stdout.write('', (error) => (error ? reject(error) : resolve()));
      }),
  };
}
