/** PDFium in WebAssembly. Redwell calls its C API directly, so that it can close every handle. */
import { PDFiumModule } from '@hyzyla/pdfium';
import { DocumentError } from '../../../documents/errors.ts';

/** The functions that Redwell calls, with the names and arguments of PDFium's public headers. */
export interface PdfiumModule {
  _FPDF_InitLibraryWithConfig(config: number): void;
  _FPDF_LoadMemDocument(bytes: number, size: number, password: number): number;
  _FPDF_GetLastError(): number;
  _FPDF_GetPageCount(document: number): number;
  _FPDF_LoadPage(document: number, index: number): number;
  _FPDF_ClosePage(page: number): void;
  _FPDF_CloseDocument(document: number): void;
  _FPDF_GetPageWidthF(page: number): number;
  _FPDF_GetPageHeightF(page: number): number;
  _FPDF_GetMetaText(document: number, tag: number, buffer: number, size: number): number;
  _FPDFDoc_GetAttachmentCount(document: number): number;
  _FPDFDoc_GetAttachment(document: number, index: number): number;
  _FPDFAttachment_GetName(attachment: number, buffer: number, size: number): number;
  _FPDFAttachment_GetFile(attachment: number, buffer: number, size: number, needed: number): number;
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(text: number): void;
  _FPDFText_CountChars(text: number): number;
  _FPDFText_GetText(text: number, start: number, count: number, buffer: number): number;
  /** 1 if the font gives the character no meaning, 0 if it does, -1 on an error. */
  _FPDFText_HasUnicodeMapError(text: number, index: number): number;
  _FPDFText_GetUnicode(text: number, index: number): number;
  _FPDFText_GetLooseCharBox(text: number, index: number, box: number): number;
  _FPDFText_GetCharOrigin(text: number, index: number, x: number, y: number): number;
  _FPDFText_CountRects(text: number, start: number, count: number): number;
  _FPDFText_GetRect(
    text: number,
    index: number,
    left: number,
    top: number,
    right: number,
    bottom: number,
  ): number;
  _FPDFText_GetBoundedText(
    text: number,
    left: number,
    top: number,
    right: number,
    bottom: number,
    buffer: number,
    units: number,
  ): number;
  _FPDFTextObj_GetTextRenderMode(object: number): number;
  _FPDFDOC_InitFormFillEnvironment(document: number, info: number): number;
  _FPDFDOC_ExitFormFillEnvironment(form: number): void;
  _FORM_OnAfterLoadPage(page: number, form: number): void;
  _FORM_OnBeforeClosePage(page: number, form: number): void;
  _FPDFPage_Flatten(page: number, use: number): number;
  _FPDFPage_GetAnnotCount(page: number): number;
  _FPDFPage_GetAnnot(page: number, index: number): number;
  _FPDFPage_CloseAnnot(annotation: number): void;
  _FPDFAnnot_GetSubtype(annotation: number): number;
  _FPDFAnnot_GetStringValue(annotation: number, key: number, buffer: number, size: number): number;
  _FPDFAnnot_GetFormFieldValue(form: number, annotation: number, buffer: number, size: number): number;
  _FPDFAnnot_GetFormFieldType(form: number, annotation: number): number;
  _FPDFAnnot_GetFormFieldName(form: number, annotation: number, buffer: number, size: number): number;
  _FPDFAnnot_GetFormFieldAlternateName(
    form: number,
    annotation: number,
    buffer: number,
    size: number,
  ): number;
  _FPDFAnnot_GetFormFieldExportValue(form: number, annotation: number, buffer: number, size: number): number;
  _FPDFAnnot_GetFormFieldFlags(form: number, annotation: number): number;
  _FPDFAnnot_IsChecked(form: number, annotation: number): number;
  _FPDFAnnot_GetOptionCount(form: number, annotation: number): number;
  _FPDFAnnot_GetOptionLabel(
    form: number,
    annotation: number,
    index: number,
    buffer: number,
    size: number,
  ): number;
  _FPDFAnnot_IsOptionSelected(form: number, annotation: number, index: number): number;
  /** The content of the stream, decoded. */
  _FPDFAnnot_GetAP(annotation: number, mode: number, buffer: number, size: number): number;
  _FPDFAnnot_GetFlags(annotation: number): number;
  _FPDFAnnot_GetRect(annotation: number, rectangle: number): number;
  _FPDFAnnot_HasKey(annotation: number, key: number): number;
  _FPDFAnnot_GetFileAttachment(annotation: number): number;
  _FPDF_GetXFAPacketCount(document: number): number;
  _FPDF_GetXFAPacketName(document: number, index: number, buffer: number, size: number): number;
  _FPDF_GetXFAPacketContent(
    document: number,
    index: number,
    buffer: number,
    size: number,
    needed: number,
  ): number;
  _FPDFPage_CountObjects(page: number): number;
  _FPDFPage_GetObject(page: number, index: number): number;
  _FPDFPageObj_GetType(object: number): number;
  _FPDFPageObj_GetBounds(object: number, left: number, bottom: number, right: number, top: number): number;
  _FPDFFormObj_CountObjects(form: number): number;
  _FPDFFormObj_GetObject(form: number, index: number): number;
  _FPDFPageObj_GetMatrix(object: number, matrix: number): number;
  _FPDFPageObj_HasTransparency(object: number): number;
  _FPDFPageObj_CountMarks(object: number): number;
  _FPDFPageObj_GetClipPath(object: number): number;
  _FPDFClipPath_CountPaths(path: number): number;
  _FPDF_GetPageBoundingBox(page: number, rectangle: number): number;
  _FPDFPage_GetRotation(page: number): number;
  _FPDFImageObj_GetImageDataRaw(object: number, buffer: number, size: number): number;
  _FPDFImageObj_GetBitmap(object: number): number;
  _FPDFBitmap_GetWidth(bitmap: number): number;
  _FPDFBitmap_GetHeight(bitmap: number): number;
  _FPDFBitmap_GetStride(bitmap: number): number;
  _FPDFBitmap_GetFormat(bitmap: number): number;
  _FPDFBitmap_GetBuffer(bitmap: number): number;
  _FPDFBitmap_CreateEx(width: number, height: number, format: number, buffer: number, stride: number): number;
  _FPDFBitmap_FillRect(
    bitmap: number,
    x: number,
    y: number,
    width: number,
    height: number,
    color: number,
  ): void;
  _FPDFBitmap_Destroy(bitmap: number): void;
  _FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    x: number,
    y: number,
    width: number,
    height: number,
    rotate: number,
    flags: number,
  ): void;
  wasmExports: { malloc(size: number): number; free(pointer: number): void };
  /** Replaced whenever the heap grows, so never keep it across a call. */
  HEAPU8: Uint8Array;
}

