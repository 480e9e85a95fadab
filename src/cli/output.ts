/** Results go to stdout, everything said on the way to stderr. */
import { once } from 'node:events';

export interface Output {
  /** One piece of a result, as it is; resolves when more may come. */
  write(text: string): Promise<void>;
  line(text?: string): Promise<void>;
  /** For the person who waits, never part of the result. */
  note(text: string): void;
  /** Resolves when the other end has everything. */
  flushed(): Promise<void>;
}

export function processOutput(): Output {
  const { stdout, stderr } = process;
  // `redwell … | head` closes the pipe early: that is a reader who has enough, not a failure.
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
