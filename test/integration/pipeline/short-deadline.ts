/** The product's sandbox entry, except that a file named like `page-2500ms.pdf` gets this time limit in the child. */
import type { StageInput } from '../../../src/core/documents/types.ts';
import { runStage } from '../../../src/core/pipeline/stages/run.ts';
import { SANDBOX_FUNCTIONS } from '../../../src/core/pipeline/stages/sandbox-functions.ts';
import { serveFunctions } from '../../../src/core/sandbox/child.ts';
import type { Stage } from '../../../src/shared/stages.ts';

serveFunctions({
  ...SANDBOX_FUNCTIONS,
  // The parent keeps its own, longer limit, so a loaded machine has time to hand over what was read.
  async runStage(stage: Stage, input: StageInput) {
    const milliseconds = /-(\d+)ms\./.exec(input.document.location)?.[1];
    const limits =
      milliseconds === undefined ? input.limits : { ...input.limits, timeoutMs: Number(milliseconds) };
    return runStage(stage, { ...input, limits });
  },
});
