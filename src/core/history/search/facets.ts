/** Counts the documents of a search by type, custodian, matter, batch, year, name and warning. */
import type { Facet } from '../../../shared/search.ts';
import type { Database } from '../connection.ts';
import { CUSTODIAN } from '../custodian.ts';
import type { DocSet } from './doc-set.ts';
import type { Steps } from './evaluate.ts';

/** Values of a facet that are sent. */
const MOST_VALUES = 50;

interface BatchRow {
  n: number;
  id: string;
  name: string;
  matter: string;
}

/** The counts of the whole result, not of a page. */
export function* facetsOf(db: Database, found: DocSet): Steps<Facet[]> {
  const batches = db.prepare('SELECT n, id, name, matter FROM batches').all() as unknown as BatchRow[];
  const types = new Tally();
  const byBatch = new Map<number, number>();
  const rows = db.prepare(
    'SELECT type, batch, json_group_array(n) AS list FROM documents GROUP BY type, batch',
  );
  for (const { type, batch, list } of rows.all() as { type: string; batch: number; list: string }[]) {
    yield;
    const count = countIn(found, list);
    types.add(type, count);
    byBatch.set(batch, (byBatch.get(batch) ?? 0) + count);
  }
  const custodians = new Tally();
  for (const { custodian, list } of custodianLists(db)) {
    yield;
    custodians.add(custodian, countIn(found, list));
  }
  const tallies = { matter: new Tally(), batch: new Tally() };
  for (const batch of batches) {
    const count = byBatch.get(batch.n) ?? 0;
    tallies.matter.add(batch.matter, count);
    tallies.batch.add(batch.id, count, batch.name);
  }
  yield;
  const years = yearsOf(db, found);
  yield;
  const warnings = warningsOf(db, found);
  const list = JSON.stringify(found.numbers());
  yield;
  const people = names(db, 'person', list);
  yield;
  const organizations = names(db, 'organization', list);
  return [
    types.facet('type'),
    custodians.facet('custodian'),
    tallies.matter.facet('matter'),
    tallies.batch.facet('batch'),
    years.facet('year'),
    people,
    organizations,
    warnings.facet('warning'),
  ];
}

/** The documents of each custodian, which load files may state for each document. */
const custodianLists = (db: Database): { custodian: string; list: string }[] =>
  db
    .prepare(
      `SELECT ${CUSTODIAN} AS custodian, json_group_array(d.n) AS list
       FROM documents d JOIN batches b ON b.n = d.batch GROUP BY d.batch, d.custodian`,
    )
    .all() as { custodian: string; list: string }[];

function countIn(found: DocSet, list: string): number {
  let count = 0;
  for (const n of JSON.parse(list) as number[]) if (found.has(n)) count += 1;
  return count;
}

class Tally {
  readonly #counts = new Map<string, { label: string; count: number }>();

  add(value: string, count: number, label = value): void {
    if (value === '' || count === 0) return;
    const before = this.#counts.get(value)?.count ?? 0;
    this.#counts.set(value, { label, count: before + count });
  }

  facet(kind: Facet['kind']): Facet {
    const all = [...this.#counts].map(([value, { label, count }]) => ({ value, label, count }));
    all.sort((a, b) =>
      kind === 'year'
        ? Number(b.value) - Number(a.value)
        : b.count - a.count || a.label.localeCompare(b.label, 'en'),
    );
    return { kind, values: all.slice(0, MOST_VALUES), more: Math.max(0, all.length - MOST_VALUES) };
  }
}

function yearsOf(db: Database, found: DocSet): Tally {
  const tally = new Tally();
  const rows = db.prepare(
    `SELECT day / 10000 AS year, json_group_array(document) AS list FROM search_documents
     WHERE day IS NOT NULL GROUP BY day / 10000`,
  );
  for (const { year, list } of rows.all() as { year: number; list: string }[])
    tally.add(String(year).padStart(4, '0'), countIn(found, list));
  return tally;
}

function warningsOf(db: Database, found: DocSet): Tally {
  const tally = new Tally();
  const rows = db.prepare(
    `SELECT code, json_group_array(n) AS list FROM (
       SELECT DISTINCT d.n, w.value ->> 'code' AS code FROM documents d
         JOIN json_each(json_array(json(d.intake_warnings), json(d.warnings))) l JOIN json_each(l.value) w
       WHERE d.warned = 1)
     GROUP BY code`,
  );
  for (const { code, list } of rows.all() as { code: string; list: string }[])
    tally.add(code, countIn(found, list));
  return tally;
}

/** @param list the documents as JSON */
function names(db: Database, kind: 'person' | 'organization', list: string): Facet {
  const rows = db
    .prepare(
      `SELECT m.name, count(*) AS count FROM search_document_names l JOIN search_names m ON m.n = l.name
       WHERE m.kind = ? AND l.document IN (SELECT value FROM json_each(?))
       GROUP BY l.name ORDER BY count DESC, m.name LIMIT ${MOST_VALUES + 1}`,
    )
    .all(kind, list) as { name: string; count: number }[];
  return {
    kind,
    values: rows.slice(0, MOST_VALUES).map(({ name, count }) => ({ value: name, label: name, count })),
    more: rows.length > MOST_VALUES ? null : 0,
  };
}
