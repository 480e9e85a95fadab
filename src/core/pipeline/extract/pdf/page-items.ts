/** Lists what a page paints, in order: text, pictures and drawings, also inside form objects. */
import { createHash } from 'node:crypto';
import { DocumentError } from '../../../documents/errors.ts';
import type { PdfiumModule } from './module.ts';
import { OUTLINED_PATHS } from './text-layer.ts';

/** Sides as shares of the page before its rotation: 0 is left or bottom, 1 is right or top. */
export interface Box {
  left: number;
  bottom: number;
  right: number;
  top: number;
}
export interface PaintedText {
  kind: 'text';
  box: Box;
  /** True for text that is not painted, such as the words of an earlier OCR. */
  invisible: boolean;
}
export interface PaintedPicture {
  kind: 'picture';
  box: Box;
  /** The same for every use of a picture in a document. */
  key: string;
}
export type Painted = PaintedText | PaintedPicture | { kind: 'path'; box: Box };

/** fpdf_edit.h: FPDF_PAGEOBJ_*. */
const TEXT = 1;
const PATH = 2;
const IMAGE = 3;
const FORM = 5;
/** fpdf_edit.h: FPDF_TEXTRENDERMODE_INVISIBLE and _CLIP. */
const UNPAINTED: ReadonlySet<number> = new Set([3, 7]);
/** Further objects of a page are not listed, because these are enough to tell its kind. */
const MAX_OBJECTS = 20_000;
const MAX_DEPTH = 8;
/** The pictures of a page are compared up to this many bytes together; further ones count as different. */
const MAX_HASHED_BYTES = 32 * 1024 * 1024;

type Matrix = readonly [number, number, number, number, number, number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/**
 * Returns true when the page has a picture, a form object, or many paths. This costs little, even on a page with
 * thousands of words.
 * @param countPaths false when paths do not matter
 */
export function hasDrawings(module: PdfiumModule, page: number, countPaths: boolean): boolean {
  const count = Math.min(module._FPDFPage_CountObjects(page), MAX_OBJECTS);
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    const type = module._FPDFPageObj_GetType(module._FPDFPage_GetObject(page, i));
    if (type === IMAGE || type === FORM) return true;
    if (type === PATH && countPaths) {
      found += 1;
      if (found >= OUTLINED_PATHS) return true;
    }
  }
  return false;
}

/** Returns true when the page shows text, whatever its characters mean. */
export function hasText(module: PdfiumModule, page: number): boolean {
  const count = Math.min(module._FPDFPage_CountObjects(page), MAX_OBJECTS);
  for (let i = 0; i < count; i += 1) {
    const object = module._FPDFPage_GetObject(page, i);
    if (module._FPDFPageObj_GetType(object) !== TEXT) continue;
    if (!UNPAINTED.has(module._FPDFTextObj_GetTextRenderMode(object))) return true;
  }
  return false;
}

/** Returns what the page paints, in order; at most 20,000 objects. @throws DocumentError worker_lost */
export function paintedItems(module: PdfiumModule, page: number): Painted[] {
  return withFloats(module, (buffer) => new Walk(module, page, buffer).items());
}

/** Returns the box of the page in points, before its rotation. A page without a size counts as one point. */
export function frameOf(module: PdfiumModule, page: number): Box {
  return withFloats(module, (buffer) => {
    const known = module._FPDF_GetPageBoundingBox(page, buffer) !== 0;
    const [left = 0, top = 0, right = 0, bottom = 0] = known
      ? new Float32Array(module.HEAPU8.buffer, buffer, 4)
      : [];
    return { left, bottom, right: right > left ? right : left + 1, top: top > bottom ? top : bottom + 1 };
  });
}

/** Lends room for six numbers in the heap. */
function withFloats<T>(module: PdfiumModule, use: (buffer: number) => T): T {
  const buffer = module.wasmExports.malloc(6 * 4);
  if (buffer === 0) throw new DocumentError('worker_lost', 'Redwell ran out of memory for a page of the PDF');
  try {
    return use(buffer);
  } finally {
    module.wasmExports.free(buffer);
  }
}

class Walk {
  readonly #module: PdfiumModule;
  readonly #page: number;
  readonly #buffer: number;
  readonly #found: Painted[] = [];
  #left = MAX_OBJECTS;
  #hashable = MAX_HASHED_BYTES;
  #frame: Box = { left: 0, bottom: 0, right: 1, top: 1 };

