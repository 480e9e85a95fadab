/** Unpacks one container of a drop into the drop's folder, and fingerprints its members. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { nanoid } from 'nanoid';
import type { Logger } from 'pino';
import type { FileType } from '../../shared/file-types.ts';
import type { RoomGate } from '../disk/gate.ts';
import type { ExpandedMember, FileToRead } from '../documents/types.ts';
import type { Sandbox } from '../sandbox/types.ts';
import { askSandbox } from './ask-sandbox.ts';
import { type Buffers, fingerprint } from './fingerprint.ts';
import type { IntakeLimits } from './limits.ts';
import { type Expanded, type Finding, MEMBERS, type MemberRecord } from './records.ts';
import { whenThereIsRoom } from './room.ts';
import type { DropState } from './state.ts';

export interface InspectDeps {
  sandbox: Sandbox;
  limits: IntakeLimits;
  buffers: Buffers;
  log: Logger | undefined;
  /** Passwords to try on encrypted contents; kept in memory only. */
  passwords?: readonly string[];
  /** Holds work back while the disk has too little room. */
  gate: RoomGate;
  /** Called when members were found and the drop's counts have changed. */
  onProgress(): void;
}

/** One content of a drop. Files with the same bytes share it. */
export interface Content {
  /** The name of the first file that has it. */
  path: string;
  sha256: string;
  type: FileType;
  bytes: number;
}

/** What the sandbox needs to read a content and nothing else. */
export const contentToRead = (
  { path, sha256, bytes, type }: Content,
  location: string,
  passwords: readonly string[],
): FileToRead => ({ location, type, passwords, proof: { path, sha256, bytes } });

/** What one file on disk may still expand to, all levels together. */
export interface Budget {
  members: number;
  bytes: number;
}

export function spend(budget: Budget, bytes: number): void {
  budget.members -= 1;
  budget.bytes -= bytes;
}

const OVER_BUDGET: Finding = {
  code: 'container_limit',
  detail: 'The file that contains it expands to more files or bytes than the limit for one family',
};

/**
 * Unpacks one level of a container and records the result in the state and the journal.
 * @param source returns the path of the container's bytes
 */
export async function openContainer(
  state: DropState,
  content: Content,
  source: () => Promise<string>,
  budget: Budget,
  deps: InspectDeps,
): Promise<Expanded> {
  const { signal } = state.abort;
  signal.throwIfAborted();
  const passwords = deps.passwords ?? [];
  // With passwords, a container is opened a second time while its first folder is still in use.
  const suffix = passwords.length > 0 ? `-${nanoid(8)}` : '';
  const folder = `${MEMBERS}/${content.sha256}${suffix}`;
  const into = join(state.directory, folder);
  const answer =
    budget.members <= 0 || budget.bytes <= 0
      ? OVER_BUDGET
      : await whenThereIsRoom(state, deps.gate, deps.onProgress, async () => {
          // A crash or a full disk may have left a half-expanded folder.
          await rm(into, { recursive: true, force: true });
          return askSandbox(
            async () =>
              deps.sandbox.expand(
                contentToRead(content, await source(), passwords),
                into,
                { maxMembers: budget.members, maxBytes: budget.bytes, maxRatio: deps.limits.maxRatio },
                signal,
              ),
            signal,
            deps.log,
          );
        });
  const expanded: Expanded = { members: [], problems: [], failure: null };
  if ('code' in answer) expanded.failure = answer;
  else {
    for (const problem of answer.problems)
      if (problem.name === '') expanded.failure = { code: problem.code, detail: problem.detail };
      else expanded.problems.push(problem);
    for (const member of answer.members) {
      spend(budget, member.bytes);
      expanded.members.push(await readMember(state, member, `${folder}/${member.file}`, deps.buffers));
    }
  }
  state.contents.expansions.set(content.sha256, expanded);
  state.journal.append({ k: 'expanded', sha256: content.sha256, v: expanded });
  return expanded;
}

async function readMember(
  state: DropState,
  { name, modifiedAt }: ExpandedMember,
  file: string,
  buffers: Buffers,
): Promise<MemberRecord> {
  const print = await fingerprint(join(state.directory, file), name, buffers, state.abort.signal);
  const { sha256, type, description, bytes } = print;
  return { name, file, bytes, modifiedAt, sha256, type, description };
}
