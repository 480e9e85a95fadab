/** What the user has entered for the batch of each drop, kept until the page is closed. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Priority } from '../../shared/batches.ts';
import type { Drop } from '../../shared/intake.ts';

export interface BatchFields {
  readonly name: string;
  readonly matter: string;
  readonly custodian: string;
  readonly priority: Priority;
}

/** Maps the id of a drop to its fields. */
export type DraftsStore = StoreApi<Readonly<Record<string, BatchFields>>>;

export const createDraftsStore = (): DraftsStore =>
  createStore<Readonly<Record<string, BatchFields>>>(() => ({}));

/** Returns the fields of a drop that nobody has changed. */
export const newFields = ({ name }: Pick<Drop, 'name'>): BatchFields => ({
  name: name.slice(0, 200),
  matter: '',
  custodian: '',
  priority: 'normal',
});
