/** Builds the inventory of a drop: its documents with families, duplicates and exceptions, in path order. */
import { join } from 'node:path';
import { CONTAINERS, PURE_CONTAINERS } from '../documents/containers.ts';
import { sortInSlices, yieldEvery } from '../util/event-loop.ts';
import { UniqueNames } from '../util/portable-names.ts';
import type { IntakeLimits } from './limits.ts';
import { pathOrder } from './names.ts';
import { blank, type Forest, fileEntry, leaveOut, type Node } from './nodes.ts';
import { productionForest } from './production/nodes.ts';
import type { Entry, Expanded, FileRecord, Finding, MemberRecord } from './records.ts';
import { LEFT_OUT, leftOutWith } from './selection.ts';
import { mismatch } from './sniff/extension.ts';
import type { DropState } from './state.ts';
import { systemPath } from './system-files.ts';

interface InventoryBuilder {
  state: DropState;
  limits: IntakeLimits;
  /** The entry of each content that is processed. All others with these bytes are its duplicates. */
  twins: Map<string, Entry>;
  /** What the operator left out, by depth of nesting. */
  leftOut: Node[][];
  yieldIfDue(): Promise<void>;
}

/**
 * Builds the inventory. The result does not depend on the order in which files were found or read. Of several documents
 * with the same bytes, the one that `twinOrder` puts first is processed, and only its members are listed. What the
 * operator left out takes no part in that: a duplicate of it becomes the original. Its members are listed once, if no
 * other document lists them.
 * @param records in path order
 */
export async function buildInventory(
  state: DropState,
  records: readonly FileRecord[],
  limits: IntakeLimits,
): Promise<Entry[]> {
  const yieldIfDue = yieldEvery();
  const builder: InventoryBuilder = { state, limits, twins: new Map(), leftOut: [], yieldIfDue };
  const forest =
    state.production !== null && state.drop.loadFile?.taken === true
      ? await productionForest(state, state.production, records)
      : await plainForest(state, records);
  let level = forest.top;
  for (let depth = 1; level.length > 0; depth += 1) level = await addLevel(builder, level, depth);
  await addLeftOut(builder);
  return inOrder(forest.roots(), yieldIfDue);
}

/**
 * Compares documents with the same bytes; the first is processed. Copies tend to have longer names than what they were
 * made from, and later dates. A time that is not known counts as the latest.
 */
export function twinOrder(a: Entry, b: Entry): number {
  if (a.path.length !== b.path.length) return a.path.length - b.path.length;
  const [x, y] = [a.modifiedAt ?? Number.POSITIVE_INFINITY, b.modifiedAt ?? Number.POSITIVE_INFINITY];
  return x === y ? pathOrder(a.path, b.path) : x - y;
}

async function plainForest(state: DropState, records: readonly FileRecord[]): Promise<Forest> {
  const yieldIfDue = yieldEvery();
  const top: Node[] = [];
  for (const record of records) {
    await yieldIfDue();
    top.push({ entry: fileEntry(state, record), description: record.description, members: [] });
  }
  return { top, roots: () => top };
}

/** Decides the documents of one level of nesting, and returns those of the next. A loose file comes before a member. */
async function addLevel(builder: InventoryBuilder, level: readonly Node[], depth: number): Promise<Node[]> {
  const sorted = await sortInSlices(level, (a, b) => twinOrder(a.entry, b.entry));
  const next: Node[] = [];
  for (const node of sorted) {
    await builder.yieldIfDue();
    if (node.entry.status === 'pending') addContent(builder, node, depth);
    else if (node.entry.leftOut) {
      builder.leftOut[depth] ??= [];
      builder.leftOut[depth].push(node);
    }
    for (const member of node.members) next.push(member);
  }
  return next;
}

/** Lists the members of what was left out, unless another document with these bytes lists them. */
async function addLeftOut(builder: InventoryBuilder): Promise<void> {
  let inside: Node[] = [];
  for (let depth = 1; depth < builder.leftOut.length || inside.length > 0; depth += 1) {
    const level = [...(builder.leftOut[depth] ?? []), ...inside];
    inside = [];
    for (const node of await sortInSlices(level, (a, b) => twinOrder(a.entry, b.entry))) {
      await builder.yieldIfDue();
      const { entry, description } = node;
      if (entry.sha256 === null || entry.type === 'empty' || builder.twins.has(entry.sha256)) continue;
      builder.twins.set(entry.sha256, entry);
      if (refusal(entry, description, builder.limits) !== null) continue;
      const expanded = builder.state.contents.expansions.get(entry.sha256);
      if (expanded === undefined || depth > builder.limits.maxDepth) continue;
      node.members = membersOf(builder.state, node, expanded);
      for (const member of node.members) if (member.entry.leftOut) inside.push(member);
    }
  }
}

/** Lists each document before its members. */
async function inOrder(top: readonly Node[], yieldIfDue: () => Promise<void>): Promise<Entry[]> {
  const entries: Entry[] = [];
  const open = [...top].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    await yieldIfDue();
    entries.push(node.entry);
    for (const member of node.members.toReversed()) open.push(member);
  }
  return entries;
}

/** Decides what becomes of a document whose bytes are known, and adds its members. */
function addContent(builder: InventoryBuilder, node: Node, depth: number): void {
  const { entry, description } = node;
  const { sha256 } = entry;
  if (sha256 === null) return;
  const misnamed = mismatch(entry.path, entry.type, description);
  if (misnamed !== null) entry.warnings.push({ code: 'extension_mismatch', detail: misnamed });
  // Empty files are not duplicates: each one is an exception.
  const twin = entry.type === 'empty' ? undefined : builder.twins.get(sha256);
  if (twin !== undefined) {
    entry.status = 'duplicate';
    entry.duplicateOf = twin.path;
    return;
  }
  builder.twins.set(sha256, entry);
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
  else {
    if (expanded.failure !== null) blame(entry, expanded.failure);
    node.members = membersOf(builder.state, node, expanded);
  }
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

/** Returns a container's members, and the members that could not be unpacked, in path order. */
function membersOf(state: DropState, { entry: container, listed }: Node, expanded: Expanded): Node[] {
  // An attachment goes with its mail: only what lies in an archive is chosen by itself.
  const attached = container.attached || !PURE_CONTAINERS.has(container.type);
  const choose = (entry: Entry): void => {
    if (container.leftOut) leaveOut(entry, leftOutWith(container.path));
    else if (!attached && state.selection.leavesOut(entry.path, entry.type)) leaveOut(entry, LEFT_OUT);
  };
  return childrenOf(container, expanded).flatMap(({ path, member, finding, warnings }) => {
    if (member !== null && isListed(listed, member.sha256)) return [];
    const entry: Entry = { ...blank(path), parent: container.path, attached, warnings };
    if (member === null) {
      Object.assign(entry, { status: 'exception', exception: finding });
      choose(entry);
      return [{ entry, description: '', members: [], listed }];
    }
    Object.assign(entry, {
      bytes: member.bytes,
      type: member.type,
      sha256: member.sha256,
      modifiedAt: member.modifiedAt,
      source: join(state.directory, member.file),
      movable: true,
    });
    const excluded = systemPath(member.name);
    if (excluded !== null) Object.assign(entry, { status: 'excluded', excluded });
    else choose(entry);
    return [{ entry, description: member.description, members: [], listed }];
  });
}

/** Whether a record of the load file is this member. Each record is one member only. */
function isListed(listed: Node['listed'], sha256: string): boolean {
  const left = listed?.get(sha256) ?? 0;
  if (left > 0) listed?.set(sha256, left - 1);
  return left > 0;
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
