/** The sandbox as the rest of core sees it. */
import type { Rendering } from '../../shared/rendering.ts';
import type { Stage } from '../../shared/stages.ts';
import type { Walls } from '../../shared/walls.ts';
import type {
  DrawnSheets,
  Expansion,
  FileToRead,
  Inspection,
  PageImage,
  PlacedWord,
  Sheet,
  SheetOptions,
  StageInput,
  StageOutput,
} from '../documents/types.ts';

/**
 * Reads untrusted bytes in processes of their own, which can be killed and have no rights beyond the bytes they get.
 * The child gets a copy of the bytes, proven to be those that were received, and never learns where they come from.
 * Every call rejects with a DocumentError, or with an AbortError when `signal` fires.
 */
export interface Sandbox {
  inspect(file: FileToRead, signal?: AbortSignal): Promise<Inspection>;
  /** Unpacks one level of a container into `into`. The caller expands members that are containers themselves. */
  expand(
    file: FileToRead,
    into: string,
    limits: { maxMembers: number; maxBytes: number; maxRatio: number },
    signal?: AbortSignal,
  ): Promise<Expansion>;
  /** @param onStart called when the work starts, not while the call waits for a free child */
  runStage<S extends Stage>(
    stage: S,
    input: StageInput,
    signal?: AbortSignal,
    onStart?: () => void,
  ): Promise<StageOutput<S>>;
  /**
   * Draws one page of a file.
   * @param page 1 is the first
   * @param width of the picture, pixels; it may come out narrower
   */
  drawPage(file: FileToRead, page: number, width: number, signal?: AbortSignal): Promise<PageImage>;
  /**
   * Draws pages as they are handed over, from `first` on. It may stop before `last`, so that an answer stays small; ask
   * again from the page after the last one that it returns.
   * @param first 1 is the first page
   */
  drawSheets(
    file: FileToRead,
    pages: { first: number; last: number },
    options: SheetOptions,
    signal?: AbortSignal,
  ): Promise<DrawnSheets>;
  /** Draws a page with lines of text, in black and white. The first line is the largest. */
  drawSlip(lines: readonly string[], options: SheetOptions, signal?: AbortSignal): Promise<Sheet>;
  /** Finds where the words of a page stand, by its text layer or by OCR. */
  findWords(file: FileToRead, page: number, by: 'layer' | 'ocr', signal?: AbortSignal): Promise<PlacedWord[]>;
  /** Renders a file without pages: its structure and text out of a list of elements, and nothing that could act. */
  render(file: FileToRead, signal?: AbortSignal): Promise<Rendering>;
  /** Returns the engines found on this machine, name -> version. */
  engines(): Promise<Record<string, string>>;
  /** Returns which walls are around the children, found out once by trying. */
  walls(): Promise<Walls>;
  dispose(): Promise<void>;
}
