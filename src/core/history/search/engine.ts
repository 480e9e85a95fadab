/** Answers searches from one connection to history, step by step, so that it can be told to stop. */
import type {
  SearchAnswer,
  SearchFacets,
  SearchInput,
  SearchMarks,
  SearchSort,
} from '../../../shared/search.ts';
import { type Query, SearchSyntaxError } from '../../../shared/search-ast.ts';
import { parseSearch } from '../../../shared/search-parser.ts';
import type { Database } from '../connection.ts';
import type { DocSet } from './doc-set.ts';
import { Evaluation, type Steps } from './evaluate.ts';
import { facetsOf } from './facets.ts';
import { hitReader, marksIn } from './hits.ts';
import { preparePositions } from './index-positions.ts';
import { inOrder, type Ordered } from './order.ts';
import { openTokenizer } from './tokenizer.ts';

export interface SearchEngine {
  /** A page of results. A search that cannot be read is an answer, not an error. */
  find(input: SearchInput): Steps<SearchAnswer>;
  /** How many documents of the whole result have each value. */
  facets(input: { query: string }): Steps<SearchFacets>;
  /** The marked places in the text of a document; none for a document that history does not have. */
  marks(input: { query: string; documentId: string }): Steps<SearchMarks>;
  dispose(): void;
}

/** Results that are kept, so that the next page continues the list that the reader sees. */
const MOST_KEPT = 8;
const KEPT_MS = 10 * 60_000;

interface Kept extends Ordered {
  id: string;
  search: string;
  asked: SearchSort;
  found: DocSet;
  at: number;
  version: number;
}

export function searchEngine(db: Database): SearchEngine {
  const tokenizer = openTokenizer();
  preparePositions(db);
  const waiting = db.prepare('SELECT count(*) AS n FROM search_dirty');
  const dataVersion = db.prepare('PRAGMA data_version');
  const versionOf = (): number => (dataVersion.get() as { data_version: number }).data_version;
  let kept: Kept[] = [];
  let made = 0;

  /** @param cursor of the page before: its list is used again, whatever was added since */
  function* resultOf(search: string, query: Query, asked: SearchSort, id: string | null): Steps<Kept> {
    const now = Date.now();
    const version = versionOf();
    kept = kept.filter(({ at }) => now - at < KEPT_MS);
    const known = kept.find(
      (one) =>
        one.search === search &&
        one.asked === asked &&
        (id === null ? one.version === version : one.id === id),
    );
    if (known !== undefined) return known;
    const found = yield* new Evaluation(db, tokenizer).documents(query);
    const ordered = yield* inOrder(db, tokenizer, query, found, asked);
    made += 1;
    const result = { ...ordered, id: String(made), search, asked, found, at: now, version };
    kept = [result, ...kept].slice(0, MOST_KEPT);
    return result;
  }

  return {
    *find({ query: search, sort, cursor, limit }) {
      const parsed = read(search);
      if ('problem' in parsed) return { kind: 'problem', problem: parsed.problem };
      const { id, from } = readCursor(cursor);
      const result = yield* resultOf(search, parsed.query, sort, id);
      const reader = hitReader(db, tokenizer, parsed.query);
      const items = [];
      for (const n of result.documents.slice(from, from + limit)) {
        yield;
        const hit = reader.hit(n);
        if (hit !== null) items.push(hit);
      }
      const total = result.documents.length;
      return {
        kind: 'results',
        items,
        next: from + limit < total ? `${result.id}.${from + limit}` : null,
        total,
        sort: result.sort,
        ignored: [...new Set(parsed.ignored)],
        waiting: (waiting.get() as { n: number }).n,
      };
    },
    *facets({ query: search }) {
      const parsed = read(search);
      if ('problem' in parsed) return { facets: [] };
      const { found } = yield* resultOf(search, parsed.query, 'relevance', null);
      return { facets: yield* facetsOf(db, found) };
    },
    *marks({ query: search, documentId }) {
      const parsed = read(search);
      if ('problem' in parsed) return { marks: [] };
      yield;
      return { marks: marksIn(db, tokenizer, parsed.query, documentId) ?? [] };
    },
    dispose() {
      kept = [];
      tokenizer.close();
    },
  };
}

function read(search: string) {
  try {
    return parseSearch(search);
  } catch (error) {
    if (error instanceof SearchSyntaxError) return { problem: error.problem };
    throw error;
  }
}

/** A cursor is the number of a kept result and where the next page begins. Any other text is the first page. */
function readCursor(cursor: string | null): { id: string | null; from: number } {
  const found = /^(\d{1,9})\.(\d{1,9})$/.exec(cursor ?? '');
  return found === null ? { id: null, from: 0 } : { id: found[1] ?? null, from: Number(found[2]) };
}
