/** A frozen batch on disk: `batches/<batchId>/` is a BagIt bag (RFC 8493) whose payload is in the vault. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RedwellError } from '../../shared/errors.ts';
import {
  type Manifest,
  type ManifestDocument,
  manifestDocumentSchema,
  manifestSchema,
} from '../../shared/manifest.ts';
import { yieldEvery } from '../util/event-loop.ts';
import { foldedName, portablePath, UniqueNames } from '../util/portable-names.ts';
import { writeDurably } from './durable.ts';
import { isGone } from './fs-errors.ts';
import { withPresentCodes } from './old-versions.ts';

export const MANIFEST = 'redwell-manifest.json';
/** Lines are joined up to this size before they are written. */
const PIECE_CHARACTERS = 64 * 1024;

/** Encodes line ends and percent signs as BagIt requires (RFC 8493, 2.1.3). */
const encodePath = (path: string): string =>
  path.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

/**
 * Returns the path of each document in a bag, by document id. A container is a file, so its members go next to it,
 * under `<container>.members/`. Documents without bytes are not in a bag.
 */
export async function bagPaths(documents: readonly ManifestDocument[]): Promise<Map<string, string>> {
  const yieldIfDue = yieldEvery();
  const unique = new UniqueNames(foldedName);
  const byId = new Map(documents.map((document) => [document.id, document]));
  const paths = new Map<string, string>();
  const folders = new Map<string, string>();
  const parents = new Set(documents.map(({ parentId }) => parentId));
  // A folder cannot have the name of a file, so the folders of members take unique names too.
  for (const { id, path, parentId, sha256 } of documents) {
    await yieldIfDue();
    const parent = parentId === null ? undefined : byId.get(parentId);
    const inside = parent === undefined ? path : nameInside(path, parent.path);
    const base = parent === undefined ? 'data' : (folders.get(parent.id) ?? 'data');
    const place = unique.take(`${base}/${portablePath(inside)}`);
    if (parents.has(id)) folders.set(id, unique.take(`${place}.members`));
    if (sha256 !== null) paths.set(id, place);
  }
  return paths;
}

/** A member has the path of its container before its name; what a load file attaches to a document has a path of its own. */
const nameInside = (path: string, container: string): string =>
  path.startsWith(`${container}/`) ? path.slice(container.length + 1) : path.slice(path.lastIndexOf('/') + 1);

interface BagContents {
  manifest: Manifest;
  paths: Map<string, string>;
}

const bagitTxt = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** Returns `bag-info.txt`, which has lines of `Label: value`. Line ends in a value become spaces. */
function bagInfo({ manifest, paths }: BagContents): string {
  const inBag = manifest.documents.filter(({ id }) => paths.has(id));
  const bytes = inBag.reduce((sum, document) => sum + document.bytes, 0);
  const value = (text: string): string => text.replace(/[\r\n]+/g, ' ');
  return [
    'Bag-Software-Agent: Redwell',
    `Bagging-Date: ${new Date(manifest.createdAt).toISOString().slice(0, 10)}`,
    `External-Identifier: ${manifest.batchId}`,
    `External-Description: ${value(manifest.name)}`,
    ...(manifest.matter === '' ? [] : [`Matter: ${value(manifest.matter)}`]),
    ...(manifest.custodian === '' ? [] : [`Custodian: ${value(manifest.custodian)}`]),
    `Payload-Oxum: ${bytes}.${inBag.length}`,
    '',
  ].join('\n');
}

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const yieldIfDue = yieldEvery();
  await writeDurably(path, async (write) => {
    let piece = '';
    for (const line of lines) {
      piece += line;
      if (piece.length < PIECE_CHARACTERS) continue;
      await write(piece);
      piece = '';
      await yieldIfDue();
    }
    await write(piece);
  });
}

function* jsonLines(manifest: Manifest): Generator<string> {
  const { documents, ...head } = manifest;
  // One document per line, so that a reader does not block the event loop.
  yield `${JSON.stringify(head).slice(0, -1)},"documents":[\n`;
  for (const [i, document] of documents.entries())
    yield `${JSON.stringify(document)}${i + 1 < documents.length ? ',' : ''}\n`;
  yield ']}\n';
}

function* payloadLines({ manifest, paths }: BagContents): Generator<string> {
  for (const { id, sha256 } of manifest.documents) {
    const path = paths.get(id);
    if (path !== undefined) yield `${sha256}  ${encodePath(path)}\n`;
  }
}

/** Yields lines of `url length path`, which make a bag without payload valid (RFC 8493, 2.2.3). */
function* fetchLines({ manifest, paths }: BagContents): Generator<string> {
  for (const { id, location, bytes } of manifest.documents) {
    const path = paths.get(id);
    if (path !== undefined) yield `${pathToFileURL(location).href} ${bytes} ${encodePath(path)}\n`;
  }
}

/** Writes the tag files of a bag. @param fetch whether the payload is outside the bag */
export async function writeTagFiles(
  directory: string,
  manifest: Manifest,
  paths: Map<string, string>,
  fetch: boolean,
): Promise<void> {
  const bag = { manifest, paths };
  const files: [string, Iterable<string>][] = [
    ['bagit.txt', [bagitTxt]],
    ['bag-info.txt', [bagInfo(bag)]],
    ['manifest-sha256.txt', payloadLines(bag)],
    [MANIFEST, jsonLines(manifest)],
  ];
  if (fetch) files.push(['fetch.txt', fetchLines(bag)]);
  for (const [name, lines] of files) await writeLines(join(directory, name), lines);
  const tags: string[] = [];
  for (const [name] of files) tags.push(`${await hashTagFile(join(directory, name))}  ${name}\n`);
  await writeLines(join(directory, 'tagmanifest-sha256.txt'), tags);
}

async function hashTagFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Reads a manifest line by line. It may have been written by 0.1.0. @throws RedwellError not_found */
export async function readManifestFile(directory: string, batchId: string): Promise<Manifest> {
  const path = join(directory, MANIFEST);
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (!isGone(error)) throw error;
    throw new RedwellError('not_found', `There is no manifest of batch ${batchId} on this computer.`, {
      action: 'Open History to see the batches of this computer.',
      cause: error,
    });
  });
  const yieldIfDue = yieldEvery();
  let head: unknown = null;
  const documents: ManifestDocument[] = [];
  for await (const line of handle.readLines()) {
    await yieldIfDue();
    if (head === null) {
      // A file that someone reformatted is still a manifest.
      if (!line.endsWith('"documents":['))
        return manifestSchema.parse(JSON.parse(withPresentCodes(await readFile(path, 'utf8'))));
      head = JSON.parse(`${line}]}`);
    } else if (line !== ']}') {
      documents.push(manifestDocumentSchema.parse(JSON.parse(withPresentCodes(line.replace(/,$/, '')))));
    }
  }
  return { ...manifestSchema.parse(head), documents };
}
