/** The six stages by name, as the sandbox runs them. */
import type { Stage } from '../../../shared/stages.ts';
import { DocumentError } from '../../documents/errors.ts';
import type { StageInput, StageOutput, StageResults } from '../../documents/types.ts';
import { finalize } from './finalization.ts';

type Stages = { [S in Stage]: (input: StageInput) => Promise<StageOutput<S>> };

const withoutEngine = <S extends Stage>(result: StageResults[S]): StageOutput<S> => ({
  result,
  engine: null,
});

const STAGES: Stages = {
  ocr: async (input) => (await import('../extract/extract.ts')).extract(input),
  chunking: async (input) =>
    withoutEngine<'chunking'>((await import('./chunking.ts')).chunkText(needed(input, 'ocr'))),
  entity_extraction: async (input) => {
    const { extractEntities, ENTITY_ENGINE } = await import('../entities/extract.ts');
    return { result: extractEntities(needed(input, 'ocr')), engine: ENTITY_ENGINE };
  },
  entity_resolution: async (input) => {
    const { resolveEntities } = await import('../entities/resolve.ts');
    return withoutEngine<'entity_resolution'>(resolveEntities(needed(input, 'entity_extraction').mentions));
  },
  relationship_building: async (input) => {
    const { buildRelationships } = await import('../entities/relationships.ts');
    return withoutEngine<'relationship_building'>(
      buildRelationships(needed(input, 'ocr'), needed(input, 'entity_resolution')),
    );
  },
  finalization: async (input) =>
    withoutEngine<'finalization'>(
      finalize(input.document.type, { ...input.results, ocr: needed(input, 'ocr') }),
    ),
};

/** Runs one stage. @throws DocumentError with the exception code of the fault */
export function runStage<S extends Stage>(stage: S, input: StageInput): Promise<StageOutput<S>> {
  return STAGES[stage](input);
}

function needed<S extends Stage>(input: StageInput, stage: S): StageResults[S] {
  const result = input.results[stage];
  if (result === undefined)
    throw new DocumentError('infrastructure', `The result of the stage ${stage} is missing`);
  return result;
}
