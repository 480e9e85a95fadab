/** Unpacks an archive into one file, and notes which of its bytes belong to which member. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { DocumentError } from '../../../documents/errors.ts';
import { faultIn } from './archive-directory.ts';
import { sevenZip } from './seven-zip.ts';

export interface Piece {
  /** The bytes of the name, one character each. */
  name: string;
  from: number;
  to: number;
  /** What 7-Zip says is wrong with it; null if nothing is. */
  fault: string | null;
}

export interface Unpacked {
  pieces: Piece[];
  /** What is wrong with the archive as a whole. */
  faults: string[];
}

/** @param maxBytes of all members together @throws DocumentError container_limit, or the machine's faults */
export async function unpack(
  location: string,
  password: string | null,
  spool: string,
  maxBytes: number,
): Promise<Unpacked> {
  const pieces: Piece[] = [];
  const faults = new Set<string>();
  const file = openSync(spool, 'w');
  let bytes = 0;
  const log = (line: Buffer): void => {
    const text = line.toString('latin1');
    const [, name] = /^[-T] (.*)$/s.exec(text) ?? [];
    if (name !== undefined) pieces.push({ name, from: bytes, to: bytes, fault: null });
    const fault = faultIn(text);
    if (fault === null) return;
    const last = pieces.at(-1);
    if (last !== undefined && fault.endsWith(` : ${last.name}`))
      last.fault ??= fault.slice(0, fault.length - last.name.length - 3);
    else faults.add(fault);
  };
  try {
    await sevenZip(['x', '-so', '-bb1', '-bso2'], location, password, {
      out(chunk) {
        const last = pieces.at(-1);
        if (last === undefined) throw new Error('7-Zip wrote content of no member');
        bytes += chunk.length;
        if (bytes > maxBytes)
          throw new DocumentError('container_limit', `The container expands to more than ${maxBytes} bytes`);
        for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
        last.to = bytes;
      },
      log,
    });
  } finally {
    closeSync(file);
  }
  return { pieces, faults: [...faults] };
}

/** Returns whether a password opens a member. */
export async function opens(location: string, password: string, name: string): Promise<boolean> {
  let tested = false;
  let failed = false;
  await sevenZip(['t', '-bb1', '-bso2', `-i!${name}`], location, password, {
    out: () => undefined,
    log(line) {
      const text = line.toString('utf8');
      tested ||= text.startsWith('T ');
      failed ||= faultIn(text) !== null;
    },
  });
  return tested && !failed;
}
