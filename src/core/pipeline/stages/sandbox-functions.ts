/** The functions that the sandbox process offers to its parent. */
import type { FileType } from '../../../shared/file-types.ts';
import type { Stage } from '../../../shared/stages.ts';
import type { SheetOptions, StageInput, ViewSource } from '../../documents/types.ts';
import type { SandboxFunctions } from '../../sandbox/child.ts';

/** Each function loads its readers on first use, so that the process starts quickly. */
export const SANDBOX_FUNCTIONS: SandboxFunctions = {
  async inspect(file: { location: string; type: FileType; passwords?: readonly string[] }) {
    const { inspect } = await import('../extract/inspect.ts');
    return inspect(file);
  },
  async expand(
    file: { location: string; type: FileType; passwords?: readonly string[] },
    into: string,
    limits: { maxMembers: number; maxBytes: number; maxRatio: number },
  ) {
    const { expand } = await import('../extract/containers/expand.ts');
    return expand(file, into, limits);
  },
  async runStage(stage: Stage, input: StageInput) {
    const { runStage } = await import('./run.ts');
    return runStage(stage, input);
  },
  async drawPage(source: ViewSource, page: number, width: number) {
    const { drawPage } = await import('../extract/view/page-image.ts');
    return drawPage(source, page, width);
  },
  async drawSheets(source: ViewSource, pages: { first: number; last: number }, options: SheetOptions) {
    const { drawSheets } = await import('../extract/view/sheets.ts');
    return drawSheets(source, pages, options);
  },
  async drawSlip(lines: readonly string[], options: SheetOptions) {
    const { drawSlip } = await import('../extract/view/slip-sheet.ts');
    return drawSlip(lines, options);
  },
  async findWords(source: ViewSource, page: number, by: 'layer' | 'ocr') {
    const { findWords } = await import('../extract/view/page-words.ts');
    return findWords(source, page, by);
  },
  async render(source: ViewSource) {
    const { renderDocument } = await import('../extract/view/rendering.ts');
    return renderDocument(source);
  },
  async engines() {
    const { findEngines } = await import('../extract/engines.ts');
    return findEngines();
  },
};
