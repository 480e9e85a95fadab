/** From what was found to the inventory: families, duplicates and exceptions, in path order. */
import { join } from 'node:path';
import { yieldEvery } from '../util/event-loop.ts';
import { CONTAINERS, PURE_CONTAINERS } from './inspect.ts';
import type { IntakeLimits } from './limits.ts';
import { pathOrder, UniqueNames } from './names.ts';
import type { Entry, Expanded, FileRecord, Finding, MemberRecord } from './records.ts';
import { mismatch } from './sniff/extension.ts';
import { type DropState, sourceOf } from './state.ts';
import { systemPath } from './system-files.ts';

interface InventoryBuilder {
  state: DropState;
  limits: IntakeLimits;
  entries: Entry[];
  /** The first of each content, in path order. */
  first: Map<string, Entry>;
  yieldIfDue(): Promise<void>;
}

const blank = (path: string): Entry => ({
  path,
  bytes: 0,
  type: 'unknown',
  sha256: null,
  modifiedAt: null,
  parent: null,
  duplicateOf: null,
  status: 'pending',
  exception: null,
  foreseen: null,
  warnings: [],
  excluded: '',
  pages: null,
  pagesToOcr: null,
  source: null,
  own: false,
});

/**
 * The inventory. The same files give the same entries whatever order they were found or read in.
 * @param records in path order
 */
export async function buildInventory(
  state: DropState,
  records: readonly FileRecord[],
  limits: IntakeLimits,
): Promise<Entry[]> {
  const builder: InventoryBuilder = {
    state,
    limits,
    entries: [],
    first: new Map(),
    yieldIfDue: yieldEvery(),
  };
  for (const record of records) await addFile(builder, record);
  return builder.entries;
}

async function addFile(builder: InventoryBuilder, record: FileRecord): Promise<void> {
  const { state } = builder;
  const entry: Entry = {
    ...blank(record.path),
    bytes: record.bytes,
    type: record.type,
    sha256: record.sha256,
    modifiedAt: record.modifiedAt,
    source: record.root < 0 && record.file === null ? null : sourceOf(state, record),
    own: record.file !== null,
  };
  if (record.excluded !== null) {
    builder.entries.push({ ...entry, status: 'excluded', excluded: record.excluded });
    return;
  }
  if (record.failure !== null) {
    builder.entries.push({ ...entry, status: 'exception', exception: record.failure });
    return;
  }
  await addContent(builder, entry, record.what, 1);
}

/** One document whose bytes are known, and its members behind it. */
async function addContent(
  builder: InventoryBuilder,
  entry: Entry,
  what: string,
  depth: number,
): Promise<void> {
  await builder.yieldIfDue();
  builder.entries.push(entry);
  const { sha256 } = entry;
  if (sha256 === null) return;
  const claim = mismatch(entry.path, entry.type, what);
  if (claim !== null) entry.warnings.push({ code: 'extension_mismatch', detail: claim });
  // Two files without content are no copies of each other: each is an exception of its own.
  const first = entry.type === 'empty' ? undefined : builder.first.get(sha256);
  if (first !== undefined) {
    entry.status = 'duplicate';
    entry.duplicateOf = first.path;
    return;
  }
  builder.first.set(sha256, entry);
  const exception = atSight(entry, what, builder.limits);
  if (exception !== null) {
    entry.status = 'exception';
    entry.exception = exception;
    return;
  }
  const inspection = builder.state.contents.inspections.get(sha256);
  if (inspection !== undefined) {
    entry.pages = inspection.pages;
    entry.pagesToOcr = inspection.pagesToOcr;
    entry.foreseen = inspection.problem;
  }
  if (!CONTAINERS.has(entry.type) && !inspection?.attachments) return;
  const expanded = builder.state.contents.expansions.get(sha256);
  if (depth > builder.limits.maxDepth || expanded === undefined)
    blame(entry, {
      code: 'container_limit',
      detail: `It lies ${depth} containers deep; ${builder.limits.maxDepth} are opened.`,
    });
  else await addMembers(builder, entry, expanded, depth);
}

/** The exceptions that need no reader to be known. */
function atSight(entry: Entry, what: string, limits: IntakeLimits): Finding | null {
  switch (entry.type) {
    case 'empty':
      return { code: 'empty', detail: 'The file has no content (0 bytes).' };
    case 'unknown':
      return {
        code: 'unrecognized',
        detail: `The content matches no known type of file.${what === '' ? '' : ` (${what})`}`,
      };
    case 'other':
      return { code: 'unsupported', detail: `It is ${what}.` };
    default:
      return entry.bytes > limits.maxDocumentBytes
        ? {
            code: 'oversize',
            detail: `The file has ${entry.bytes} bytes; the limit for one document is ${limits.maxDocumentBytes}.`,
          }
        : null;
  }
}

/** A mail still has its own text when its attachments cannot be had; an archive has nothing else. */
function blame(container: Entry, finding: Finding): void {
  if (PURE_CONTAINERS.has(container.type)) {
    container.status = 'exception';
    container.exception = finding;
  } else container.warnings.push(finding);
}

async function addMembers(
  builder: InventoryBuilder,
  container: Entry,
  expanded: Expanded,
  depth: number,
): Promise<void> {
  if (expanded.failure !== null) blame(container, expanded.failure);
  const names = new UniqueNames();
  const unnamed = new Map<string, Finding[]>();
  const lost: { name: string; finding: Finding }[] = [];
  for (const { name, code, detail } of expanded.problems) {
    // A member that was taken out under another name is here; only its name was at fault.
    const renamed = /it was named (.+)$/.exec(detail)?.[1];
    if (renamed !== undefined && expanded.members.some((member) => member.name === renamed))
      unnamed.set(renamed, [...(unnamed.get(renamed) ?? []), { code, detail }]);
    else lost.push({ name, finding: { code, detail } });
  }
  const children: {
    path: string;
    member: MemberRecord | null;
    finding: Finding | null;
    warnings: Finding[];
  }[] = [];
  for (const member of expanded.members)
    children.push({
      path: `${container.path}/${names.take(member.name)}`,
      member,
      finding: null,
      warnings: unnamed.get(member.name) ?? [],
    });
  // What could not be taken out is a document too: it was received, and somebody must know.
  for (const { name, finding } of lost)
    children.push({
      path: `${container.path}/${names.take(name.replace(/^\/+/, '') || 'member')}`,
      member: null,
      finding,
      warnings: [],
    });
  children.sort((a, b) => pathOrder(a.path, b.path));
  for (const { path, member, finding, warnings } of children) {
    const entry: Entry = { ...blank(path), parent: container.path, warnings };
    if (member === null) {
      builder.entries.push({ ...entry, status: 'exception', exception: finding });
      continue;
    }
    Object.assign(entry, {
      bytes: member.bytes,
      type: member.type,
      sha256: member.sha256,
      modifiedAt: member.modifiedAt,
      source: join(builder.state.directory, member.file),
      own: true,
    });
    const excluded = systemPath(member.name);
    if (excluded !== null) builder.entries.push({ ...entry, status: 'excluded', excluded });
    else await addContent(builder, entry, member.what, depth + 1);
  }
}
