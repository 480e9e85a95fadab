/** A part of a page: its picture for OCR, and the lines of text next to it. */
import { DocumentError } from '../../../documents/errors.ts';
import type { PdfiumModule } from './module.ts';
import { type Box, frameOf } from './page-items.ts';

/** Lines up to this many points from the part are next to it. */
const NEAR = 90;

/** Turns a box of the page, before its rotation, into shares of the page as shown, counted from its top left. */
export function shownBox(
  { left, bottom, right, top }: Box,
  quarterTurns: number,
): { x: number; y: number; width: number; height: number } {
  const corners: [number, number][] = [
    [left, 1 - top],
    [bottom, left],
    [1 - right, bottom],
    [1 - top, 1 - right],
  ];
  const [x, y] = corners[quarterTurns & 3] ?? [left, 1 - top];
  const [width, height] = [right - left, top - bottom];
  return quarterTurns % 2 === 0 ? { x, y, width, height } : { x, y, width: height, height: width };
}

/** Returns the text above and below a part of the page as shown, each as the lines that are near. */
export function linesAround(
  module: PdfiumModule,
  page: number,
  box: Box,
): { above: string[]; below: string[] } {
  const text = module._FPDFText_LoadPage(page);
  if (text === 0) return { above: [], below: [] };
  const frame = frameOf(module, page);
  const across = (share: number): number => frame.left + share * (frame.right - frame.left);
  const up = (share: number): number => frame.bottom + share * (frame.top - frame.bottom);
  const part = { left: across(box.left), right: across(box.right), bottom: up(box.bottom), top: up(box.top) };
  const strips = [
    { ...part, bottom: part.top, top: part.top + NEAR },
    { ...part, right: part.left, left: part.left - NEAR },
    { ...part, top: part.bottom, bottom: part.bottom - NEAR },
    { ...part, left: part.right, right: part.right + NEAR },
  ];
  const turns = module._FPDFPage_GetRotation(page) & 3;
  const linesIn = (side: number): string[] => boundedText(module, text, strips[(turns + side) & 3] ?? part);
  try {
    return { above: linesIn(0), below: linesIn(2) };
  } finally {
    module._FPDFText_ClosePage(text);
  }
}

function boundedText(module: PdfiumModule, text: number, { left, top, right, bottom }: Box): string[] {
  const units = module._FPDFText_GetBoundedText(text, left, top, right, bottom, 0, 0);
  if (units <= 0) return [];
  const buffer = module.wasmExports.malloc(units * 2);
  if (buffer === 0)
    throw new DocumentError('worker_lost', 'Redwell ran out of memory for the text of a page');
  try {
    const read = module._FPDFText_GetBoundedText(text, left, top, right, bottom, buffer, units);
    return Buffer.from(module.HEAPU8.buffer, buffer, read * 2)
      .toString('utf16le')
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .filter((line) => /[\p{L}\p{N}]/u.test(line));
  } finally {
    module.wasmExports.free(buffer);
  }
}
