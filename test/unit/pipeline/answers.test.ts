/** The shapes of a child's answers let everything through that a stage returns. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { StageResults } from '../../../src/core/documents/types.ts';
import { runStage } from '../../../src/core/pipeline/stages/run.ts';
import { outputSchema } from '../../../src/core/sandbox/answers.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { STAGES, type Stage } from '../../../src/shared/stages.ts';

const MATTER = join(import.meta.dirname, '..', '..', '..', 'resources', 'sample-matter');
const FILES = readdirSync(MATTER, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /^(pleadings|contracts|email)\/.*\.(pdf|docx|eml)$/.test(name),
);

const limits = { timeoutMs: 60_000, maxPages: 100, maxCharacters: 1e7, maxBytes: 1e8 };

it('loses nothing of what the stages return for a pleading, a contract or a mail', async () => {
  expect(FILES.length).toBeGreaterThan(5);
  let antecedents = 0;
  for (const path of FILES) {
    const location = join(MATTER, path);
    const type = path.split('.').at(-1) as FileType;
    const document = { id: '', batchId: '', path, type, bytes: statSync(location).size, location };
    const results: Partial<Record<Stage, unknown>> = {};
    for (const stage of STAGES) {
      const output = await runStage(stage, {
        ...{ document, results: results as Partial<StageResults>, limits, passwords: [] },
      });
      const sent = JSON.parse(JSON.stringify(output));
      expect(outputSchema(stage).parse(sent)).toEqual(sent);
      results[stage] = output.result;
    }
    const { mentions } = results.entity_extraction as StageResults['entity_extraction'];
    antecedents += mentions.filter(({ antecedent }) => antecedent !== undefined).length;
  }
  expect(antecedents).toBeGreaterThan(0);
});

it('refuses a field that it does not know', () => {
  const answer = { result: { mentions: [], extra: 1 }, engine: null };
  expect(outputSchema('entity_extraction').safeParse(answer).success).toBe(false);
});
