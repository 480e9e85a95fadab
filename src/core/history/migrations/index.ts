/** Every schema change there ever was, in order. A published one is never edited: add another. */
import { FIRST } from './0001-first.ts';
import { ENTITIES } from './0002-entities.ts';
import { PLACE } from './0003-place.ts';

/** `PRAGMA user_version` counts how many of these a file has seen. */
export const MIGRATIONS: readonly string[] = [FIRST, ENTITIES, PLACE];
