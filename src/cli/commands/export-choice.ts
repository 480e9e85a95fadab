/** Reads which documents `redwell export` is about: `--filter` and `--documents`. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { History } from '../../core/history/types.ts';
import { RedwellError } from '../../shared/errors.ts';
import { type ExportChoice, exportChoiceSchema, WHOLE_BATCH } from '../../shared/export-choice.ts';

/** The names that `--filter` takes. */
export const FILTER_NAMES = [
  'status',
  'type',
  'code',
  'stage',
  'tag',
  'search',
  'warned',
  'related',
] as const;

interface Options {
  filter: readonly string[];
  documents: string | null;
}

/** @throws RedwellError invalid_input; not_found for a file or a document that does not exist */
export async function readChoice(
  history: History,
  batchId: string,
  { filter, documents }: Options,
): Promise<ExportChoice> {
  if (filter.length > 0 && documents !== null)
    throw wrong('--filter and --documents cannot be used together.', 'Use one of them.');
  // The plan says that there is no such batch.
  if (history.batch(batchId) === null) return WHOLE_BATCH;
  if (documents !== null) return selectionFrom(history, batchId, documents);
  return filter.length === 0 ? WHOLE_BATCH : filterFrom(filter);
}

const wrong = (message: string, action: string): RedwellError =>
  new RedwellError('invalid_input', message, { action });

function filterFrom(pairs: readonly string[]): ExportChoice {
  const values: Record<string, unknown> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, at));
    if (!(FILTER_NAMES as readonly string[]).includes(name))
      throw wrong(`“${pair}” is no filter.`, `Write NAME=VALUE with one of ${FILTER_NAMES.join(', ')}.`);
    if (name in values) throw wrong(`The filter ${name} is there twice.`, 'Use each name once.');
    const value = pair.slice(at + 1);
    values[name] = name === 'warned' ? { yes: true, no: false }[value] : value;
    if (values[name] === undefined) throw wrong('The filter warned takes yes or no.', 'Write warned=yes.');
  }
  const parsed = exportChoiceSchema.safeParse({ by: 'filter', filter: values });
  if (parsed.success) return parsed.data;
  throw wrong(
    `The filter cannot be used. ${z.prettifyError(parsed.error)}`,
    'Correct it, then export again. Nothing was handed over.',
  );
}

/** Each line of the file is the id of a document or its path in the batch. */
async function selectionFrom(history: History, batchId: string, file: string): Promise<ExportChoice> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const action = 'Check the path of --documents.';
    throw new RedwellError('not_found', `The list ${file} could not be read.`, { action, cause });
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const wanted = new Set(lines.filter((line) => line.trim() !== ''));
  const documentIds: string[] = [];
  const found = new Set<string>();
  for (const { id, path } of history.allDocuments(batchId)) {
    const names = [id, path].filter((name) => wanted.has(name));
    if (names.length === 0) continue;
    documentIds.push(id);
    for (const name of names) found.add(name);
  }
  const missing = [...wanted].find((line) => !found.has(line));
  if (missing !== undefined)
    throw new RedwellError('not_found', `The batch ${batchId} has no document “${missing}”.`, {
      action: `Correct ${file}: each line is the id of a document or its path. Nothing was handed over.`,
    });
  const parsed = exportChoiceSchema.safeParse({ by: 'selection', documentIds });
  if (parsed.success) return parsed.data;
  throw wrong(parsed.error.issues[0]?.message ?? '', `Correct ${file}. Nothing was handed over.`);
}
