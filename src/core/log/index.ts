/** Opens logs that never block the program, never end it, and never fill its disk. */
import { StringDecoder } from 'node:string_decoder';
import pino, { type Logger } from 'pino';
import { BoundedWriter, type LineWriter, type Sink } from './bounded-writer.ts';
import { descriptorSink } from './descriptor-sink.ts';
import { countRepeats } from './repeats.ts';
import { RotatingFile } from './rotating-file.ts';
import { SAFE_LOG } from './safe-log.ts';

export interface OpenLog {
  readonly log: Logger;
  /** Writes what is left, as far as the disk takes it. */
  dispose(): Promise<void>;
}

/** Where a log goes: a file that rotates, or an open descriptor. */
export type LogPlace = { file: string } | { descriptor: number };

const STANDARD = { level: 40 } as const;

const lostLine = (count: number): string =>
  `${JSON.stringify({
    ...STANDARD,
    time: Date.now(),
    pid: process.pid,
    lost: count,
    msg: `${count.toLocaleString('en-US')} ${count === 1 ? 'line' : 'lines'} of this log could not be written and were lost`,
  })}\n`;

const sinkOf = (place: LogPlace): Sink =>
  'file' in place ? new RotatingFile(place.file) : descriptorSink(place.descriptor);

const writerTo = (place: LogPlace): LineWriter => countRepeats(new BoundedWriter(sinkOf(place), lostLine));

/** @param base is on every line. Opens nothing yet, so it cannot fail. */
export function openLog(place: LogPlace, level: string, base: Record<string, unknown>): OpenLog {
  const writer = writerTo(place);
  return {
    log: pino({ level, base: { pid: process.pid, ...base }, ...SAFE_LOG }, { write: writer.write }),
    dispose: () => writer.close(),
  };
}

/** Longest line of another program. What is longer is cut into several. */
const MAX_LINE = 64 * 1024;

/** What another process writes to its standard output and error, line by line. */
export interface OutputLog {
  write(output: Buffer): void;
  close(): Promise<void>;
}

export function openOutputLog(file: string): OutputLog {
  const writer = writerTo({ file });
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const write = (text: string): void => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) writer.write(`${line}\n`);
    if (rest.length <= MAX_LINE) return;
    writer.write(`${rest}\n`);
    rest = '';
  };
  return {
    write: (output) => write(decoder.write(output)),
    async close() {
      const last = decoder.end();
      if (rest !== '' || last !== '') write(`${last}\n`);
      await writer.close();
    },
  };
}
