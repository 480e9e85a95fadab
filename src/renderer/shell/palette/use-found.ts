/** What the host finds for the typed words: batches that have ended, and documents by their words. */
import { useDebouncedValue } from '@mantine/hooks';
import { useCallback } from 'react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import type { SearchHit } from '../../../shared/search.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { searchOf } from './items.ts';

const PAUSE_MS = 150;
/** Ended batches and documents that are offered at most. */
const BATCHES = 4;
const DOCUMENTS = 5;
/** Shorter searches would match nearly everything. */
const LEAST_LETTERS = 2;

/** Returns the ended batches whose name, matter or custodian contains the text. */
export function useEndedBatches(typed: string): readonly Batch[] {
  const { bridge } = useAppStore();
  const [search] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const { value } = useRequest(
    useCallback(
      async () =>
        search === ''
          ? { search, items: [] }
          : { search, items: (await bridge.request('batches.list', { search, limit: 50 })).items },
      [bridge, search],
    ),
  );
  // An answer to an earlier text would offer batches that do not match.
  return value === null || value.search !== typed.trim()
    ? []
    : value.items.filter(({ status }) => isTerminal(status)).slice(0, BATCHES);
}

export type FoundDocuments =
  | { readonly state: 'idle' | 'searching' | 'none' }
  /** The search cannot be read yet, or could not be answered. */
  | { readonly state: 'problem'; readonly message: string }
  | {
      readonly state: 'found';
      readonly query: string;
      readonly hits: readonly SearchHit[];
      readonly total: number;
    };

/** Returns the documents with the typed words in their text, name or header. */
export function useFoundDocuments(typed: string): FoundDocuments {
  const { bridge } = useAppStore();
  const [settled] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const isLong = settled.length >= LEAST_LETTERS;
  const { value, error } = useRequest(
    useCallback(async () => {
      if (!isLong) return null;
      const query = searchOf(settled);
      return {
        settled,
        query,
        answer: await bridge.request('search.find', { query, limit: DOCUMENTS, client: 'palette' }),
      };
    }, [bridge, isLong, settled]),
  );
  if (typed.trim().length < LEAST_LETTERS) return { state: 'idle' };
  if (value?.settled === typed.trim()) {
    const { answer, query } = value;
    if (answer.kind === 'problem') return { state: 'problem', message: answer.problem.message };
    if (answer.items.length === 0) return { state: 'none' };
    return { state: 'found', query, hits: answer.items, total: answer.total };
  }
  if (error !== null && settled === typed.trim()) return { state: 'problem', message: error.message };
  return { state: 'searching' };
}
