/** Searches a history in a test, and fills one with texts. */
import type { SearchEngine } from '../../src/core/history/search/engine.ts';
import type { History } from '../../src/core/history/types.ts';
import type { DocumentMetadata } from '../../src/shared/documents.ts';
import type { ManifestDocument } from '../../src/shared/manifest.ts';
import type { Entity } from '../../src/shared/mentions.ts';
import { type SearchAnswer, type SearchHit, searchInputSchema } from '../../src/shared/search.ts';
import { manifestDocument, manifestOf } from './manifest.ts';

/** Runs the steps of a search to their end. */
export function finished<T>(steps: Generator<void, T>): T {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

export const indexAll = (history: History): void => {
  while (history.searchIndex.step());
};

export function answerOf(history: History, query: string, change: object = {}): SearchAnswer {
  indexAll(history);
  const engine: SearchEngine = history.search();
  try {
    return finished(engine.find(searchInputSchema.parse({ query, limit: 500, ...change })));
  } finally {
    engine.dispose();
  }
}

/** Returns the documents that a search finds. @throws Error for a search that cannot be read */
export function hitsOf(history: History, query: string, change: object = {}): SearchHit[] {
  const answer = answerOf(history, query, change);
  if (answer.kind === 'problem') throw new Error(answer.problem.message);
  return answer.items;
}

export const idsOf = (history: History, query: string): string[] =>
  hitsOf(history, query)
    .map(({ documentId }) => documentId)
    .sort();

export interface Content extends Partial<ManifestDocument> {
  text?: string;
  metadata?: DocumentMetadata;
  entities?: readonly Pick<Entity, 'kind' | 'text' | 'canonical'>[];
}

const AT = 1_700_000_000_000;

/** Records a batch whose documents have these texts, as if they had been read. @returns their ids */
export function writeTexts(
  history: History,
  batchId: string,
  contents: readonly Content[],
  about: Parameters<typeof manifestOf>[2] = {},
): string[] {
  const documents = contents.map(({ text: _t, metadata: _m, entities: _e, ...change }, i) =>
    manifestDocument(batchId, i + 1, change),
  );
  history.recordManifest(manifestOf(batchId, 0, { ...about, documents }));
  const attempt = (stage: 'ocr' | 'entity_resolution') => ({
    ...{ stage, attempt: 1, startedAt: AT, endedAt: AT + 10, waitedMs: 0, worker: 'w', cached: false },
    ...{ outcome: 'completed' as const, engine: null, error: null },
  });
  history.apply({
    cursor: '1-0',
    events: [],
    results: contents.flatMap(({ text, metadata = {}, entities }, i) => {
      const documentId = documents[i]?.id ?? '';
      if (text === undefined) return [];
      return [
        {
          documentId,
          attempts: [attempt('ocr'), attempt('entity_resolution')],
          results: {
            ocr: { text, pages: [], metadata, warnings: [] },
            entity_resolution: {
              entities: (entities ?? []).map((one) => ({ ...one, start: 0, end: 0, page: null })),
              canonical: [],
            },
          },
        },
      ];
    }),
  });
  return documents.map(({ id }) => id);
}
