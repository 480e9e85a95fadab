/**
 * Pre-flight: what contents hold (attachments, archive members) and how many pages they have. Untrusted bytes
 * are opened by the sandbox alone; one content is looked at once, however many paths it has.
 */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { nanoid } from 'nanoid';
import pLimit from 'p-limit';
import type { Logger } from 'pino';
import type { FileType } from '../../shared/documents.ts';
import type { Inspection } from '../documents/types.ts';
import type { Sandbox } from '../sandbox/types.ts';
import { allDone } from '../util/event-loop.ts';
import { type Budget, beyond, documentError, LOCKED, spend } from './findings.ts';
import { type Buffers, fingerprint } from './fingerprint.ts';
import { osCode, readFailure, writeFailure } from './fs-errors.ts';
import type { IntakeLimits } from './limits.ts';
import {
  type Expanded,
  type FileRecord,
  type Finding,
  MEMBERS,
  type MemberRecord,
  NAMED,
} from './records.ts';
import { type DropState, sourceOf } from './state.ts';

export const CONTAINERS: ReadonlySet<FileType> = new Set(['eml', 'msg', 'mbox', 'zip']);
/** Containers without a text of their own: when they cannot be opened, nothing is left to process. */
export const PURE_CONTAINERS: ReadonlySet<FileType> = new Set(['mbox', 'zip']);
/** Types with pages or passwords to know of before the run. */
const INSPECTED: ReadonlySet<FileType> = new Set([
  'pdf',
  'tiff',
  'png',
  'jpeg',
  'docx',
  'xlsx',
  'pptx',
  'odt',
  'ods',
  'odp',
]);

export interface InspectDeps {
  sandbox: Sandbox;
  limits: IntakeLimits;
  buffers: Buffers;
  log: Logger | undefined;
  /** Offered for encrypted contents; in memory only. */
  passwords?: readonly string[];
  /** Members were found or read; the drop's figures have changed. */
  onProgress(): void;
}

interface Content {
  sha256: string;
  type: FileType;
  bytes: number;
}

/** Learns everything of the drop's contents that is not known yet. `records` must be in path order. */
export async function inspectContents(
  state: DropState,
  records: readonly FileRecord[],
  deps: InspectDeps,
): Promise<void> {
  const work = new ContentInspector(state, deps);
  const seen = new Set<string>();
  const containers: [Content, FileRecord][] = [];
  for (const record of records) {
    const { sha256, type, bytes } = record;
    if (sha256 === null || record.excluded !== null || record.failure !== null || seen.has(sha256)) continue;
    seen.add(sha256);
    if (CONTAINERS.has(type)) containers.push([{ sha256, type, bytes }, record]);
    work.inspect({ sha256, type, bytes }, () => readableSource(state, record, sha256), 1, budgetOf(deps));
  }
  const limit = pLimit(availableParallelism());
  await allDone(
    containers.map(([content, record]) =>
      limit(async () => {
        if (content.bytes > deps.limits.maxDocumentBytes) return;
        await work.expand(content, () => readableSource(state, record, content.sha256), 1, budgetOf(deps));
      }),
    ),
  );
  await work.inspected();
}

const budgetOf = ({ limits }: InspectDeps): Budget => ({
  members: limits.maxMembers,
  bytes: limits.maxExpandedBytes,
});

/** The bytes under a path that is text. A name that is not UTF-8 cannot cross into a parser: it gets a copy. */
async function readableSource(state: DropState, record: FileRecord, sha256: string): Promise<string> {
  const source = sourceOf(state, record);
  if (typeof source === 'string') return source;
  const copy = join(state.directory, NAMED, sha256);
  await mkdir(join(state.directory, NAMED), { recursive: true });
  await copyFile(source, copy);
  return copy;
}

class ContentInspector {
  readonly #state: DropState;
  readonly #deps: InspectDeps;
  readonly #inspections: Promise<void>[] = [];
  readonly #limit = pLimit(availableParallelism() * 2);
  readonly #expanding = new Map<string, Promise<Expanded>>();
  /** How deep each content was met, at its least. */
  readonly #visited = new Map<string, number>();
  /** Opened in an earlier study; they too count against what a family may hold, once. */
  readonly #earlier: Set<string>;
  #asked = 0;
  readonly #passwords: readonly string[];

  constructor(state: DropState, deps: InspectDeps) {
    this.#state = state;
    this.#deps = deps;
    this.#passwords = deps.passwords ?? [];
    this.#earlier = new Set(state.contents.expansions.keys());
  }

