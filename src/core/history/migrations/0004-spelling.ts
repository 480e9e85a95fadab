/** Rewrites the values that version 0.1.0 spelled the British way. */

/**
 * Replaces a code in a column of JSON. The text that `replace` looks for has bare quotation marks, which JSON escapes
 * inside strings, so it can only match a real property.
 */
const recode = (column: string): string => `
UPDATE documents SET ${column} = replace(${column}, '"code":"unrecognised"', '"code":"unrecognized"')
  WHERE instr(${column}, '"code":"unrecognised"') > 0;`;

const respell = (table: string, column: string, from: string, to: string): string => `
UPDATE ${table} SET ${column} = '${to}' WHERE ${column} = '${from}';`;

/** Statuses and codes as 0.1.0 spelled them. */
export const OLD_SPELLINGS: readonly string[] = ['cancelled', 'cancelling', 'unrecognised'];

/**
 * Notifications stay as they were shown, and texts that people or engines wrote keep their spelling: neither is compared
 * with anything.
 */
export const SPELLING = [
  respell('batches', 'status', 'cancelled', 'canceled'),
  respell('batches', 'status', 'cancelling', 'canceling'),
  `
UPDATE batches SET saved =
  replace(replace(replace(saved, '"status":"cancelled"', '"status":"canceled"'),
    '"status":"cancelling"', '"status":"canceling"'), '"code":"unrecognised"', '"code":"unrecognized"')
  WHERE saved IS NOT NULL;`,
  respell('documents', 'status', 'cancelled', 'canceled'),
  respell('documents', 'code', 'unrecognised', 'unrecognized'),
  recode('exception'),
  recode('intake_warnings'),
  recode('warnings'),
  respell('attempts', 'outcome', 'cancelled', 'canceled'),
  respell('attempts', 'error_code', 'unrecognised', 'unrecognized'),
  respell('entities', 'kind', 'organisation', 'organization'),
  respell('relationships', 'source_kind', 'organisation', 'organization'),
  respell('relationships', 'target_kind', 'organisation', 'organization'),
  respell('batch_entities', 'kind', 'organisation', 'organization'),
].join('');
