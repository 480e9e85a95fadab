/** The six stages by name: what the sandbox runs. */
import type { Stage } from '../../../shared/stages.ts';
import { DocumentError } from '../../documents/errors.ts';
import type { StageInput, StageOutput, StageResults } from '../../documents/types.ts';
import { finalize } from './finalization.ts';

type Stages = { [S in Stage]: (input: StageInput) => Promise<StageOutput<S>> };

const own = <S extends Stage>(result: StageResults[S]): StageOutput<S> => ({ result, engine: null });

const STAGES: Stages = {
  ocr: async (input) => (await import('../extract/extract.ts')).extract(input),
  chunking: async (input) => own<'chunking'>((await import('./chunking.ts')).chunkText(needed(input, 'ocr'))),
  entity_extraction: async (input) => {
    const { extractEntities, ENTITY_ENGINE } = await import('../entities/extract.ts');
    return { result: extractEntities(needed(input, 'ocr')), engine: ENTITY_ENGINE };
  },
  entity_resolution: async (input) => {
    const { resolveEntities } = await import('../entities/resolve.ts');
    return own<'entity_resolution'>(resolveEntities(needed(input, 'entity_extraction').mentions));
  },
  relationship_building: async (input) => {
    const { buildRelationships } = await import('../entities/relationships.ts');
    return own<'relationship_building'>(
      buildRelationships(needed(input, 'ocr'), needed(input, 'entity_resolution')),
    );
  },
  finalization: async (input) =>
    own<'finalization'>(finalize(input.document.type, { ...input.results, ocr: needed(input, 'ocr') })),
};

/** @throws DocumentError, with the field's code for what is wrong */
export function runStage<S extends Stage>(stage: S, input: StageInput): Promise<StageOutput<S>> {
  return STAGES[stage](input);
}

function needed<S extends Stage>(input: StageInput, stage: S): StageResults[S] {
  const result = input.results[stage];
  if (result === undefined)
    throw new DocumentError('infrastructure', `The result of the stage ${stage} was not handed on`);
  return result;
}
