/** Runs 7-Zip, compiled to WebAssembly, over one archive: it opens 7z, RAR, tar, gzip and bzip2. */
import { constants } from 'node:fs';
import { basename, dirname } from 'node:path';
import SevenZipModule, { type SevenZipModuleFactory } from '7z-wasm';
import { machineFault } from '../../../documents/errors.ts';

export interface SevenZipSinks {
  /** Receives what the program writes, piece by piece. An error that it throws ends the run. */
  out(bytes: Uint8Array): void;
  /** Receives the messages of the program, line by line, as the bytes that they are. */
  log(line: Buffer): void;
}

/** What Emscripten's types leave out. */
interface Stream {
  stream_ops: object;
}
type Write = (stream: unknown, bytes: Int8Array, offset: number, length: number) => number;

const FOLDER = '/in';
const STDOUT = 1;
const STDERR = 2;
const NEWLINE = 0x0a;
/** A longer line is no message. */
const MAX_LINE_BYTES = 64 * 1024;
/** No archive of an office has it, and without any the program would ask. */
const NO_PASSWORD = '\u0001';

/** The package is CommonJS with a default export, which bundlers and Node expose differently. */
const SevenZip =
  (SevenZipModule as unknown as { default?: SevenZipModuleFactory }).default ??
  (SevenZipModule as unknown as SevenZipModuleFactory);

/** Emscripten asks Node's inner bindings for these constants, which Node refuses where permissions are on. */
function giveConstants(): void {
  const inner = process as { permission?: unknown; binding?: (name: string) => unknown };
  if (inner.permission !== undefined) inner.binding = () => ({ fs: constants });
}

/**
 * Runs one command, e.g. `['l', '-slt']`, and returns when it has ended, well or badly: the log says which.
 * @throws the error of a sink, or the machine's faults
 */
export async function sevenZip(
  command: readonly string[],
  location: string,
  password: string | null,
  sinks: SevenZipSinks,
): Promise<void> {
  // The program keeps state between runs, so each one gets a new copy.
  giveConstants();
  const program = await SevenZip({ stdin: () => null as unknown as number });
  program.FS.mkdir(FOLDER);
  program.FS.mount(readOnly(program.NODEFS), { root: dirname(location) }, FOLDER);
  let failure: unknown = null;
  const guarded =
    (take: (bytes: Uint8Array) => void): Write =>
    (_stream, bytes, offset, length) => {
      try {
        if (length > 0) take(Buffer.from(bytes.buffer, bytes.byteOffset + offset, length));
      } catch (error) {
        failure = error;
        throw error;
      }
      return length;
    };
  const lines = lineSplitter(sinks.log);
  replaceWrite(
    program.FS,
    STDOUT,
    guarded((bytes) => sinks.out(bytes)),
  );
  replaceWrite(program.FS, STDERR, guarded(lines.take));
  try {
    program.callMain([
      ...command,
      `-p${password ?? NO_PASSWORD}`,
      '-spd',
      '--',
      `${FOLDER}/${basename(location)}`,
    ]);
  } catch (error) {
    const machine = machineFault(error);
    if (failure !== null || machine !== null) throw failure ?? machine;
    sinks.log(Buffer.from(`ERROR: ${error instanceof Error ? error.message : String(error)}`));
  }
  lines.end();
}

function replaceWrite(fs: object, number: number, write: Write): void {
  const stream = (fs as { streams: (Stream | undefined)[] }).streams[number];
  if (stream === undefined) throw new Error('7-Zip has no output');
  stream.stream_ops = { ...stream.stream_ops, write };
}

/** The archive lies among the operator's files, and nothing may ever be written there. */
function readOnly<T extends object>(files: T): T {
  const refuse = (): never => {
    throw new Error('7-Zip may not write');
  };
  const { node_ops, stream_ops } = files as unknown as Record<string, object>;
  const none = {
    mknod: refuse,
    rename: refuse,
    unlink: refuse,
    rmdir: refuse,
    symlink: refuse,
    setattr: refuse,
  };
  return Object.assign(files, {
    node_ops: { ...node_ops, ...none },
    stream_ops: { ...stream_ops, write: refuse },
  });
}

/** Returns a sink that passes on each line of what it takes. */
export function lineSplitter(line: (bytes: Buffer) => void): { take(bytes: Uint8Array): void; end(): void } {
  let rest = Buffer.alloc(0);
  return {
    take(bytes) {
      rest = Buffer.concat([rest, bytes]);
      for (let at = rest.indexOf(NEWLINE); at >= 0; at = rest.indexOf(NEWLINE)) {
        line(rest.subarray(0, at));
        rest = rest.subarray(at + 1);
      }
      if (rest.length > MAX_LINE_BYTES) rest = Buffer.alloc(0);
    },
    end() {
      if (rest.length > 0) line(rest);
    },
  };
}
