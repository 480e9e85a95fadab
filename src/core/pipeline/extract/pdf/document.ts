/** One PDF opened in PDFium: pages are lent to a function and closed after it, whatever happens. */
import { readFile } from 'node:fs/promises';
import { DocumentError, machineFault } from '../../../documents/errors.ts';
import { locked } from '../locked.ts';
import { readAttachment } from './attachment.ts';
import { PdfForm } from './form.ts';
import { allocate, type PdfiumModule, pdfium, readString, release } from './module.ts';
import { PdfPage } from './page.ts';

/** PDFium reads from memory; a larger file would not fit beside its pages in one child. */
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

  /** Entry of the information dictionary; empty when absent. */
  meta(tag: 'Title' | 'Author' | 'CreationDate'): string {
    const module = this.#module;
    const name = allocate(module, new TextEncoder().encode(`${tag}\0`));
    try {
      return readString(module, (buffer, size) => module._FPDF_GetMetaText(this.#handle, name, buffer, size));
    } finally {
      module.wasmExports.free(name);
    }
  }

  /** Files embedded in the document, as its name tree lists them. */
  attachmentCount(): number {
    return Math.max(0, this.#module._FPDFDoc_GetAttachmentCount(this.#handle));
  }

  /**
   * Name as written (not yet safe) and bytes of one of them.
   * @param index counted from 0
   * @param maxBytes a larger one is not unpacked
   * @throws DocumentError corrupt, container_limit
   */
  attachment(index: number, maxBytes: number): { name: string; content: Buffer } {
    return readAttachment(this.#module, this.#handle, index, maxBytes);
  }

  /**
   * @param number counted from 1
   * @throws DocumentError corrupt when the page cannot be loaded
   */
  async withPage<T>(number: number, use: (page: PdfPage) => T | Promise<T>): Promise<T> {
    const handle = this.#module._FPDF_LoadPage(this.#handle, number - 1);
    if (handle === 0)
      throw new DocumentError('corrupt', `Page ${number} cannot be loaded`, { pages: [number] });
    try {
      return await use(new PdfPage(this.#module, handle, this.#form));
    } finally {
      this.#module._FPDF_ClosePage(handle);
    }
  }
}

/**
 * Opens a PDF, tries the passwords when it asks for one, and closes it afterwards.
 * @throws DocumentError encrypted, corrupt, oversize
 */
export async function withPdf<T>(
  location: string,
  passwords: readonly string[],
  use: (document: PdfDocument, bytes: Buffer) => Promise<T>,
): Promise<T> {
  const bytes = await readFile(location);
  if (bytes.length > MAX_FILE_BYTES)
    throw new DocumentError(
      'oversize',
      `The PDF has ${bytes.length} bytes; at most ${MAX_FILE_BYTES} are read`,
    );
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
    const said = error instanceof Error ? error.message : String(error);
    throw (
      machineFault(error) ??
      new DocumentError('corrupt', `PDFium failed on this file: ${said}`, { cause: error })
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
      throw locked(passwords.length, 'The PDF');
    case ERROR_SECURITY:
      throw new DocumentError('encrypted', 'The PDF uses a security scheme that PDFium does not know');
    case ERROR_FILE:
    case ERROR_FORMAT:
      throw new DocumentError('corrupt', 'PDFium: the file is not in PDF format or is damaged');
    default:
      throw new DocumentError('corrupt', `PDFium could not open the file (error ${reason})`);
  }
}
