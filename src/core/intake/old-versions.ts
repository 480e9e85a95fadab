/**
 * Reads journals and manifests written by 0.1.0. Later versions write only the present form.
 */
import type { Expanded } from './records.ts';

/** Codes that 0.1.0 spelled the British way, in findings, problems and the error of a drop. */
const RESPELLED: Readonly<Record<string, string>> = { unrecognised: 'unrecognized', cancelled: 'canceled' };

/** Inside a JSON string, quotes are escaped, so this matches real properties only and no file name or sentence. */
const OLD_CODE = /"code"(\s*:\s*)"(unrecognised|cancelled)"/g;

/** The field `description` of files and members was called `what`. */
const OLD_FIELD = /"what"(\s*:)/g;

/** Replaces the names of old fields in a journal line. */
export const withPresentFields = (json: string): string => json.replace(OLD_FIELD, '"description"$1');

/** Replaces old spellings of codes in JSON text. */
export const withPresentCodes = (json: string): string =>
  json.replace(OLD_CODE, (_match, colon: string, code: string) => `"code"${colon}"${RESPELLED[code]}"`);

/** Gives the parsed `drop.json` of 0.1.0 the present field: `freezing` was called `sealing`. */
export function withPresentMeta(meta: unknown): unknown {
  if (meta === null || typeof meta !== 'object' || !('sealing' in meta)) return meta;
  const { sealing, ...rest } = meta;
  return { freezing: sealing, ...rest };
}

/** 0.1.0 stated the new name of a renamed member only in the sentence, e.g. `…; it was named etc/passwd`. */
const RENAMED = /^The name held [^;]+; it was named (.+)$/s;

/** Fills in `renamedTo` from the sentence if the line was written by 0.1.0. */
export function withRenamedMembers(expanded: Expanded): Expanded {
  const names = new Set(expanded.members.map(({ name }) => name));
  const problems = expanded.problems.map((problem) => {
    const renamedTo = RENAMED.exec(problem.detail)?.[1];
    return problem.renamedTo === undefined && renamedTo !== undefined && names.has(renamedTo)
      ? { ...problem, renamedTo }
      : problem;
  });
  return { ...expanded, problems };
}
