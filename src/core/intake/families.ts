/** Families: what is inside mails, mailboxes and archives, as documents with a parent. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { customAlphabet } from 'nanoid';
import type { FileType } from '../../shared/documents.ts';
import { DocumentError } from '../pipeline/types.ts';
import { type Entry, newEntry } from './entry.ts';
import { type ReadContext, readBytes } from './read.ts';
import { systemFile } from './system-files.ts';
import { problemOf } from './walk.ts';

/** Limits over one file that was dropped, with everything inside it. */
export interface FamilyLimits {
  /** Levels of containers in containers. */
  maxDepth: number;
  maxMembers: number;
  maxBytes: number;
  /** Expanded over packed bytes of one archive. */
  maxRatio: number;
}

export const DEFAULT_FAMILY_LIMITS: FamilyLimits = {
  maxDepth: 8,
  maxMembers: 10_000,
  maxBytes: 4 * 1024 ** 3,
  maxRatio: 200,
};

const CONTAINERS: ReadonlySet<FileType> = new Set(['eml', 'msg', 'mbox', 'zip']);
const folderName = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 16);

/**
 * All members below `root`, parents before children. What stops an expansion becomes the container's
 * exception; members that came out before are kept.
 */
export async function expandFamily(
  root: Entry,
  context: ReadContext,
  limits: FamilyLimits,
): Promise<Entry[]> {
  const family: Entry[] = [];
  let bytes = 0;
  const open = [{ entry: root, depth: 1 }];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const { entry, depth } = at;
    if (!CONTAINERS.has(entry.type) || entry.excluded !== null || entry.exception !== null) continue;
    if (depth > limits.maxDepth) {
      entry.exception = {
        code: 'container_limit',
        detail: `It is ${depth} containers deep; the limit is ${limits.maxDepth}.`,
      };
      continue;
    }
    const into = join(context.scratch, folderName());
    await mkdir(into, { recursive: true });
    try {
      const room = {
        maxMembers: limits.maxMembers - family.length,
        maxBytes: limits.maxBytes - bytes,
        maxRatio: limits.maxRatio,
      };
      const { members, problems } = await context.sandbox.expand(
        { location: entry.location, type: entry.type },
        into,
        room,
        context.signal,
      );
      for (const member of members) {
        const child = newEntry(`${entry.path}/${member.name}`, member.file, member.bytes, member.modifiedAt);
        child.parent = entry.path;
        child.ours = true;
        child.excluded = systemFile(child.path);
        bytes += member.bytes;
        await readBytes(child, context).catch((error: unknown) => {
          if (context.signal.aborted) throw error;
          child.exception = problemOf(error, child.path);
        });
        family.push(child);
        open.push({ entry: child, depth: depth + 1 });
      }
      const worst = problems.find((p) => p.code === 'container_limit') ?? problems[0];
      if (worst !== undefined) {
        const others = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
        entry.warnings.push({ code: worst.code, detail: `${worst.name}: ${worst.detail}${others}` });
      }
    } catch (error) {
      if (context.signal.aborted) throw error;
      if (error instanceof DocumentError && error.code === 'encrypted') entry.encrypted = true;
      else if (error instanceof DocumentError) entry.exception = { code: error.code, detail: error.message };
      else
        entry.exception = {
          code: 'container_error',
          detail: error instanceof Error ? error.message : String(error),
        };
    }
  }
  return family;
}
