/** The fields of a drop's batch, and the labels of earlier batches for them. */
import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { RequestOutput } from '../../../shared/bridge.ts';
import type { Drop } from '../../../shared/intake.ts';
import { useRequest } from '../../lib/use-request.ts';
import { type BatchFields, newFields } from '../../stores/drafts.ts';
import { useAppStore } from '../../stores/use-app-store.ts';

export type Labels = RequestOutput<'intake.labels'>;

export function useFields(drop: Drop): [BatchFields, (change: Partial<BatchFields>) => void] {
  const { drafts } = useAppStore();
  const fields = useStore(drafts, (all) => all[drop.id]) ?? newFields(drop);
  const { id, name } = drop;
  const change = useCallback(
    (part: Partial<BatchFields>) =>
      drafts.setState((all) => ({ [id]: { ...(all[id] ?? newFields({ name })), ...part } })),
    [drafts, id, name],
  );
  return [fields, change];
}

/** Returns the matters and custodians of earlier batches, the last used first; none before they are loaded. */
export function useLabels(): Labels {
  const { bridge } = useAppStore();
  return useRequest(useCallback(() => bridge.request('intake.labels', {}), [bridge])).value ?? [];
}

/** Values in the list under a field; one can type for the others. */
const MAX_SUGGESTIONS = 50;

const distinct = (values: readonly string[]): string[] =>
  [...new Set(values.filter((value) => value !== ''))].slice(0, MAX_SUGGESTIONS);

export const mattersOf = (labels: Labels): string[] => distinct(labels.map(({ matter }) => matter));

/** Returns the custodians of a matter, then all others. */
export function custodiansOf(labels: Labels, matter: string): string[] {
  const wanted = matter.trim().toLowerCase();
  const own = labels.filter((label) => label.matter.toLowerCase() === wanted);
  return distinct([...own, ...labels].map(({ custodian }) => custodian));
}