  constructor(module: PdfiumModule, page: number, buffer: number) {
    this.#module = module;
    this.#page = page;
    this.#buffer = buffer;
  }

  items(): Painted[] {
    const module = this.#module;
    this.#frame = frameOf(module, this.#page);
    const count = module._FPDFPage_CountObjects(this.#page);
    for (let i = 0; i < count && this.#left > 0; i += 1)
      this.#take(module._FPDFPage_GetObject(this.#page, i), IDENTITY, 0);
    return this.#found;
  }

  #take(object: number, matrix: Matrix, depth: number): void {
    this.#left -= 1;
    const module = this.#module;
    const type = module._FPDFPageObj_GetType(object);
    if (type === FORM) {
      if (depth < MAX_DEPTH) this.#enter(object, matrix, depth);
      return;
    }
    if (type !== TEXT && type !== PATH && type !== IMAGE) return;
    const box = this.#boxOf(object, matrix);
    if (box === null) return;
    if (type === PATH) this.#found.push({ kind: 'path', box });
    else if (type === IMAGE) this.#found.push({ kind: 'picture', box, key: this.#keyOf(object) });
    else
      this.#found.push({
        kind: 'text',
        box,
        invisible: UNPAINTED.has(module._FPDFTextObj_GetTextRenderMode(object)),
      });
  }

  #enter(form: number, outer: Matrix, depth: number): void {
    const module = this.#module;
    if (module._FPDFPageObj_GetMatrix(form, this.#buffer) === 0) return;
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = this.#floats(6);
    const inner = product([a, b, c, d, e, f], outer);
    const count = module._FPDFFormObj_CountObjects(form);
    for (let i = 0; i < count && this.#left > 0; i += 1)
      this.#take(module._FPDFFormObj_GetObject(form, i), inner, depth + 1);
  }

  /** Returns the visible part of an object's bounds, or null when nothing of it is on the page. */
  #boxOf(object: number, matrix: Matrix): Box | null {
    const at = this.#buffer;
    if (this.#module._FPDFPageObj_GetBounds(object, at, at + 4, at + 8, at + 12) === 0) return null;
    const [left = 0, bottom = 0, right = 0, top = 0] = this.#floats(4);
    const [a, b, c, d, e, f] = matrix;
    const xs = [a * left + c * bottom, a * right + c * bottom, a * left + c * top, a * right + c * top];
    const ys = [b * left + d * bottom, b * right + d * bottom, b * left + d * top, b * right + d * top];
    const frame = this.#frame;
    const across = (x: number): number => clamp((x + e - frame.left) / (frame.right - frame.left));
    const up = (y: number): number => clamp((y + f - frame.bottom) / (frame.top - frame.bottom));
    const box = {
      left: across(Math.min(...xs)),
      bottom: up(Math.min(...ys)),
      right: across(Math.max(...xs)),
      top: up(Math.max(...ys)),
    };
    return box.right > box.left && box.top > box.bottom ? box : null;
  }

  /** Returns a hash of the picture's bytes, or a key of its own when the page has too many bytes of pictures. */
  #keyOf(image: number): string {
    const module = this.#module;
    const size = module._FPDFImageObj_GetImageDataRaw(image, 0, 0);
    this.#hashable -= size;
    const buffer = size > 0 && this.#hashable > 0 ? module.wasmExports.malloc(size) : 0;
    if (buffer === 0) return `${this.#page}/${this.#left}`;
    try {
      module._FPDFImageObj_GetImageDataRaw(image, buffer, size);
      return createHash('sha1')
        .update(module.HEAPU8.subarray(buffer, buffer + size))
        .digest('hex');
    } finally {
      module.wasmExports.free(buffer);
    }
  }

  #floats(count: number): number[] {
    return [...new Float32Array(this.#module.HEAPU8.buffer, this.#buffer, count)];
  }
}

const clamp = (share: number): number => (share > 0 ? Math.min(1, share) : 0);

/** Returns the matrix that applies `first` and then `second`. */
function product(first: Matrix, second: Matrix): Matrix {
  const [a, b, c, d, e, f] = first;
  const [g, h, i, j, k, l] = second;
  return [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l];
}
