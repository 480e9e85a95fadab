/** Reads OpenDocument (ISO 26300): text documents, spreadsheets, and presentations with one page per slide. */
import { DocumentError } from '../../../documents/errors.ts';
import type { StageWarning } from '../../../documents/types.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, PageText, Source } from '../types.ts';
import { odfChartLines } from './odf-chart.ts';
import { type FlowOptions, FlowReader } from './odf-flow.ts';
import { readPageStyles } from './odf-masters.ts';
import { readOdfParts } from './odf-package.ts';
import { readStyles } from './odf-styles.ts';
import { readProperties } from './properties.ts';
import { readXml } from './xml.ts';

const ENGINE = engineOf('htmlparser2', 'htmlparser2');
const MANIFEST = 'META-INF/manifest.xml';
const WANTED = new Set(['content.xml', 'styles.xml', 'meta.xml', MANIFEST]);
/** The content of an embedded object; charts are read. */
const OBJECT = /^([^/]+)\/content\.xml$/;

/** Returns the text of an OpenDocument file. @throws DocumentError encrypted, corrupt, oversize */
export async function extractOdf(source: Source): Promise<Extracted> {
  const isWanted = (name: string): boolean => WANTED.has(name) || OBJECT.test(name);
  const parts = await readOdfParts(source, source.limits.maxBytes, isWanted);
  const [content, styles] = [parts.get('content.xml'), parts.get('styles.xml')];
  refuseLocked(parts);
  // A package with only styles is valid (OpenDocument 1.2, part 1, 2.2.1) and has no text.
  if (content === undefined && styles === undefined)
    throw new DocumentError(
      'corrupt',
      'The OpenDocument file is damaged: its content is missing. Ask for a new copy',
    );
  const kind = source.type === 'ods' ? 'sheets' : source.type === 'odp' ? 'slides' : 'text';
  const options = flowOptions(parts, kind, source.limits.maxCharacters);
  const { headers, masters } = readPageStyles(beforeBody(styles), options);
  const reader = new FlowReader({ ...options, masters });
  if (content !== undefined) readBody(content, reader);
  const blocks = reader.done();
  const pages = source.type === 'odp';
  return {
    body: pages ? blocks.slice(0, source.limits.maxPages).map(slide) : [...blocks, ...headers].join('\n\n'),
    metadata: readProperties(parts.get('meta.xml')),
    warnings: [
      ...reader.warnings.map((detail): StageWarning => ({ code: 'part_not_read', detail })),
      ...(pages && blocks.length > source.limits.maxPages
        ? [slideLimit(source.limits.maxPages, blocks.length)]
        : []),
    ],
    engine: ENGINE,
  };
}

/** Returns what a slide shows from its master page, by the master's name. Placeholders are left out. */
export const mastersOf = (parts: ReadonlyMap<string, Buffer>, maxCharacters: number): Map<string, string[]> =>
  readPageStyles(beforeBody(parts.get('styles.xml')), flowOptions(parts, 'slides', maxCharacters)).masters;

const flowOptions = (
  parts: ReadonlyMap<string, Buffer>,
  kind: FlowOptions['kind'],
  maxCharacters: number,
): FlowOptions => ({
  kind,
  styles: readStyles([parts.get('styles.xml'), parts.get('content.xml')].map(beforeBody)),
  charts: readCharts(parts),
  masters: new Map(),
  // `assemble` applies the limit and names it; this one keeps repeated cells from making the text endless.
  room: maxCharacters * 2,
});

/** Returns the part up to its body, which has no styles. */
function beforeBody(part: Buffer | undefined): Buffer | undefined {
  const at = part?.indexOf('<office:body') ?? -1;
  return at < 0 ? part : part?.subarray(0, at);
}

const slide = (text: string, i: number): PageText => ({
  page: i + 1,
  text,
  source: text === '' ? 'none' : 'text',
  confidence: null,
});

const slideLimit = (read: number, all: number): StageWarning => ({
  code: 'text_limit',
  detail: `Only the first ${read} of ${all} slides were read`,
});

/** Feeds the body; a flat file has styles and properties before it. */
function readBody(content: Buffer, reader: FlowReader): void {
  let inBody = false;
  readXml(content, {
    open(name, attributes) {
      if (inBody) reader.open(name, attributes);
      else if (name === 'body') inBody = true;
    },
    text(text) {
      if (inBody) reader.text(text);
    },
    close(name) {
      if (name === 'body') inBody = false;
      else if (inBody) reader.close(name);
    },
  });
}

/** Returns the lines of the charts in a package, by the name of their folder. */
function readCharts(parts: ReadonlyMap<string, Buffer>): Map<string, string[]> {
  const charts = new Map<string, string[]>();
  for (const [name, bytes] of parts) {
    const folder = OBJECT.exec(name)?.[1];
    const lines = folder === undefined ? [] : odfChartLines(bytes);
    if (folder !== undefined && lines.length > 0) charts.set(folder, lines);
  }
  return charts;
}

/** Checks only the manifest for encryption. @throws DocumentError encrypted, corrupt, oversize */
export async function refuseLockedOdf(
  file: Pick<Source, 'location' | 'type' | 'passwords'>,
  maxBytes: number,
): Promise<void> {
  refuseLocked(await readOdfParts(file, maxBytes, (name) => name === MANIFEST));
}

/** Redwell has no library that decrypts these files; the encryption differs between versions of the format. */
function refuseLocked(parts: ReadonlyMap<string, Buffer>): void {
  if (isEncrypted(parts.get(MANIFEST)))
    throw new DocumentError(
      'encrypted',
      'Redwell cannot open OpenDocument files with a password. Save a copy without the password and add it',
    );
}

function isEncrypted(manifest: Buffer | undefined): boolean {
  let encrypted = false;
  if (manifest !== undefined)
    readXml(manifest, {
      open: (name) => {
        if (name === 'encryption-data') encrypted = true;
      },
    });
  return encrypted;
}
