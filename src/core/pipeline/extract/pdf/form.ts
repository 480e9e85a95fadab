/** Reads the form fields of a PDF, which are not part of its text layer. */
import { eachAnnotation, entryOf, rectangleOf, withKey } from './annotations.ts';
import { upright } from './chars.ts';
import { buttonName, EMPTY_BOX, FIELD_KIND, type Field, plainName, SIGNED, TICKED } from './fields.ts';
import { allocate, type PdfiumModule, readString } from './module.ts';

/** FPDF_FORMFILLINFO is smaller than this. Zeros mean no callbacks; version 2 is its second layout. */
const INFO_BYTES = 256;
const INFO_VERSION = 2;

/** fpdf_annot.h: FPDF_ANNOT_WIDGET. */
const WIDGET = 20;
/** fpdf_annot.h: FPDF_ANNOT_FLAG_HIDDEN, _PRINT and the one for "no view". */
const HIDDEN = 1 << 1;
const PRINT = 1 << 2;
const NO_VIEW = 1 << 5;
/** ISO 32000-1, table 228: the value is not to be shown. */
const PASSWORD = 1 << 13;
/** fpdf_annot.h: FPDF_ANNOT_APPEARANCEMODE_NORMAL. */
const NORMAL_APPEARANCE = 0;
/** The operators that show text. */
const SHOWS_TEXT = /T[jJ*]|[)>]\s*['"]/;
/** Values that a form may show in another form, such as $18,640.00 for 18640. An empty one may show anything. */
const FORMATTED = /^[\d\s.,:/+-]*$/;
/** Further options of a field are ignored. */
const MAX_OPTIONS = 2000;

type Ask = (form: number, annotation: number, buffer: number, size: number) => number;

export class PdfForm {
  readonly #module: PdfiumModule;
  readonly #document: number;
  /** Pages whose fields PDFium has loaded. */
  readonly #loaded = new Set<number>();
  #info = 0;
  #handle = 0;

  constructor(module: PdfiumModule, document: number) {
    this.#module = module;
    this.#document = document;
  }

  /** Returns every button of a page and every other field that may show something, in the order of the file. */
  fields(page: number): Field[] {
    return eachAnnotation(this.#module, page, (annotation, kind) =>
      kind === WIDGET ? this.#field(page, annotation) : null,
    );
  }

  /** Must be called before a page is closed. */
  leave(page: number): void {
    if (this.#loaded.delete(page)) this.#module._FORM_OnBeforeClosePage(page, this.#handle);
  }

  close(): void {
    if (this.#handle !== 0) this.#module._FPDFDOC_ExitFormFillEnvironment(this.#handle);
    if (this.#info !== 0) this.#module.wasmExports.free(this.#info);
    this.#handle = 0;
    this.#info = 0;
  }

  #field(page: number, annotation: number): Field | null {
    const module = this.#module;
    const flags = module._FPDFAnnot_GetFlags(annotation);
    if ((flags & HIDDEN) !== 0 || ((flags & NO_VIEW) !== 0 && (flags & PRINT) === 0)) return null;
    const form = this.#open(page);
    if (form === 0) return null;
    const kind = module._FPDFAnnot_GetFormFieldType(form, annotation);
    const named = this.#ask(module._FPDFAnnot_GetFormFieldAlternateName, annotation).trim();
    const name = named || plainName(this.#ask(module._FPDFAnnot_GetFormFieldName, annotation));
    const box = upright(rectangleOf(module, annotation), module._FPDFPage_GetRotation(page));
    if (kind === FIELD_KIND.checkBox || kind === FIELD_KIND.radioButton) {
      const exported = this.#ask(module._FPDFAnnot_GetFormFieldExportValue, annotation);
      const words = this.#isTicked(annotation) ? TICKED : EMPTY_BOX;
      return { words, button: true, name: buttonName(name, exported), box };
    }
    const words = this.#value(annotation, kind).replace(/\r\n?/g, '\n').trim();
    const painted = this.#mayShowOther(annotation, kind, words);
    return words === '' && !painted ? null : { words, button: false, name, box, painted };
  }

  /** Returns true when the field may show other words than its value: a formatted number, or who signed. */
  #mayShowOther(annotation: number, kind: number, words: string): boolean {
    if (kind === FIELD_KIND.signature) return true;
    if (kind !== FIELD_KIND.text || !FORMATTED.test(words) || this.#isPassword(annotation)) return false;
    return SHOWS_TEXT.test(
      readString(this.#module, (buffer, size) =>
        this.#module._FPDFAnnot_GetAP(annotation, NORMAL_APPEARANCE, buffer, size),
      ),
    );
  }

  #isPassword(annotation: number): boolean {
    return (this.#module._FPDFAnnot_GetFormFieldFlags(this.#handle, annotation) & PASSWORD) !== 0;
  }

  #isTicked(annotation: number): boolean {
    if (this.#module._FPDFAnnot_IsChecked(this.#handle, annotation) !== 0) return true;
    // Without a state of its own, a button is as its value says.
    const entry = (key: string): string => entryOf(this.#module, annotation, key);
    const value = entry('AS') === '' ? entry('V') : '';
    return value !== '' && value !== 'Off';
  }

  #value(annotation: number, kind: number): string {
    const module = this.#module;
    const value = (): string => this.#ask(module._FPDFAnnot_GetFormFieldValue, annotation);
    switch (kind) {
      case FIELD_KIND.text:
        return this.#isPassword(annotation) ? '' : value();
      case FIELD_KIND.comboBox:
      case FIELD_KIND.listBox:
        return this.#chosen(annotation).join(', ') || value();
      case FIELD_KIND.signature:
        return withKey(module, 'V', (name) => module._FPDFAnnot_HasKey(annotation, name)) === 0 ? '' : SIGNED;
      default:
        return '';
    }
  }

  /** Returns the labels of the chosen options. */
  #chosen(annotation: number): string[] {
    const module = this.#module;
    const form = this.#handle;
    const count = Math.min(module._FPDFAnnot_GetOptionCount(form, annotation), MAX_OPTIONS);
    const labels: string[] = [];
    for (let i = 0; i < count; i += 1)
      if (module._FPDFAnnot_IsOptionSelected(form, annotation, i) !== 0)
        labels.push(
          readString(module, (buffer, size) =>
            module._FPDFAnnot_GetOptionLabel(form, annotation, i, buffer, size),
          ),
        );
    return labels.filter((label) => label.trim() !== '');
  }

  #ask(ask: Ask, annotation: number): string {
    return readString(this.#module, (buffer, size) => ask(this.#handle, annotation, buffer, size));
  }

  /** Returns the form environment, without which PDFium gives no fields. It opens with the first field. */
  #open(page: number): number {
    if (this.#handle === 0 && this.#info === 0) {
      const info = Buffer.alloc(INFO_BYTES);
      info.writeUInt32LE(INFO_VERSION);
      this.#info = allocate(this.#module, info);
      this.#handle = this.#module._FPDFDOC_InitFormFillEnvironment(this.#document, this.#info);
    }
    if (this.#handle !== 0 && !this.#loaded.has(page)) {
      this.#module._FORM_OnAfterLoadPage(page, this.#handle);
      this.#loaded.add(page);
    }
    return this.#handle;
  }
}
