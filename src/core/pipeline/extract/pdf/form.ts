/** Reads the form fields and comments of a PDF, which are not part of its text layer. */
import { allocate, type PdfiumModule, readString } from './module.ts';

/** FPDF_FORMFILLINFO is smaller than this. Zeros mean no callbacks; version 2 is its second layout. */
const INFO_BYTES = 256;
const INFO_VERSION = 2;

/** fpdf_annot.h: kinds of annotation with text of their own. */
const WIDGET = 20;
const COMMENTS: ReadonlySet<number> = new Set([1, 3, 9, 10, 12, 13]);
/** fpdf_formfill.h: fields whose value a person typed or chose. */
const WRITTEN: ReadonlySet<number> = new Set([4, 5, 6]);
/** Further annotations on a page are ignored. */
const MAX_ANNOTATIONS = 5000;

export class PdfForm {
  readonly #module: PdfiumModule;
  readonly #document: number;
  #info = 0;
  #handle = 0;

  constructor(module: PdfiumModule, document: number) {
    this.#module = module;
    this.#document = document;
  }

  /** Returns the field values and comments of a page, in the order of the file. */
  words(page: number): string[] {
    const module = this.#module;
    const count = Math.min(module._FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS);
    const found: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const annotation = module._FPDFPage_GetAnnot(page, i);
      if (annotation === 0) continue;
      try {
        const kind = module._FPDFAnnot_GetSubtype(annotation);
        const words =
          kind === WIDGET ? this.#value(annotation) : COMMENTS.has(kind) ? this.#contents(annotation) : '';
        if (words.trim() !== '') found.push(words.trim());
      } finally {
        module._FPDFPage_CloseAnnot(annotation);
      }
    }
    return found;
  }

  close(): void {
    if (this.#handle !== 0) this.#module._FPDFDOC_ExitFormFillEnvironment(this.#handle);
    if (this.#info !== 0) this.#module.wasmExports.free(this.#info);
    this.#handle = 0;
    this.#info = 0;
  }

  #value(annotation: number): string {
    const module = this.#module;
    const form = this.#open();
    if (form === 0 || !WRITTEN.has(module._FPDFAnnot_GetFormFieldType(form, annotation))) return '';
    return readString(module, (buffer, size) =>
      module._FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size),
    );
  }

  #contents(annotation: number): string {
    const module = this.#module;
    const key = allocate(module, new TextEncoder().encode('Contents\0'));
    try {
      return readString(module, (buffer, size) =>
        module._FPDFAnnot_GetStringValue(annotation, key, buffer, size),
      );
    } finally {
      module.wasmExports.free(key);
    }
  }

  /** Returns the form environment, without which PDFium gives no field values. It opens with the first field. */
  #open(): number {
    if (this.#handle === 0 && this.#info === 0) {
      const info = Buffer.alloc(INFO_BYTES);
      info.writeUInt32LE(INFO_VERSION);
      this.#info = allocate(this.#module, info);
      this.#handle = this.#module._FPDFDOC_InitFormFillEnvironment(this.#document, this.#info);
    }
    return this.#handle;
  }
}
