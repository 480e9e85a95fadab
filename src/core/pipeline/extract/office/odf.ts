/** Reads OpenDocument (ISO 26300): text documents, spreadsheets, and presentations with one page per slide. */
import { DocumentError } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, PageText, Source } from '../types.ts';
import { readParts } from './package.ts';
import { readProperties } from './properties.ts';
import { readXml } from './xml.ts';

const ENGINE = engineOf('htmlparser2', 'htmlparser2');
const MANIFEST = 'META-INF/manifest.xml';
const WANTED = new Set(['content.xml', 'styles.xml', 'meta.xml', MANIFEST]);
/** Spreadsheets repeat empty cells up to the edge of the sheet; more repeats than this carry no content. */
const MAX_REPEAT = 64;

/** Returns the text of an OpenDocument file. @throws DocumentError encrypted, corrupt, oversize */
export async function extractOdf(source: Source): Promise<Extracted> {
  const parts = await readParts(source, source.limits.maxBytes, (n) => WANTED.has(n), 'OpenDocument file');
  const content = parts.get('content.xml');
  refuseLocked(parts);
  // A package with only styles is valid (OpenDocument 1.2, part 1, 2.2.1) and has no text.
  if (content === undefined && !parts.has('styles.xml'))
    throw new DocumentError(
      'corrupt',
      'The OpenDocument file is damaged: its content is missing. Ask for a new copy',
    );
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

/** Checks only the manifest for encryption. @throws DocumentError encrypted, corrupt, oversize */
export async function refuseLockedOdf(
  file: Pick<Source, 'location' | 'type' | 'passwords'>,
  maxBytes: number,
): Promise<void> {
  refuseLocked(await readParts(file, maxBytes, (name) => name === MANIFEST, 'OpenDocument file'));
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

/**
 * Returns one text per slide or sheet, or a single text for a text document.
 * @param named whether readers see the name of a table: they do in a spreadsheet, but not in a letter
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
  /** Depth of nested paragraphs. Text outside paragraphs is layout. */
  #paragraphs = 0;
  #inCell = false;
  /** Depth inside tracked changes, which hold deleted text. */
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