  /**
   * Begins; `inspected` waits for all of them. What is found to have files attached is expanded.
   * @param depth at which such files are opened
   */
  inspect(content: Content, source: () => Promise<string>, depth: number, budget: Budget): void {
    const { inspections } = this.#state.contents;
    const { limits } = this.#deps;
    const { sha256, type } = content;
    if (!INSPECTED.has(type) || content.bytes > limits.maxDocumentBytes) return;
    const open = async ({ attachments = 0 }: Inspection): Promise<void> => {
      if (attachments > 0 && depth <= limits.maxDepth) await this.expand(content, source, depth, budget);
    };
    const known = inspections.get(sha256);
    if (known !== undefined) {
      this.#begin(() => open(known));
      return;
    }
    this.#asked += 1;
    if (this.#asked > limits.maxInspections) return;
    this.#begin(async () => {
      const { signal } = this.#state.abort;
      signal.throwIfAborted();
      const inspection = await this.#ask(async () =>
        this.#deps.sandbox.inspect({ location: await source(), type, passwords: this.#passwords }, signal),
      );
      const found: Inspection =
        'code' in inspection
          ? { pages: null, pagesToOcr: null, encrypted: false, problem: inspection }
          : inspection;
      inspections.set(sha256, found);
      // Passwords are not kept, and after a restart what they opened is locked again.
      const kept = found.encrypted && found.problem === null ? LOCKED : found;
      this.#state.journal.append({ k: 'inspected', sha256, v: kept });
      await open(found);
    });
  }

  #begin(work: () => Promise<void>): void {
    const begun = this.#limit(work);
    this.#inspections.push(begun);
    // The first failure is met in `inspected`; the others must not count as unhandled meanwhile.
    begun.catch(() => undefined);
  }

  /** Waits also for those that begin while it waits: what is attached is looked at too. */
  async inspected(): Promise<void> {
    for (let done = 0; done < this.#inspections.length; ) {
      const begun = this.#inspections.slice(done);
      done += begun.length;
      await allDone(begun);
    }
  }

  /** One container and whatever containers it holds. */
  async expand(
    content: Content,
    source: () => Promise<string>,
    depth: number,
    budget: Budget,
  ): Promise<void> {
    // An archive may hold itself, and many may hold the same one: each content is gone through once.
    if ((this.#visited.get(content.sha256) ?? Number.POSITIVE_INFINITY) <= depth) return;
    this.#visited.set(content.sha256, depth);
    const expansion = await this.#expansionOf(content, source, budget);
    this.#state.drop.found += expansion.members.length;
    this.#state.drop.read += expansion.members.length;
    for (const member of expansion.members) this.#state.drop.readBytes += member.bytes;
    this.#deps.onProgress();
    for (const member of expansion.members) {
      const location = async (): Promise<string> => join(this.#state.directory, member.file);
      this.inspect(member, location, depth + 1, budget);
      if (CONTAINERS.has(member.type) && depth < this.#deps.limits.maxDepth)
        await this.expand(member, location, depth + 1, budget);
    }
  }

  #expansionOf(content: Content, source: () => Promise<string>, budget: Budget): Promise<Expanded> {
    const known = this.#state.contents.expansions.get(content.sha256);
    if (known !== undefined) {
      if (this.#earlier.delete(content.sha256)) for (const { bytes } of known.members) spend(budget, bytes);
      return Promise.resolve(known);
    }
    const begun = this.#expanding.get(content.sha256) ?? this.#open(content, source, budget);
    this.#expanding.set(content.sha256, begun);
    return begun;
  }

  async #open(content: Content, source: () => Promise<string>, budget: Budget): Promise<Expanded> {
    const { signal } = this.#state.abort;
    signal.throwIfAborted();
    // With passwords a container is opened again: what stands in its folder is in use until then.
    const again = this.#passwords.length > 0 ? `-${nanoid(8)}` : '';
    const file = `${MEMBERS}/${content.sha256}${again}`;
    const into = join(this.#state.directory, file);
    // What a crash left half-expanded is not what the container holds.
    await rm(into, { recursive: true, force: true });
    const answer =
      budget.members <= 0 || budget.bytes <= 0
        ? beyond('The files it came in hold more than the limit for one family')
        : await this.#ask(async () =>
            this.#deps.sandbox.expand(
              { location: await source(), type: content.type, passwords: this.#passwords },
              into,
              { maxMembers: budget.members, maxBytes: budget.bytes, maxRatio: this.#deps.limits.maxRatio },
              signal,
            ),
          );
    const expanded: Expanded = { members: [], problems: [], failure: null };
    if ('code' in answer) expanded.failure = answer;
    else {
      for (const { name, code, detail } of answer.problems)
        if (name === '') expanded.failure = { code, detail };
        else expanded.problems.push({ name, code, detail });
      for (const member of answer.members) {
        spend(budget, member.bytes);
        expanded.members.push(await this.#member(member, `${file}/${member.file}`));
      }
    }
    this.#state.contents.expansions.set(content.sha256, expanded);
    this.#state.journal.append({ k: 'expanded', sha256: content.sha256, v: expanded });
    return expanded;
  }

  async #member(
    member: { name: string; bytes: number; modifiedAt: number | null },
    file: string,
  ): Promise<MemberRecord> {
    const path = join(this.#state.directory, file);
    const print = await fingerprint(path, member.name, this.#deps.buffers, this.#state.abort.signal);
    const { sha256, type, what, bytes } = print;
    return { name: member.name, file, bytes, modifiedAt: member.modifiedAt, sha256, type, what };
  }

  /** An answer, or why there is none. The sandbox blames a file or the machine; both are findings here. */
  async #ask<T extends object>(call: () => Promise<T>): Promise<T | Finding> {
    try {
      return await call();
    } catch (error) {
      if (this.#state.abort.signal.aborted) throw error;
      const blamed = documentError(error);
      if (blamed !== null) return blamed;
      if (['ENOSPC', 'EDQUOT'].includes(osCode(error) ?? ''))
        throw writeFailure(error, 'unpacking what was dropped');
      if (osCode(error) !== null) return readFailure(error, 'file');
      this.#deps.log?.error({ error }, 'a document could not be looked at before the run');
      return { code: 'infrastructure', detail: error instanceof Error ? error.message : String(error) };
    }
  }
}
