/** Takes the embedded documents and objects out of OpenDocument files. */
import { buffer } from 'node:stream/consumers';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import type { Entry, ZipFile } from 'yauzl';
import { blameFile } from '../../../documents/errors.ts';
import { readXml } from '../office/xml.ts';
import { odfObject } from './embedded-parts.ts';
import { addObject, reportDrawn } from './expand-office.ts';
import type { MemberWriter } from './members.ts';
import { eachEntry, nameOf, openChecked } from './zip.ts';

const MANIFEST = 'META-INF/manifest.xml';
const MAX_OBJECT_BYTES = 256 * 1024 * 1024;
const MEDIA = 'application/vnd.oasis.opendocument.';
const EXTENSIONS: Readonly<Record<string, string>> = {
  text: 'odt',
  spreadsheet: 'ods',
  presentation: 'odp',
  graphics: 'odg',
  chart: 'odc',
  formula: 'odf',
};

/** The parts of one embedded document. */
type Parts = Map<string, Buffer>;

/** @throws DocumentError corrupt, container_limit */
export async function expandOdf(location: string, members: MemberWriter): Promise<void> {
  const documents = new Map<string, Parts>();
  const drawn = new Map<string, number>();
  let types: ReadonlyMap<string, string> = new Map();
  let bytes = 0;
  const read = async (entry: Entry, zip: ZipFile): Promise<Buffer> => {
    bytes += entry.uncompressedSize;
    if (bytes > MAX_OBJECT_BYTES)
      throw new Error(`The embedded objects have more than ${MAX_OBJECT_BYTES} bytes`);
    return buffer(await openChecked(zip, entry));
  };
  try {
    await eachEntry(location, async (entry, zip) => {
      const part = nameOf(entry);
      if (part === MANIFEST) types = mediaTypes(await read(entry, zip));
      else if (odfObject(part) === part) {
        const kind = await addObject(part, () => read(entry, zip), members);
        if (kind !== null) drawn.set(kind, (drawn.get(kind) ?? 0) + 1);
      } else {
        const [, folder = '', rest = ''] = /^(Object \d+)\/([^/].*[^/])$/.exec(part) ?? [];
        if (rest === '') return;
        const parts = documents.get(folder) ?? new Map<string, Buffer>();
        documents.set(folder, parts.set(rest, await read(entry, zip)));
      }
    });
  } catch (error) {
    throw blameFile(error, 'OpenDocument file');
  }
  for (const [folder, parts] of documents) {
    const media = types.get(`${folder}/`) ?? '';
    const kind = media.startsWith(MEDIA) ? media.slice(MEDIA.length) : 'text';
    const extension = EXTENSIONS[kind] ?? 'odt';
    if (parts.has('content.xml'))
      await members.add(`${folder}.${extension}`, await packed(`${MEDIA}${kind}`, parts), null);
  }
  reportDrawn(drawn, members);
}

/** Returns the media type of each part that the manifest lists. */
function mediaTypes(manifest: Buffer): Map<string, string> {
  const types = new Map<string, string>();
  readXml(manifest, {
    open(name, attributes) {
      const path = attributes['full-path'];
      if (name === 'file-entry' && path !== undefined) types.set(path, attributes['media-type'] ?? '');
    },
  });
  return types;
}

/** Returns an embedded document as a file of its own. */
async function packed(media: string, parts: Parts): Promise<Buffer> {
  const options = { useWebWorkers: false, lastModDate: new Date(0), extendedTimestamp: false } as const;
  const zip = new ZipWriter(new Uint8ArrayWriter(), options);
  // The media type comes first and is not compressed, so that the type can be told from the first bytes.
  await zip.add('mimetype', new Uint8ArrayReader(Buffer.from(media)), { level: 0, dataDescriptor: false });
  for (const [name, content] of parts) await zip.add(name, new Uint8ArrayReader(content));
  return Buffer.from(await zip.close());
}
