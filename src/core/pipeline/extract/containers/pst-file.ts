/** Walks the folders and items of an Outlook data file (MS-PST: PST and OST). */
import { open } from 'node:fs/promises';
import type { PSTFolder, PSTMessage } from 'pst-extractor';
import { DocumentError, machineFault } from '../../../documents/errors.ts';

/** What the library's own iteration uses. Its tables of folders lose rows after the first block; this tree has all. */
interface Node {
  descriptorIdentifier: number;
}
export interface PstItem {
  /** Names of the folders that the item is in. */
  folders: readonly string[];
  /** Position in the file, from 1. */
  number: number;
  /** Null if the item cannot be read. */
  message: PSTMessage | null;
}

const HEAD_BYTES = 192;
const VERSION_AT = 10;
const FIRST_UNICODE = 20;
const ROOT = 0x122;
/** The lowest five bits of an identifier tell what it stands for (MS-PST 2.2.2.1). */
const KIND = 0x1f;
const FOLDER = 0x02;
const MESSAGE = 0x04;
const MAX_DEPTH = 50;
/** Folders of the store itself, which nobody sees in Outlook. */
const UNSEEN = /^(?:Top of (?:Personal Folders|Outlook data file)|IPM_SUBTREE|Root - Mailbox|)$/i;

/** Yields every item, folder by folder. @throws DocumentError encrypted, container_error, or the machine's faults */
export async function* pstItems(location: string): AsyncGenerator<PstItem> {
  const { PSTFile } = await import('pst-extractor');
  const { PSTUtil } = await import('pst-extractor/dist/PSTUtil.class.js');
  const console = quiet();
  let file: InstanceType<typeof PSTFile> | null = null;
  try {
    file = new PSTFile(location);
    const opened = file;
    const tree: ReadonlyMap<number, readonly Node[]> = opened.getChildDescriptorTree();
    const load = (node: Node): unknown => PSTUtil.detectAndLoadPSTObject(opened, node as never);
    let number = 0;
    for (const { folders, messages } of foldersOf(tree, load))
      for (const node of messages) {
        number += 1;
        yield { folders, number, message: loaded(node, load) };
      }
  } catch (error) {
    throw pstFault(error);
  } finally {
    file?.close();
    console.restore();
  }
}

/**
 * Returns the bytes that the header states and the file lacks. The library reads zeros in their place.
 * @throws the machine's faults
 */
export async function missingBytes(location: string): Promise<number> {
  const file = await open(location);
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(HEAD_BYTES);
    await file.read(head, 0, HEAD_BYTES, 0);
    const stated =
      head.readUInt16LE(VERSION_AT) < FIRST_UNICODE
        ? head.readUInt32LE(168)
        : Number(head.readBigUInt64LE(184));
    return Math.max(0, stated - size);
  } finally {
    await file.close();
  }
}

interface Folder {
  folders: readonly string[];
  messages: readonly Node[];
}

function foldersOf(tree: ReadonlyMap<number, readonly Node[]>, load: (node: Node) => unknown): Folder[] {
  const found: Folder[] = [];
  const seen = new Set<number>();
  const visit = (id: number, folders: readonly string[]): void => {
    if (seen.has(id) || folders.length > MAX_DEPTH) return;
    seen.add(id);
    const children = tree.get(id) ?? [];
    const messages = children.filter((node) => (node.descriptorIdentifier & KIND) === MESSAGE);
    if (messages.length > 0) found.push({ folders, messages });
    for (const node of children)
      if ((node.descriptorIdentifier & KIND) === FOLDER && node.descriptorIdentifier !== id) {
        const name = folderName(node, load);
        visit(node.descriptorIdentifier, UNSEEN.test(name) ? folders : [...folders, name]);
      }
  };
  visit(ROOT, []);
  // Items whose folder is gone are still evidence.
  for (const id of tree.keys()) if (!seen.has(id)) visit(id, ['Items without a folder']);
  return found;
}

function folderName(node: Node, load: (node: Node) => unknown): string {
  try {
    return (load(node) as PSTFolder).displayName.trim();
  } catch (error) {
    const machine = machineFault(error);
    if (machine !== null) throw machine;
    // The items in the folder do not depend on its name.
    return `Folder ${node.descriptorIdentifier}`;
  }
}

function loaded(node: Node, load: (node: Node) => unknown): PSTMessage | null {
  try {
    return load(node) as PSTMessage;
  } catch (error) {
    const machine = machineFault(error);
    if (machine !== null) throw machine;
    // The caller names the item that is missing.
    return null;
  }
}

function pstFault(error: unknown): DocumentError {
  if (error instanceof DocumentError) return error;
  const machine = machineFault(error);
  if (machine !== null) return machine;
  const message = error instanceof Error ? error.message : String(error);
  if (/is encrypted/.test(message))
    return new DocumentError('encrypted', 'The Outlook data file is encrypted by Windows for its user', {
      cause: error,
    });
  // Some messages of the library quote the bytes of the file.
  const reason = message
    .replace(/^PST\w+::\w+ /, '')
    .replace(/[^ -~].*$/s, '')
    .slice(0, 200);
  return new DocumentError('container_error', `The Outlook data file could not be read: ${reason}`, {
    cause: error,
  });
}

/** The library writes to the console, which belongs to the program that asked. */
function quiet(): { restore(): void } {
  const { log, error } = globalThis.console;
  const nothing = (): void => undefined;
  Object.assign(globalThis.console, { log: nothing, error: nothing });
  return { restore: () => Object.assign(globalThis.console, { log, error }) };
}
