/** Options of V8 for the processes that read documents. */

/**
 * Patterns are compiled before they run. V8 would interpret each of them first, and forget what it compiled after some
 * collections, so that the grammars, which go over whole documents, took a quarter more time.
 */
export const COMPILED_PATTERNS = '--no-regexp-tier-up';

/** @param oldSpaceMb the most that a document may take, MB */
export const v8Options = (oldSpaceMb: number): string[] => [
  `--max-old-space-size=${oldSpaceMb}`,
  COMPILED_PATTERNS,
];
