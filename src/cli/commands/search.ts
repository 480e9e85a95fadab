/** `redwell search QUERY`: searches all batches in history, whether or not Redwell is running. */
import type { SearchEngine } from '../../core/history/search/engine.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { Facet, SearchAnswer, SearchHit, SearchSort } from '../../shared/search.ts';
import type { SearchProblem } from '../../shared/search-ast.ts';
import { shownDay } from '../../shared/search-dates.ts';
import { visible } from '../../shared/visible.ts';
import { count, counted, table } from '../format.ts';
import { withHistory } from '../offline.ts';
import type { Output } from '../output.ts';
import { shownJson } from '../shown.ts';

export interface SearchOptions {
  json: boolean;
  /** Documents to list. */
  limit: number;
  facets: boolean;
  sort: SearchSort;
}

/** Documents read at once. */
const PAGE = 200;
/** Values of a facet that are listed for people; scripts get all. */
const SHOWN_VALUES = 10;

type Results = Extract<SearchAnswer, { kind: 'results' }>;

/** Searches and prints. @returns the exit code: 0 found, 1 none found, 2 nothing could be searched */
export async function searchHistory(
  query: string,
  dataDir: string,
  options: SearchOptions,
  out: Output,
): Promise<number> {
  try {
    return await search(query, dataDir, options, out);
  } catch (error) {
    if (!(error instanceof RedwellError)) throw error;
    out.note(error.message);
    if (error.action !== undefined) out.note(error.action);
    return 2;
  }
}

function search(query: string, dataDir: string, options: SearchOptions, out: Output): Promise<number> {
  return withHistory(dataDir, async (history) => {
    const engine = history.search();
    try {
      const answer = finished(
        engine.find({ query, sort: options.sort, cursor: null, limit: Math.min(PAGE, options.limit) }),
      );
      if (answer.kind === 'problem') {
        if (options.json) await out.line(shownJson({ problem: answer.problem }));
        else explain(query, answer.problem, out);
        return 2;
      }
      const facets = options.facets ? finished(engine.facets({ query })).facets : null;
      await (options.json ? printJson : print)(engine, query, answer, facets, options, out);
      return answer.total === 0 ? 1 : 0;
    } finally {
      engine.dispose();
    }
  });
}

function finished<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Shows the search with a mark under the mistake. */
function explain(query: string, { at, end, message }: SearchProblem, out: Output): void {
  // A character that is shown as several would move the mark.
  const before = visible(query.slice(0, at));
  const place = visible(query.slice(at, end));
  out.note(`${before}${place}${visible(query.slice(end))}`);
  out.note(`${' '.repeat(before.length)}${'^'.repeat(Math.max(1, place.length))}`);
  out.note(message);
}

/** Goes through the pages, as far as `limit`. */
function* hitsOf(
  engine: SearchEngine,
  query: string,
  first: Results,
  { limit, sort }: SearchOptions,
): Generator<SearchHit, void> {
  let left = limit;
  let page: Results | null = first;
  while (page !== null && left > 0) {
    yield* page.items.slice(0, left);
    left -= page.items.length;
    if (page.next === null || left <= 0) return;
    const next: SearchAnswer = finished(
      engine.find({ query, sort, cursor: page.next, limit: Math.min(PAGE, left) }),
    );
    page = next.kind === 'results' ? next : null;
  }
}

async function printJson(
  engine: SearchEngine,
  query: string,
  first: Results,
  facets: readonly Facet[] | null,
  options: SearchOptions,
  out: Output,
): Promise<void> {
  const { total, sort, ignored, waiting } = first;
  const hits = [...hitsOf(engine, query, first, options)];
  await out.line(
    shownJson({ query, total, sort, ignored, waiting, hits, ...(facets === null ? {} : { facets }) }),
  );
}

async function print(
  engine: SearchEngine,
  query: string,
  first: Results,
  facets: readonly Facet[] | null,
  options: SearchOptions,
  out: Output,
): Promise<void> {
  const { total, ignored, waiting, sort } = first;
  const shown = Math.min(total, options.limit);
  await out.line(
    total === 0
      ? 'No documents match.'
      : `${counted(total, 'document')}${shown < total ? `, the first ${count(shown)}:` : ':'}`,
  );
  for (const hit of hitsOf(engine, query, first, options)) await printHit(hit, out);
  for (const { kind, values, more } of facets ?? []) {
    if (values.length === 0) continue;
    await out.line();
    const listed = values.slice(0, SHOWN_VALUES);
    const left = values.length - listed.length + (more ?? 0);
    await out.line(
      table(
        [`By ${kind}`, 'documents'],
        [
          ...listed.map(({ label, count: n }) => [label, count(n)]),
          ...(left > 0 || more === null ? [['more', more === null ? '' : count(left)]] : []),
        ],
        [1],
      ),
    );
  }
  if (ignored.length > 0)
    out.note(`Not searched, because only letters and figures are: ${ignored.join(' ')}`);
  if (sort !== options.sort && total > 0)
    out.note('Newest first: too many documents match to sort them by relevance, or the search has no words.');
  if (waiting > 0)
    out.note(
      `Redwell has not indexed the names, headers and dates of ${counted(waiting, 'document')} yet, so some may be missing. It does so while it runs.`,
    );
}

async function printHit(hit: SearchHit, out: Output): Promise<void> {
  await out.line();
  await out.line(`${hit.path} (${hit.documentId})`);
  const about = [
    hit.batchName,
    hit.custodian,
    hit.day === null ? null : shownDay(hit.day),
    hit.from,
    hit.subject,
  ];
  await out.line(`  ${about.filter((one) => one !== null && one !== '').join(' · ')}`);
  if (hit.textCheck === 'differs') await out.line('  The stored text was altered, so it is not shown.');
  for (const { field, text, marks } of hit.fields)
    if (field !== 'path') await out.line(`  ${field}: ${marked(text, marks)}`);
  for (const { text, marks, start, more } of hit.excerpts)
    await out.line(`  ${start > 0 ? '… ' : ''}${marked(text, marks)}${more ? ' …' : ''}`);
  const left = hit.marks - hit.excerpts.reduce((sum, { marks }) => sum + marks.length, 0);
  if (left > 0) await out.line(`  ${counted(left, 'more hit')}`);
}

/** Puts the marked places in brackets. */
function marked(text: string, marks: SearchHit['fields'][number]['marks']): string {
  let shown = '';
  let at = 0;
  for (const { start, end } of marks) {
    shown += `${text.slice(at, start)}[${text.slice(start, end)}]`;
    at = end;
  }
  return `${shown}${text.slice(at)}`.replaceAll(/\s+/g, ' ').trim();
}
