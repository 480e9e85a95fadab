/** Sums up the work between points in time. */
import type { RequestOutput } from '../../../shared/bridge.ts';
import type { Database } from '../connection.ts';

interface Sums {
  completed: number | null;
  exceptions: number | null;
  pages: number | null;
}

/** Returns a function that sums up intervals. A document that ran twice counts where each run ended. */
export function trendReader(db: Database): (edges: readonly number[]) => RequestOutput<'trends.get'> {
  // An index has all columns, so each interval reads only its own part of that index.
  const sums = db.prepare(
    `SELECT sum(status = 'completed') AS completed, sum(status = 'exception') AS exceptions,
       sum(iif(status = 'completed', pages, 0)) AS pages
     FROM document_ends WHERE ended_at >= ? AND ended_at < ?`,
  );
  const first = db.prepare('SELECT min(ended_at) AS at FROM document_ends');
  return (edges) => ({
    since: (first.get() as { at: number | null }).at,
    intervals: edges.slice(0, -1).map((at, i) => {
      const { completed, exceptions, pages } = sums.get(at, edges[i + 1] ?? at) as unknown as Sums;
      return { at, completed: completed ?? 0, exceptions: exceptions ?? 0, pages: pages ?? 0 };
    }),
  });
}
