/** Walks folders as the file system has them: names are bytes, links are not followed, nothing is opened. */
import type { Dirent } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import type { IntakeProblem } from './entry.ts';

export interface Found {
  /** Relative to the drop, beginning with the dropped name; `/` everywhere. */
  path: string;
  /** The real name, for opening; it may not be valid UTF-8. */
  location: Buffer;
  bytes: number;
  modifiedAt: number | null;
  /** It is there and is no document: a link, a socket, a device. */
  excluded: string | null;
  problem: IntakeProblem | null;
}

const SLASH = Buffer.from('/');
const joinBytes = (folder: Buffer, name: Buffer): Buffer => Buffer.concat([folder, SLASH, name]);

/** What the operating system said, as an exception of the field. */
export function problemOf(error: unknown, path: string): IntakeProblem {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const said = error instanceof Error ? error.message : String(error);
  if (code === 'EACCES' || code === 'EPERM')
    return { code: 'access_restricted', detail: `This account may not read ${path}.` };
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESTALE' || code === 'ENODEV')
    return { code: 'source_missing', detail: `${path} was gone when it was to be read.` };
  if (code === 'ENAMETOOLONG')
    return {
      code: 'source_missing',
      detail: `The path is longer than this system can open (${path.length} characters). Move the folder nearer to the top of the drive.`,
    };
  return { code: 'infrastructure', detail: `${path} could not be read: ${said}` };
}

const kindOf = (
  entry: Pick<Dirent, 'isSymbolicLink' | 'isSocket' | 'isFIFO' | 'isBlockDevice' | 'isCharacterDevice'>,
): string => {
  if (entry.isSymbolicLink())
    return 'A link to another place; drop that place itself if it belongs to the matter';
  if (entry.isSocket()) return 'A connection between programs, not a document';
  if (entry.isFIFO()) return 'A pipe between programs, not a document';
  if (entry.isBlockDevice() || entry.isCharacterDevice()) return 'A device, not a document';
  return 'Not a document';
};

/**
 * Everything below `root`, depth first, without following links (so no loop can occur). What cannot be
 * looked at is yielded with a problem, never thrown. @param name what the root is called in the drop
 */
export async function* walk(root: Buffer, name: string, signal: AbortSignal): AsyncGenerator<Found> {
  const stack: { location: Buffer; path: string }[] = [{ location: root, path: name }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (signal.aborted) return;
    const { location, path } = at;
    try {
      const stat = await lstat(location);
      if (stat.isDirectory()) {
        for await (const entry of await opendir(location, {
          encoding: 'buffer' as BufferEncoding,
          bufferSize: 256,
        })) {
          const bytes = entry.name as unknown as Buffer;
          stack.push({ location: joinBytes(location, bytes), path: `${path}/${bytes.toString('utf8')}` });
        }
      } else if (stat.isFile())
        yield {
          path,
          location,
          bytes: stat.size,
          modifiedAt: Math.round(stat.mtimeMs),
          excluded: null,
          problem: null,
        };
      else yield { path, location, bytes: 0, modifiedAt: null, excluded: kindOf(stat), problem: null };
    } catch (error) {
      yield { path, location, bytes: 0, modifiedAt: null, excluded: null, problem: problemOf(error, path) };
    }
  }
}
