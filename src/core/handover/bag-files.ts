/** The tag files of a bag (RFC 8493). Their hash proves everything that the bag holds. */
import { createHash } from 'node:crypto';
import type { Batch } from '../../shared/batches.ts';
import { wellFormed } from '../util/well-formed.ts';
import type { ExportFolder, TextFile } from './export-folder.ts';
import type { WrittenFile } from './written-file.ts';

export const PAYLOAD = 'data';
export const BAGIT = 'bagit.txt';
export const BAG_INFO = 'bag-info.txt';
export const PAYLOAD_MANIFEST = 'manifest-sha256.txt';
export const TAG_MANIFEST = 'tagmanifest-sha256.txt';

export const BAGIT_TEXT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** Encodes line ends and percent signs (RFC 8493, 2.1.3). */
const encodePath = (path: string): string =>
  path.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

/** Returns what `encodePath` was given. */
export const decodePath = (path: string): string =>
  path.replace(/%0D/gi, '\r').replace(/%0A/gi, '\n').replace(/%25/g, '%');

const lineOf = ({ sha256, path }: WrittenFile): string => `${sha256}  ${encodePath(path)}\n`;

/** Compares paths by their code units, so that the order is the same on every machine. */
export const byPath = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Writes the manifest of the payload while files arrive, so that no list of them is kept in memory. */
export class Manifests {
  readonly #folder: ExportFolder;
  readonly #tags: WrittenFile[] = [];
  #payload: TextFile | null = null;
  #bytes = 0;
  #files = 0;

  /** @param folder the bag itself; its files must be reported to `add` */
  constructor(folder: ExportFolder) {
    this.#folder = folder;
  }

  async add(file: WrittenFile): Promise<void> {
    if (!file.path.startsWith(`${PAYLOAD}/`)) {
      this.#tags.push(file);
      return;
    }
    this.#payload ??= await this.#folder.openText(PAYLOAD_MANIFEST);
    await this.#payload.write(lineOf(file));
    this.#bytes += file.bytes;
    this.#files += 1;
  }

  /** Completes the payload: no file may be added to it any more. */
  async closePayload(batch: Batch, at: number): Promise<void> {
    this.#payload ??= await this.#folder.openText(PAYLOAD_MANIFEST);
    await this.#payload.close();
    await this.#folder.writeText(BAGIT, BAGIT_TEXT);
    await this.#folder.writeText(BAG_INFO, this.#info(batch, at));
  }

  /** Writes the tag manifest, which is the last file. @returns its SHA-256, the root hash */
  async seal(): Promise<string> {
    const lines = this.#tags
      .sort((a, b) => byPath(a.path, b.path))
      .map(lineOf)
      .join('');
    await this.#folder.writeText(TAG_MANIFEST, lines);
    return createHash('sha256').update(lines).digest('hex');
  }

  #info(batch: Batch, at: number): string {
    const value = (text: string): string => wellFormed(text).replace(/[\r\n]+/g, ' ');
    return [
      'Bag-Software-Agent: Redwell',
      `Bagging-Date: ${new Date(at).toISOString().slice(0, 10)}`,
      `External-Identifier: ${batch.id}`,
      `External-Description: ${value(batch.name)}`,
      ...(batch.matter === '' ? [] : [`Matter: ${value(batch.matter)}`]),
      ...(batch.custodian === '' ? [] : [`Custodian: ${value(batch.custodian)}`]),
      `Payload-Oxum: ${this.#bytes}.${this.#files}`,
      '',
    ].join('\n');
  }
}
