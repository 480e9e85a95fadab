/**
 * Inspects the contents of a drop before the run: how many pages they have, and which documents are inside them.
 * Only the sandbox opens untrusted bytes. Files with the same bytes are inspected once.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pLimit from 'p-limit';
import type { FileType } from '../../shared/file-types.ts';
import { CONTAINERS } from '../documents/containers.ts';
import type { Inspection } from '../documents/types.ts';
import { allDone } from '../util/event-loop.ts';
import { askSandbox } from './ask-sandbox.ts';
import { LOCKED } from './locked.ts';
import {
  type Budget,
  type Content,
  contentToRead,
  type InspectDeps,
  openContainer,
  spend,
} from './open-container.ts';
import { type Expanded, type FileRecord, NAMED } from './records.ts';
import { whenThereIsRoom } from './room.ts';
import { type DropState, sourceOf } from './state.ts';

/** Types whose pages or passwords matter before the run. */
const INSPECTED: ReadonlySet<FileType> = new Set([
  'pdf',
  'tiff',
  'png',
  'jpeg',
  'gif',
  'webp',
  'bmp',
  'heic',
  'jp2',
  'docx',
  'xlsx',
  'pptx',
  'odt',
  'ods',
  'odp',
  'doc',
  'xls',
  'xlsb',
  'rtf',
]);

/** Inspects every content of the drop that has no result yet. `records` must be in path order. */
export async function inspectContents(
  state: DropState,
  records: readonly FileRecord[],
  deps: InspectDeps,
): Promise<void> {
  const inspector = new ContentInspector(state, deps);
  const seen = new Set<string>();
  const containers: [Content, FileRecord][] = [];
  for (const record of records) {
    const { path, sha256, type, bytes } = record;
    if (sha256 === null || record.excluded !== null || record.failure !== null || seen.has(sha256)) continue;
    seen.add(sha256);
    if (CONTAINERS.has(type)) containers.push([{ path, sha256, type, bytes }, record]);
    inspector.inspect(
      { path, sha256, type, bytes },
      () => readableSource(state, record, sha256),
      1,
      budgetOf(deps),
    );
  }
  const limit = pLimit(availableParallelism());
  await allDone(
    containers.map(([content, record]) =>
      limit(async () => {
        if (content.bytes > deps.limits.maxDocumentBytes) return;
        const source = () => readableSource(state, record, content.sha256);
        await inspector.expand(content, source, 1, budgetOf(deps));
      }),
    ),
  );
  await inspector.finished();
}

const budgetOf = ({ limits }: InspectDeps): Budget => ({
  members: limits.maxMembers,
  bytes: limits.maxExpandedBytes,
});

/** Returns a path that is valid text. The sandbox takes paths as text, so a file whose name is not UTF-8 is copied. */
async function readableSource(state: DropState, record: FileRecord, sha256: string): Promise<string> {
  const source = sourceOf(state, record);
  if (typeof source === 'string') return source;
  const copy = join(state.directory, NAMED, sha256);
  await mkdir(join(state.directory, NAMED), { recursive: true });
  // Not `copyFile`, which gives the copy the permissions of the original.
  await pipeline(createReadStream(source), createWriteStream(copy));
  return copy;
}

class ContentInspector {
  readonly #state: DropState;
  readonly #deps: InspectDeps;
  readonly #inspections: Promise<void>[] = [];
  readonly #limit = pLimit(availableParallelism() * 2);
  readonly #expanding = new Map<string, Promise<Expanded>>();
  /** The smallest depth at which each content was found. */
  readonly #depths = new Map<string, number>();
  /** Containers that an earlier inspection opened. Each counts once against the budget of its family. */
  readonly #openedEarlier: Set<string>;
  #asked = 0;

  constructor(state: DropState, deps: InspectDeps) {
    this.#state = state;
    this.#deps = deps;
    this.#openedEarlier = new Set(state.contents.expansions.keys());
  }

