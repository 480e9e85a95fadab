/** What can be done with many documents at once. */
import { useCallback } from 'react';
import type { Batch, Priority } from '../../../shared/batches.ts';
import { MOST_SELECTED } from '../../../shared/bridge-lists.ts';
import { copyText } from '../../lib/copy-text.ts';
import { showDone } from '../../lib/notify.tsx';
import { saveFile } from '../../lib/save-file.ts';
import { useAction } from '../../lib/use-action.ts';
import type { RowSelection } from '../../lib/use-row-selection.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import {
  copiedNotice,
  exportedNotice,
  retrySelectedNotice,
  runSelectedNotice,
  taggedNotice,
} from '../../text/notices.ts';
import type { DocumentColumn } from './document-columns.tsx';
import type { DocumentFilter } from './filter.ts';
import { documentsCsv, documentsOf } from './selected-documents.ts';

export interface ListOfDocuments {
  readonly batch: Batch;
  /** The filter and the order of the list. */
  readonly filter: DocumentFilter;
  readonly selection: RowSelection;
  /** The shown columns. */
  readonly columns: readonly DocumentColumn[];
}

/** Calls `act` with as many ids at a time as a request may have. */
async function inParts(
  ids: ReadonlySet<string>,
  act: (documentIds: string[]) => Promise<number>,
): Promise<number> {
  const all = [...ids];
  let done = 0;
  for (let from = 0; from < all.length; from += MOST_SELECTED)
    done += await act(all.slice(from, from + MOST_SELECTED));
  return done;
}

/** Characters that some system does not allow in the name of a file. */
const FORBIDDEN = /[\\/:*?"<>|\p{Cc}]/gu;

export function useRetrySelected({ batch, selection }: ListOfDocuments) {
  const { bridge, batches } = useAppStore();
  return useAction(
    useCallback(async () => {
      const retried = await inParts(selection.selected, async (documentIds) => {
        const answer = await bridge.request('documents.retry', { batchId: batch.id, documentIds });
        batches.put(answer.batch);
        return answer.retried;
      });
      showDone(retrySelectedNotice(retried, selection.selected.size));
      selection.clear();
    }, [bridge, batches, batch.id, selection]),
  );
}

/** @returns an action that excludes the selected documents (null), or changes their priority */
export function useRunSelected({ batch, selection }: ListOfDocuments) {
  const { bridge, batches } = useAppStore();
  return useAction(
    useCallback(
      async (priority: Priority | null) => {
        let started = 0;
        const changed = await inParts(selection.selected, async (documentIds) => {
          const input = { batchId: batch.id, documentIds };
          const answer =
            priority === null
              ? await bridge.request('documents.exclude', input)
              : await bridge.request('documents.priority', { ...input, priority });
          batches.put(answer.batch);
          started += answer.started;
          return 'excluded' in answer ? answer.excluded : answer.moved;
        });
        showDone(runSelectedNotice(priority, { changed, started, selected: selection.selected.size }));
        selection.clear();
      },
      [bridge, batches, batch.id, selection],
    ),
  );
}

/** @param done called after documents were tagged */
export function useTagSelected({ batch, selection }: ListOfDocuments, done: () => void) {
  const { bridge } = useAppStore();
  return useAction(
    useCallback(
      async (tag: string, isOn: boolean) => {
        const changed = await inParts(selection.selected, async (documentIds) => {
          const answer = await bridge.request('tags.set', { batchId: batch.id, documentIds, tag, isOn });
          return answer.changed;
        });
        showDone(taggedNotice(tag, isOn, changed));
        done();
      },
      [bridge, batch.id, selection, done],
    ),
  );
}

/** @returns an action that saves the list as CSV, or only its selected documents */
export function useExportDocuments({ batch, filter, selection, columns }: ListOfDocuments) {
  const { bridge } = useAppStore();
  return useAction(
    useCallback(
      async (scope: 'list' | 'selected') => {
        const only = scope === 'list' ? null : selection.selected;
        const source = { bridge, batchId: batch.id, filter, only };
        const { parts, documents } = await documentsCsv(source, columns);
        saveFile(`${batch.name.replaceAll(FORBIDDEN, '_')} documents.csv`, parts);
        showDone(exportedNotice(documents, only?.size ?? documents));
      },
      [bridge, batch.id, batch.name, filter, selection, columns],
    ),
  );
}

export function useCopySelected({ batch, filter, selection }: ListOfDocuments) {
  const { bridge } = useAppStore();
  return useAction(
    useCallback(
      async (what: 'paths' | 'hashes') => {
        const lines: string[] = [];
        const source = { bridge, batchId: batch.id, filter, only: selection.selected };
        for await (const { path, sha256 } of documentsOf(source)) {
          if (what === 'paths') lines.push(path);
          else if (sha256 !== null) lines.push(sha256);
        }
        await copyText(lines.join('\n'));
        showDone(copiedNotice(what, lines.length, selection.selected.size));
      },
      [bridge, batch.id, filter, selection],
    ),
  );
}
