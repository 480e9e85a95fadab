/** Every schema change there ever was, in order. A published one is never edited: add another. */
import { FIRST } from './0001-first.ts';

/** `PRAGMA user_version` counts how many of these a file has seen. */
export const MIGRATIONS: readonly string[] = [FIRST];
