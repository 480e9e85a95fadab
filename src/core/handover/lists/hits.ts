/** Lists the documents of a batch that a search finds. */
import { RedwellError } from '../../../shared/errors.ts';
import type { SearchAnswer, SearchHit } from '../../../shared/search.ts';
import { SearchSyntaxError } from '../../../shared/search-ast.ts';
import { shownDay } from '../../../shared/search-dates.ts';
import { parseSearch } from '../../../shared/search-parser.ts';
import { yieldEvery } from '../../util/event-loop.ts';
import type { ExportFolder } from '../export-folder.ts';
import type { Work } from '../types.ts';
import { type Column, openList } from './list-file.ts';

/** Hits that are read at once. */
const PAGE = 200;

const COLUMNS: readonly Column<SearchHit>[] = [
  { head: 'Document', cell: ({ documentId }) => documentId },
  { head: 'Path', cell: ({ path }) => path },
  { head: 'Type', cell: ({ type }) => type },
  { head: 'Status', cell: ({ status }) => status },
  { head: 'Date', cell: ({ day }) => (day === null ? '' : shownDay(day)) },
  { head: 'From', cell: ({ from }) => from ?? '' },
  { head: 'Subject or title', cell: ({ subject }) => subject ?? '' },
  { head: 'Places in the text', cell: ({ marks }) => String(marks), isNumber: true },
  { head: 'Excerpts', cell: ({ excerpts }) => excerpts.map(({ text }) => text).join(' … ') },
  {
    head: 'Other places',
    cell: ({ fields }) => fields.map(({ field, text }) => `${field}: ${text}`).join('; '),
  },
];

/** @throws RedwellError invalid_input when a search cannot be read */
export function refuseBadSearch(search: string): void {
  try {
    parseSearch(search);
  } catch (error) {
    if (!(error instanceof SearchSyntaxError)) throw error;
    throw new RedwellError(
      'invalid_input',
      `The search “${search}” cannot be read: ${error.message} Nothing was handed over.`,
      {
        action: 'Correct the search, then export again. docs/search.md describes the language.',
        cause: error,
      },
    );
  }
}

/** @throws what the disk says; the signal's reason */
export async function writeHits(
  { deps, batch, selection, notes, signal }: Work,
  folder: ExportFolder,
  query: string,
): Promise<void> {
  const engine = deps.history.search();
  const yieldIfDue = yieldEvery();
  try {
    const list = await openList({ folder, notes }, 'search hits', COLUMNS, ({ batchId: _b, ...hit }) => hit);
    for (let cursor: string | null = null; ; ) {
      const steps = engine.find({ query, sort: 'relevance', cursor, limit: PAGE });
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) {
        signal.throwIfAborted();
        await yieldIfDue();
      }
      const answer: SearchAnswer = step.value;
      if (answer.kind === 'problem')
        throw new RedwellError('invalid_input', `The search cannot be read: ${answer.problem.message}`);
      if (cursor === null && answer.waiting > 0)
        await notes.change({ documentId: '', field: 'search hits', kind: 'not_indexed' });
      for (const hit of answer.items)
        if (hit.batchId === batch.id && (selection.inside?.has(hit.documentId) ?? true)) await list.add(hit);
      cursor = answer.next;
      if (cursor === null) break;
    }
    await list.close();
  } finally {
    engine.dispose();
  }
}
