/** Answers searches over the sample documents: the words of the real language, looked for in names and texts. */
import type { BridgeHandlers } from '../../../../src/shared/bridge.ts';
import type { DocumentRow } from '../../../../src/shared/documents.ts';
import { FACET_KINDS, type Facet, type SearchHit, type TextMark } from '../../../../src/shared/search.ts';
import { type Query, SearchSyntaxError } from '../../../../src/shared/search-ast.ts';
import { parseSearch } from '../../../../src/shared/search-parser.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';
import { detailOf } from './documents.ts';

type SearchRequests = 'search.find' | 'search.facets' | 'search.marks';

const wordsOf = (query: Query): string[] => {
  if (query.kind === 'words') return query.field === null ? [query.text.toLowerCase()] : [];
  if (query.kind === 'near') return [...wordsOf(query.left), ...wordsOf(query.right)];
  return query.kind === 'and' || query.kind === 'or' ? query.parts.flatMap(wordsOf) : [];
};

function matches(query: Query, row: DocumentRow, text: string): boolean {
  switch (query.kind) {
    case 'words':
      return `${row.path}\n${text}`.toLowerCase().includes(query.text.toLowerCase());
    case 'near':
      return matches(query.left, row, text) && matches(query.right, row, text);
    case 'and':
      return query.parts.every((part) => matches(part, row, text));
    case 'or':
      return query.parts.some((part) => matches(part, row, text));
    case 'not':
      return !matches(query.part, row, text);
    case 'type':
      return row.type === query.value;
    default:
      return true;
  }
}

function marksOf(text: string, words: readonly string[]): TextMark[] {
  const marks: TextMark[] = [];
  for (const word of words)
    for (let at = text.toLowerCase().indexOf(word); at >= 0; at = text.toLowerCase().indexOf(word, at + 1))
      marks.push({ start: at, end: at + word.length });
  return marks.sort((a, b) => a.start - b.start);
}

export function searchAnswers(host: BridgeHost): Pick<BridgeHandlers, SearchRequests> {
  const found = (query: Query): SearchHit[] =>
    [...host.batches.values()].flatMap((batch) => {
      const view = batch.view(host.now());
      return batch.rows.flatMap((row): SearchHit[] => {
        const text = detailOf(row, batch.rows, host.now()).text ?? '';
        if (!matches(query, row, text)) return [];
        const marks = marksOf(text, wordsOf(query));
        const [first] = marks;
        const start = Math.max(0, (first?.start ?? 0) - 60);
        const part = text.slice(start, start + 200);
        const { id: documentId, batchId, path, type, status, pages } = row;
        return [
          {
            ...{ documentId, batchId, path, type, status, pages },
            batchName: view.name,
            matter: view.matter,
            custodian: view.custodian,
            warned: row.warnings.length > 0,
            day: 20210417,
            subject: null,
            from: type === 'eml' ? 'R. Okafor <okafor@harlan.example>' : null,
            textCheck: 'matches',
            marks: marks.length,
            excerpts:
              first === undefined
                ? []
                : [
                    {
                      start,
                      text: part.replaceAll(/\s/g, ' '),
                      marks: marks
                        .filter((mark) => mark.end <= start + part.length)
                        .map((mark) => ({ start: mark.start - start, end: mark.end - start })),
                      more: true,
                    },
                  ],
            fields: [],
          },
        ];
      });
    });
  const facet = (kind: Facet['kind'], values: readonly string[]): Facet => {
    const counts = new Map<string, number>();
    for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
    return {
      kind,
      values: [...counts]
        .map(([value, count]) => ({ value, label: value, count }))
        .sort((a, b) => b.count - a.count),
      more: 0,
    };
  };
  return {
    'search.find': async ({ query, sort, cursor, limit }) => {
      try {
        const parsed = parseSearch(query);
        const all = found(parsed.query);
        const from = Number(cursor ?? 0);
        return {
          kind: 'results',
          items: all.slice(from, from + limit),
          next: from + limit < all.length ? String(from + limit) : null,
          total: all.length,
          sort,
          ignored: [...parsed.ignored],
          waiting: 0,
        };
      } catch (error) {
        if (error instanceof SearchSyntaxError) return { kind: 'problem', problem: error.problem };
        throw error;
      }
    },
    'search.facets': async ({ query }) => {
      const all = found(parseSearch(query).query);
      const values: Partial<Record<Facet['kind'], string[]>> = {
        type: all.map(({ type }) => type),
        custodian: all.map(({ custodian }) => custodian),
        matter: all.map(({ matter }) => matter),
        year: all.map(() => '2021'),
        person: all.map(() => 'R. Okafor'),
        warning: all.flatMap(({ warned }) => (warned ? ['low_or_no_text'] : [])),
      };
      return { facets: FACET_KINDS.map((kind) => facet(kind, values[kind] ?? [])) };
    },
    'search.marks': async ({ query, documentId }) => {
      for (const batch of host.batches.values()) {
        const row = batch.rows.find(({ id }) => id === documentId);
        if (row !== undefined)
          return {
            marks: marksOf(
              detailOf(row, batch.rows, host.now()).text ?? '',
              wordsOf(parseSearch(query).query),
            ),
          };
      }
      return { marks: [] };
    },
  };
}
