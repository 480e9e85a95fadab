/** The bridge's requests about many documents at once, tags and saved views. */
import type { Batch } from '../../../shared/batches.ts';
import type { History } from '../../history/types.ts';
import type { CoreHandlers } from '../types.ts';

export interface ListDeps {
  history: History;
  /** Tells pages that documents of a batch changed. */
  onDocuments(batchId: string): void;
  retry(batchId: string, documentIds: readonly string[]): Promise<{ retried: number; batch: Batch }>;
}

type ListRequests =
  | 'documents.ids'
  | 'documents.retry'
  | 'tags.list'
  | 'tags.set'
  | 'views.list'
  | 'views.save'
  | 'views.rename'
  | 'views.remove'
  | 'views.default';

export function listHandlers({ history, onDocuments, retry }: ListDeps): Pick<CoreHandlers, ListRequests> {
  const { tags, views } = history;
  return {
    'documents.ids': async (filter) => ({ ids: history.documentIds(filter) }),
    'documents.retry': ({ batchId, documentIds }) => retry(batchId, documentIds),
    'tags.list': async ({ batchId }) => tags.list(batchId),
    'tags.set': async ({ batchId, documentIds, tag, isOn }) => {
      const changed = tags.set(batchId, documentIds, tag, isOn);
      if (changed > 0) onDocuments(batchId);
      return { changed };
    },
    'views.list': async ({ list }) => views.list(list),
    'views.save': async ({ list, view }) => views.save(list, view),
    'views.rename': async ({ list, name, to }) => views.rename(list, name, to),
    'views.remove': async ({ list, name }) => views.remove(list, name),
    'views.default': async ({ list, name }) => views.setDefault(list, name),
  };
}
