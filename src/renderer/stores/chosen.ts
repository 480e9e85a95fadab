/** The documents that the user selected to hand over, kept until the page is closed. */
import { createStore, type StoreApi } from 'zustand/vanilla';

/** Maps the id of a batch to ids of its documents. */
export type ChosenStore = StoreApi<Readonly<Record<string, readonly string[]>>>;

export const createChosenStore = (): ChosenStore =>
  createStore<Readonly<Record<string, readonly string[]>>>(() => ({}));
