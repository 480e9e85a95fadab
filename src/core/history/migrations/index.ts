/** Every schema change, in order. Never change the statements of a published one; add another. */
import { FIRST } from './0001-first.ts';
import { ENTITIES } from './0002-entities.ts';
import { PLACE } from './0003-place.ts';
import { SPELLING } from './0004-spelling.ts';
import { METADATA } from './0005-metadata.ts';
import { TEXT_CHECKSUM } from './0006-text-checksum.ts';
import { RELATIONSHIP_ROLES } from './0007-relationship-roles.ts';
import { RUNS } from './0008-runs.ts';
import { SEARCH } from './0009-search.ts';
import { ATTENTION } from './0010-attention.ts';
import { LISTS } from './0011-lists.ts';
import { EXPORTS } from './0012-exports.ts';
import { REPLACEMENTS } from './0013-replacements.ts';
import { SIMILAR } from './0015-similar.ts';
import { STATED } from './0018-stated.ts';
import { STATED_COLUMNS } from './0020-stated-columns.ts';

/** `PRAGMA user_version` counts how many of these have been applied to a file. */
export const MIGRATIONS: readonly string[] = [
  FIRST,
  ENTITIES,
  PLACE,
  SPELLING,
  METADATA,
  TEXT_CHECKSUM,
  RELATIONSHIP_ROLES,
  RUNS,
  SEARCH,
  ATTENTION,
  LISTS,
  EXPORTS,
  REPLACEMENTS,
  SIMILAR,
  STATED,
  STATED_COLUMNS,
];