/** WebAssembly memory never shrinks. After the heap passes this size, the next document gets a new module. */
const RETIRE_HEAP_BYTES = 256 * 1024 * 1024;

let current: Promise<PdfiumModule> | null = null;

async function start(): Promise<PdfiumModule> {
  // Otherwise PDFium prints to the output of the worker.
  const quiet: object = { print: () => undefined, printErr: () => undefined };
  const module = (await PDFiumModule(quiet)) as unknown as PdfiumModule;
  module._FPDF_InitLibraryWithConfig(0);
  return module;
}

/** Returns the module of this process, which starts on the first call. */
export function pdfium(): Promise<PdfiumModule> {
  current ??= start();
  return current;
}

/** Drops the module when its heap has grown too large or a crash left it in an unknown state. */
export function release(module: PdfiumModule, crashed: boolean): void {
  if (crashed || module.HEAPU8.byteLength > RETIRE_HEAP_BYTES) current = null;
}

/** Returns the current heap size in bytes; 0 before the module has started. */
export async function heapBytes(): Promise<number> {
  return current === null ? 0 : (await current).HEAPU8.byteLength;
}

/** Copies bytes into the heap and returns their address. @throws DocumentError worker_lost when memory runs out */
export function allocate(module: PdfiumModule, bytes: Uint8Array): number {
  const pointer = module.wasmExports.malloc(bytes.length);
  if (pointer === 0)
    throw new DocumentError('worker_lost', `Redwell ran out of memory for ${bytes.length} bytes of the PDF`);
  module.HEAPU8.set(bytes, pointer);
  return pointer;
}

/** Longer strings are neither metadata nor form fields, and are ignored. */
const MAX_STRING_BYTES = 1 << 20;

/**
 * Reads a UTF-16 string by PDFium's convention: a call without a buffer returns the size in bytes, including the final
 * zero. Returns an empty string when there is none.
 */
export function readString(module: PdfiumModule, ask: (buffer: number, size: number) => number): string {
  const size = ask(0, 0);
  if (size <= 2 || size > MAX_STRING_BYTES) return '';
  const buffer = module.wasmExports.malloc(size);
  if (buffer === 0)
    throw new DocumentError('worker_lost', `Redwell ran out of memory for ${size} bytes of the PDF`);
  try {
    ask(buffer, size);
    return Buffer.from(module.HEAPU8.buffer, buffer, size - 2).toString('utf16le');
  } finally {
    module.wasmExports.free(buffer);
  }
}
