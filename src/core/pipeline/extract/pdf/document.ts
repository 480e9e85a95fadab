/** Opens a PDF in PDFium. Documents and pages are lent to a function and always closed after it. */
import { readFile } from 'node:fs/promises';
import { DocumentError, machineFault } from '../../../documents/errors.ts';
import { passwordError } from '../password-refusal.ts';
import { sizeLimitError } from '../size-limit.ts';
import { type EmbeddedFile, readAttachment } from './attachment.ts';
import { PdfForm } from './form.ts';
import { allocate, type PdfiumModule, pdfium, readString, release } from './module.ts';
import { PdfPage } from './page.ts';
import { readXfa } from './xfa-packets.ts';

/** PDFium keeps the whole file in memory; a larger file and its pages would not fit in one sandbox process. */
const MAX_FILE_BYTES = 1024 * 1024 * 1024;

/** FPDF_GetLastError, fpdfview.h. */
const ERROR_FILE = 2;
const ERROR_FORMAT = 3;
const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;

export class PdfDocument {
  readonly pages: number;
  readonly #module: PdfiumModule;
  readonly #handle: number;
  readonly #form: PdfForm;

  constructor(module: PdfiumModule, handle: number) {
    this.#module = module;
    this.#handle = handle;
    this.#form = new PdfForm(module, handle);
    this.pages = module._FPDF_GetPageCount(handle);
  }

  close(): void {
    this.#form.close();
    this.#module._FPDF_CloseDocument(this.#handle);
  }

  /** Returns an entry of the information dictionary, or an empty string when it is missing. */
  meta(tag: 'Title' | 'Author' | 'CreationDate' | 'ModDate'): string {
    const module = this.#module;
    const name = allocate(module, new TextEncoder().encode(`${tag}\0`));
    try {
      return readString(module, (buffer, size) => module._FPDF_GetMetaText(this.#handle, name, buffer, size));
    } finally {
      module.wasmExports.free(name);
    }
  }

  /** Returns how many embedded files the name tree of the document lists. */
  attachmentCount(): number {
    return Math.max(0, this.#module._FPDFDoc_GetAttachmentCount(this.#handle));
  }

  /**
   * Returns the name and bytes of an embedded file. The name is as written and not yet safe as a file name.
   * @param index 0 is the first embedded file
   * @param maxBytes a larger file is refused without being unpacked
   * @throws DocumentError corrupt, container_limit
   */
  attachment(index: number, maxBytes: number): EmbeddedFile {
    const handle = this.#module._FPDFDoc_GetAttachment(this.#handle, index);
    return readAttachment(this.#module, handle, maxBytes);
  }

  /** Returns the XML of the XFA form, or null when there is none or it is too large. */
  xfa(): Buffer | null {
    return readXfa(this.#module, this.#handle);
  }

  /**
   * Lends a page to a function.
   * @param number 1 is the first page
   * @throws DocumentError corrupt when the page cannot be loaded
   */
  async withPage<T>(number: number, use: (page: PdfPage) => T | Promise<T>): Promise<T> {
    const load = (): number => this.#module._FPDF_LoadPage(this.#handle, number - 1);
    const handle = load();
    if (handle === 0)
      throw new DocumentError('corrupt', `Page ${number} is damaged and could not be opened`, {
        pages: [number],
      });
    const page = new PdfPage(this.#module, handle, this.#form, load);
    try {
      return await use(page);
    } finally {
      page.close();
    }
  }
}

/**
 * Lends a PDF to a function. Tries the passwords in order when the file is encrypted.
 * @throws DocumentError encrypted, corrupt, oversize
 */
export async function withPdf<T>(
  location: string,
  passwords: readonly string[],
  use: (document: PdfDocument, bytes: Buffer) => Promise<T>,
): Promise<T> {
  const bytes = await readFile(location);
  if (bytes.length > MAX_FILE_BYTES) throw sizeLimitError('The PDF', bytes.length, MAX_FILE_BYTES);
  return withPdfBytes(bytes, passwords, use);
}

/** Lends a PDF that is in memory; otherwise like `withPdf`. @throws DocumentError encrypted, corrupt */
export async function withPdfBytes<T>(
  bytes: Buffer,
  passwords: readonly string[],
  use: (document: PdfDocument, bytes: Buffer) => Promise<T>,
): Promise<T> {
  const module = await pdfium();
  let crashed = false;
  let memory = 0;
  try {
    memory = allocate(module, bytes);
    const document = new PdfDocument(module, open(module, memory, bytes.length, passwords));
    try {
      return await use(document, bytes);
    } finally {
      document.close();
    }
  } catch (error) {
    if (error instanceof DocumentError) throw error;
    crashed = true;
    const message = error instanceof Error ? error.message : String(error);
    throw (
      machineFault(error) ??
      new DocumentError('corrupt', `The PDF could not be read: ${message}`, { cause: error })
    );
  } finally {
    if (memory !== 0 && !crashed) module.wasmExports.free(memory);
    release(module, crashed);
  }
}

function open(module: PdfiumModule, memory: number, size: number, passwords: readonly string[]): number {
  let reason = 0;
  for (const password of ['', ...passwords]) {
    const text = password === '' ? 0 : allocate(module, new TextEncoder().encode(`${password}\0`));
    const handle = module._FPDF_LoadMemDocument(memory, size, text);
    reason = handle === 0 ? module._FPDF_GetLastError() : 0;
    if (text !== 0) module.wasmExports.free(text);
    if (handle !== 0) return handle;
    if (reason !== ERROR_PASSWORD) break;
  }
  switch (reason) {
    case ERROR_PASSWORD:
      throw passwordError(passwords.length, 'The PDF');
    case ERROR_SECURITY:
      throw new DocumentError(
        'encrypted',
        'The PDF is protected in a way that Redwell cannot open. Save a copy without the protection and add it',
      );
    case ERROR_FILE:
    case ERROR_FORMAT:
      throw new DocumentError('corrupt', 'The file is damaged or is not a PDF. Ask for a new copy');
    default:
      throw new DocumentError('corrupt', `The PDF could not be opened (PDFium error ${reason})`);
  }
}
