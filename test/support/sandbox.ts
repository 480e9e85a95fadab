/** A sandbox whose stages do almost nothing, for tests of everything around the stages. */
import type { OcrResult, StageInput, StageOutput } from '../../src/core/documents/types.ts';
import type { Sandbox } from '../../src/core/sandbox/types.ts';
import type { Stage } from '../../src/shared/stages.ts';

export interface PlainSandboxOptions {
  /** Called before each stage returns its result. It may throw a DocumentError or wait. */
  before?(stage: Stage, input: StageInput, signal: AbortSignal | undefined): Promise<void> | void;
}

const RESULTS: { [S in Stage]: (input: StageInput) => unknown } = {
  ocr: (input): OcrResult => ({
    text: `Text of ${input.document.path}`,
    pages: [],
    metadata: {},
    warnings: [],
  }),
  chunking: (input) => ({ chunks: [{ start: 0, end: input.results.ocr?.text.length ?? 0, page: null }] }),
  entity_extraction: () => ({ mentions: [] }),
  entity_resolution: () => ({ entities: [], canonical: [] }),
  relationship_building: () => ({ relationships: [] }),
  finalization: (input) => ({
    pages: null,
    pagesOcr: 0,
    characters: input.results.ocr?.text.length ?? 0,
    entities: 0,
    relationships: 0,
    warnings: [],
  }),
};

export function plainSandbox(options: PlainSandboxOptions = {}): Sandbox {
  return {
    inspect: async () => ({ pages: null, pagesToOcr: null, encrypted: false, problem: null }),
    expand: async () => ({ members: [], problems: [] }),
    async runStage<S extends Stage>(stage: S, input: StageInput, signal?: AbortSignal, started?: () => void) {
      started?.();
      await options.before?.(stage, input, signal);
      return { result: RESULTS[stage](input), engine: 'plain 1' } as StageOutput<S>;
    },
    render: () => Promise.reject(new Error('not rendered here')),
    drawPage: async () => ({ pages: 1, width: 1, height: 1, webp: 'UklGR' }),
    drawSheets: () => Promise.reject(new Error('not drawn here')),
    drawSlip: () => Promise.reject(new Error('not drawn here')),
    findWords: async () => [],
    engines: async () => ({ plain: '1' }),
    walls: async () => ({ on: [], missing: [], by: 'none' }),
    dispose: async () => undefined,
  };
}