  /**
   * Starts the inspection of a content; `finished` waits for it. Files attached to the content are expanded too.
   * @param depth the level at which attached files would be opened
   */
  inspect(content: Content, source: () => Promise<string>, depth: number, budget: Budget): void {
    const { inspections } = this.#state.contents;
    const { limits } = this.#deps;
    const { sha256, type } = content;
    if (!INSPECTED.has(type) || content.bytes > limits.maxDocumentBytes) return;
    const expandAttachments = async ({ attachments = 0 }: Inspection): Promise<void> => {
      if (attachments > 0 && depth <= limits.maxDepth) await this.expand(content, source, depth, budget);
    };
    const earlier = inspections.get(sha256);
    if (earlier !== undefined) {
      this.#start(() => expandAttachments(earlier));
      return;
    }
    this.#asked += 1;
    if (this.#asked > limits.maxInspections) return;
    this.#start(async () => {
      const inspection = await this.#ask(content, source);
      inspections.set(sha256, inspection);
      const kept = inspection.encrypted && inspection.problem === null ? LOCKED : inspection;
      this.#state.journal.append({ k: 'inspected', sha256, v: kept });
      await expandAttachments(inspection);
    });
  }

  /** Waits for all inspections, including those that start while it waits. @throws the first error */
  async finished(): Promise<void> {
    for (let done = 0; done < this.#inspections.length; ) {
      const started = this.#inspections.slice(done);
      done += started.length;
      await allDone(started);
    }
  }

  /** Expands a container and the containers inside it. */
  async expand(
    content: Content,
    source: () => Promise<string>,
    depth: number,
    budget: Budget,
  ): Promise<void> {
    // An archive may contain itself, and several may contain the same one. Each is walked again only nearer the top.
    if ((this.#depths.get(content.sha256) ?? Number.POSITIVE_INFINITY) <= depth) return;
    this.#depths.set(content.sha256, depth);
    const { members } = await this.#expansionOf(content, source, budget);
    const { drop, directory } = this.#state;
    drop.members = (drop.members ?? 0) + members.length;
    for (const member of members) drop.readBytes += member.bytes;
    this.#deps.onProgress();
    for (const found of members) {
      const member = { ...found, path: `${content.path}/${found.name}` };
      const location = async (): Promise<string> => join(directory, member.file);
      this.inspect(member, location, depth + 1, budget);
      if (CONTAINERS.has(member.type) && depth < this.#deps.limits.maxDepth)
        await this.expand(member, location, depth + 1, budget);
    }
  }

  #start(work: () => Promise<void>): void {
    const inspection = this.#limit(work);
    this.#inspections.push(inspection);
    // `finished` throws the error; until then it must not count as unhandled.
    inspection.catch(() => undefined);
  }

  #expansionOf(content: Content, source: () => Promise<string>, budget: Budget): Promise<Expanded> {
    const { sha256 } = content;
    const earlier = this.#state.contents.expansions.get(sha256);
    if (earlier !== undefined) {
      if (this.#openedEarlier.delete(sha256)) for (const { bytes } of earlier.members) spend(budget, bytes);
      return Promise.resolve(earlier);
    }
    const opening =
      this.#expanding.get(sha256) ?? openContainer(this.#state, content, source, budget, this.#deps);
    this.#expanding.set(sha256, opening);
    return opening;
  }

  async #ask(content: Content, source: () => Promise<string>): Promise<Inspection> {
    const { signal } = this.#state.abort;
    signal.throwIfAborted();
    const { sandbox, log, gate, onProgress, passwords = [] } = this.#deps;
    const answer = await whenThereIsRoom(this.#state, gate, onProgress, () =>
      askSandbox(
        async () => sandbox.inspect(contentToRead(content, await source(), passwords), signal),
        signal,
        log,
      ),
    );
    return 'code' in answer ? { pages: null, pagesToOcr: null, encrypted: false, problem: answer } : answer;
  }
}
