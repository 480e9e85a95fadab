/** OpenDocument (ISO 26300): text, spreadsheets, and presentations with a slide as a page. */
import { DocumentError } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, PageText, Source } from '../types.ts';
import { readParts } from './package.ts';
import { readProperties } from './properties.ts';
import { readXml } from './xml.ts';

const ENGINE = engineOf('htmlparser2', 'htmlparser2');
const MANIFEST = 'META-INF/manifest.xml';
const WANTED = new Set(['content.xml', 'styles.xml', 'meta.xml', MANIFEST]);
/** Repeated empty cells fill a sheet to its edge; more than this stand for nothing. */
const MAX_REPEAT = 64;

/** @throws DocumentError encrypted, corrupt, oversize */
export async function extractOdf(source: Source): Promise<Extracted> {
  const parts = await readParts(source, source.limits.maxBytes, (n) => WANTED.has(n), 'OpenDocument file');
  const content = parts.get('content.xml');
  refuseLocked(parts);
  // A package of styles alone is sound (OpenDocument 1.2, part 1, 2.2.1) and says nothing.
  if (content === undefined && !parts.has('styles.xml'))
    throw new DocumentError('corrupt', 'The OpenDocument file has no content');
  const pages = content === undefined ? [] : readContent(content, source.type === 'ods');
  const asPages = source.type === 'odp';
  return {
    body: asPages
      ? pages.map(
          (text, i): PageText => ({
            page: i + 1,
            text,
            source: text === '' ? 'none' : 'text',
            confidence: null,
          }),
        )
      : pages.join('\n\n'),
    metadata: readProperties(parts.get('meta.xml')),
    warnings: [],
    engine: ENGINE,
  };
}

/** Looks at the manifest alone. @throws DocumentError encrypted, corrupt, oversize */
export async function refuseLockedOdf(
  file: Pick<Source, 'location' | 'type' | 'passwords'>,
  maxBytes: number,
): Promise<void> {
  refuseLocked(await readParts(file, maxBytes, (name) => name === MANIFEST, 'OpenDocument file'));
}

/** No library at hand opens these; what locks them differs between versions of the format. */
function refuseLocked(parts: ReadonlyMap<string, Buffer>): void {
  if (isEncrypted(parts.get(MANIFEST)))
    throw new DocumentError(
      'encrypted',
      'The OpenDocument file is protected by a password, and Redwell cannot open those',
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

/**
 * One text for each slide or sheet; the whole of a text document is the first.
 * @param named whether a table's name is seen by the reader: a sheet's is, a table's in a letter is not
 */
function readContent(bytes: Buffer, named: boolean): string[] {
  const reader = new ContentReader(named);
  readXml(bytes, reader);
  return reader.done();
}

class ContentReader {
  readonly #pages: string[] = [];
  #lines: string[] = [];
  #line = '';
  #row: string[] = [];
  #repeat = 1;
  /** Paragraph depth: text outside paragraphs is layout. */
  #paragraphs = 0;
  #inCell = false;
  /** Inside tracked deletions, which are not part of the text any more. */
  #deleted = 0;
  readonly #named: boolean;

  constructor(named: boolean) {
    this.#named = named;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case 'tracked-changes':
        this.#deleted += 1;
        break;
      case 'table':
        this.#flush();
        if (this.#named && attributes.name !== undefined && !this.#inCell) this.#lines.push(attributes.name);
        break;
      case 'table-cell':
      case 'covered-table-cell':
        this.#inCell = true;
        this.#line = '';
        this.#repeat = Math.min(MAX_REPEAT, Number(attributes['number-columns-repeated'] ?? 1) || 1);
        break;
      case 'p':
      case 'h':
        this.#paragraphs += 1;
        break;
      case 's':
        this.#add(' '.repeat(Math.min(100, Number(attributes.c ?? 1) || 1)));
        break;
      case 'tab':
        this.#add('\t');
        break;
      case 'line-break':
        this.#add('\n');
    }
  }

  text(text: string): void {
    if (this.#paragraphs > 0) this.#add(text.replace(/\s+/g, ' '));
  }

  close(name: string): void {
    switch (name) {
      case 'tracked-changes':
        this.#deleted -= 1;
        break;
      case 'p':
      case 'h':
        this.#paragraphs -= 1;
        if (this.#inCell) this.#add(' ');
        else this.#flush();
        break;
      case 'table-cell':
      case 'covered-table-cell': {
        const cell = this.#line.trim();
        this.#row.push(...Array<string>(cell === '' ? this.#repeat : 1).fill(cell));
        this.#line = '';
        this.#inCell = false;
        break;
      }
      case 'table-row': {
        const row = this.#row.join('\t').trimEnd();
        if (row !== '') this.#lines.push(row);
        this.#row = [];
        break;
      }
      case 'page':
        this.#endPage();
    }
  }

  done(): string[] {
    this.#flush();
    if (this.#lines.length > 0) this.#endPage();
    return this.#pages;
  }

  #add(text: string): void {
    if (this.#deleted === 0) this.#line += text;
  }

  #flush(): void {
    if (this.#line.trim() !== '') this.#lines.push(this.#line.trimEnd());
    this.#line = '';
  }

  #endPage(): void {
    this.#flush();
    this.#pages.push(this.#lines.join('\n'));
    this.#lines = [];
  }
}
