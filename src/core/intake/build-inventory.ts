/** Builds the inventory of a drop: its documents with families, duplicates and exceptions, in path order. */
import { join } from 'node:path';
import { CONTAINERS, PURE_CONTAINERS } from '../documents/containers.ts';
import { yieldEvery } from '../util/event-loop.ts';
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
  /** The first entry with each content, in path order. Later ones are its duplicates. */
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
  movable: false,
});

/**
 * Builds the inventory. The result does not depend on the order in which files were found or read.
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
    movable: record.file !== null,
  };
  if (record.excluded !== null) {
    builder.entries.push({ ...entry, status: 'excluded', excluded: record.excluded });
    return;
  }
  if (record.failure !== null) {
    builder.entries.push({ ...entry, status: 'exception', exception: record.failure });
    return;
  }
  await addContent(builder, entry, record.description, 1);
}

/** Adds a document whose bytes are known, and then its members. */
async function addContent(
  builder: InventoryBuilder,
  entry: Entry,
  description: string,
  depth: number,
): Promise<void> {
  await builder.yieldIfDue();
  builder.entries.push(entry);
  const { sha256 } = entry;
  if (sha256 === null) return;
  const misnamed = mismatch(entry.path, entry.type, description);
  if (misnamed !== null) entry.warnings.push({ code: 'extension_mismatch', detail: misnamed });
  // Empty files are not duplicates: each one is an exception.
  const first = entry.type === 'empty' ? undefined : builder.first.get(sha256);
  if (first !== undefined) {
    entry.status = 'duplicate';
    entry.duplicateOf = first.path;
    return;
  }
  builder.first.set(sha256, entry);
  const exception = refusal(entry, description, builder.limits);
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
      detail: `The file is nested ${depth} levels deep. Redwell opens ${builder.limits.maxDepth} levels.`,
    });
  else await addMembers(builder, entry, expanded, depth);
}

/** Returns why a document cannot be processed, if its type and size alone decide it. */
function refusal({ type, bytes }: Entry, description: string, limits: IntakeLimits): Finding | null {
  switch (type) {
    case 'empty':
      return { code: 'empty', detail: 'The file is empty (0 bytes).' };
    case 'unknown':
      return {
        code: 'unrecognized',
        detail: `The content does not match any known file type.${description === '' ? '' : ` (${description})`}`,
      };
    case 'other':
      return { code: 'unsupported', detail: `The file is ${description}.` };
    default:
      return bytes > limits.maxDocumentBytes
        ? {
            code: 'oversize',
            detail: `The file has ${number(bytes)} bytes. The limit for one document is ${number(limits.maxDocumentBytes)} bytes.`,
          }
        : null;
  }
}

const number = (value: number): string => value.toLocaleString('en-US');

/** Records why a container's members are missing. A mail still has its own text, but an archive has nothing else. */
function blame(container: Entry, finding: Finding): void {
  if (PURE_CONTAINERS.has(container.type)) {
    container.status = 'exception';
    container.exception = finding;
  } else container.warnings.push(finding);
}

/** Adds a container's members, and the members that could not be unpacked, in path order. */
async function addMembers(
  builder: InventoryBuilder,
  container: Entry,
  expanded: Expanded,
  depth: number,
): Promise<void> {
  if (expanded.failure !== null) blame(container, expanded.failure);
  for (const { path, member, finding, warnings } of childrenOf(container, expanded)) {
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
      movable: true,
    });
    const excluded = systemPath(member.name);
    if (excluded !== null) builder.entries.push({ ...entry, status: 'excluded', excluded });
    else await addContent(builder, entry, member.description, depth + 1);
  }
}

interface Child {
  path: string;
  /** Null if the member could not be unpacked. */
  member: MemberRecord | null;
  /** Why it could not be unpacked. */
  finding: Finding | null;
  warnings: Finding[];
}

function childrenOf(container: Entry, { members, problems }: Expanded): Child[] {
  const kept = new Set(members.map(({ name }) => name));
  const renamed = new Map<string, Finding[]>();
  const lost: { name: string; finding: Finding }[] = [];
  for (const { name, code, detail, renamedTo } of problems) {
    const finding = { code, detail };
    if (renamedTo !== undefined && kept.has(renamedTo))
      renamed.set(renamedTo, [...(renamed.get(renamedTo) ?? []), finding]);
    else lost.push({ name, finding });
  }
  const names = new UniqueNames();
  const pathOf = (name: string): string => `${container.path}/${names.take(name)}`;
  const children: Child[] = members.map((member) => ({
    path: pathOf(member.name),
    member,
    finding: null,
    warnings: renamed.get(member.name) ?? [],
  }));
  // A member that could not be unpacked was received too, so it is listed as a document.
  for (const { name, finding } of lost)
    children.push({
      path: pathOf(name.replace(/^\/+/, '') || 'member'),
      member: null,
      finding,
      warnings: [],
    });
  return children.sort((a, b) => pathOrder(a.path, b.path));
}
