/** `redwell compare A B`: compares two batches in history, whether or not Redwell is running. */
import type { CompareEngine, RecordedComparison } from '../../core/history/compare/engine.ts';
import type { Batch } from '../../shared/batches.ts';
import { CHANGE_KINDS, type Change } from '../../shared/bridge-compare.ts';
import { CHANGE_LABEL } from '../../shared/compare-csv.ts';
import { RedwellError } from '../../shared/errors.ts';
import { EXCEPTIONS } from '../../shared/exceptions.ts';
import { STAGE_LABEL } from '../../shared/stages.ts';
import { count, counted, dateTime, duration, equationLine, statusText, table } from '../format.ts';
import { batchOrThrow, summaryOf, withHistory } from '../offline.ts';
import type { Output } from '../output.ts';
import { joined, shownJson } from '../shown.ts';

/** Documents read at once. */
const PAGE = 500;
/** Documents that are listed for people; scripts get all. */
const LISTED = 50;

interface Compared {
  readonly a: Batch;
  readonly b: Batch;
  readonly found: RecordedComparison;
  readonly engine: CompareEngine;
}

/** Compares and prints. @returns the exit code: 0 no document differs, 1 some do, 2 nothing could be compared */
export async function compareBatches(
  pair: { a: string; b: string },
  dataDir: string,
  json: boolean,
  out: Output,
): Promise<number> {
  try {
    return await withHistory(dataDir, async (history) => {
      const [a, b] = [batchOrThrow(history, pair.a), batchOrThrow(history, pair.b)];
      const engine = history.compare();
      const found = engine.compare(pair);
      await (json ? printJson : print)({ a, b, found, engine }, out);
      return differing(found) === 0 ? 0 : 1;
    });
  } catch (error) {
    if (!(error instanceof RedwellError)) throw error;
    out.note(error.message);
    if (error.action !== undefined) out.note(error.action);
    return 2;
  }
}

const differing = ({ changes }: RecordedComparison): number =>
  CHANGE_KINDS.reduce((sum, kind) => (kind === 'same' ? sum : sum + changes[kind]), 0);

/** Goes through every document with a difference, by path. */
function* changesOf({ a, b, engine }: Compared, limit: number): Generator<Change, void> {
  let cursor: string | null = null;
  let left = limit;
  do {
    const page: ReturnType<CompareEngine['changes']> = engine.changes({
      ...{ a: a.id, b: b.id, kind: null, cursor },
      limit: Math.min(PAGE, left),
    });
    yield* page.items;
    left -= page.items.length;
    cursor = page.next;
  } while (cursor !== null && left > 0);
}

/** Writes one object row by row, because the documents may be longer than the longest string. */
async function printJson(compared: Compared, out: Output): Promise<void> {
  const { a, b, found } = compared;
  const side = (batch: Batch) => ({
    ...summaryOf(batch),
    name: batch.name,
    status: batch.status,
    pending: batch.equation.pending,
  });
  // Without its closing brace, so that the documents can follow.
  await out.write(joined([shownJson({ a: side(a), b: side(b), ...found }).upTo(-1), ',"documents":['], ''));
  let separator = '';
  for (const change of changesOf(compared, Number.MAX_SAFE_INTEGER)) {
    await out.write(joined([separator, shownJson(change)], ''));
    separator = ',';
  }
  await out.line(']}');
}

async function print(compared: Compared, out: Output): Promise<void> {
  const { a, b, found } = compared;
  for (const [letter, batch] of [
    ['A', a],
    ['B', b],
  ] as const) {
    await out.line(
      `${letter}: ${batch.name} (${batch.id}), ${dateTime(batch.createdAt)}, ${statusText(batch.status)}`,
    );
    await out.line(`   ${equationLine(batch)}, ${duration(summaryOf(batch).durationMs)}`);
  }
  await out.line();
  const kinds = CHANGE_KINDS.map((kind) => [CHANGE_LABEL[kind], count(found.changes[kind])]);
  await out.line(table(['Documents', ''], kinds, [1]));
  const causes = [...found.exceptions, ...found.warnings].map(({ code, ...sides }) => [
    EXCEPTIONS[code].label,
    count(sides.a),
    count(sides.b),
  ]);
  await section('Exceptions and warnings', causes, out);
  await section(
    'Types',
    found.types.map(({ type, ...sides }) => [type, count(sides.a), count(sides.b)]),
    out,
  );
  await section(
    'Half within',
    found.stages.map(({ stage, ...sides }) => [
      STAGE_LABEL[stage],
      duration(sides.a?.ran.p50 ?? null),
      duration(sides.b?.ran.p50 ?? null),
    ]),
    out,
  );
  await printNames(found, out);
  const all = differing(found);
  if (all === 0) return;
  const shown = Math.min(all, LISTED);
  await out.line();
  await out.line(`${counted(all, 'document')} differ${shown < all ? `, the first ${count(shown)}:` : ':'}`);
  for (const change of changesOf(compared, LISTED)) await out.line(`  ${lineOf(change)}`);
}

async function section(title: string, rows: string[][], out: Output): Promise<void> {
  if (rows.length === 0) return;
  await out.line();
  await out.line(table([title, 'A', 'B'], rows, [1, 2]));
}

async function printNames({ entities }: RecordedComparison, out: Output): Promise<void> {
  if (entities === null) {
    out.note('Names are not compared, because Redwell has not matched those of both batches.');
    return;
  }
  for (const [title, { count: all, top }] of [
    ['only in A', entities.went],
    ['only in B', entities.came],
  ] as const) {
    if (all === 0) continue;
    const listed = top.slice(0, 10).map(({ name }) => name);
    await out.line();
    await out.line(
      `${counted(all, 'name')} ${title}: ${listed.join(', ')}${listed.length < all ? ', …' : ''}`,
    );
  }
}

function lineOf({ kind, a, b }: Change): string {
  const path = b?.path ?? a?.path ?? '';
  const label = `${CHANGE_LABEL[kind]}: `;
  if (kind === 'moved') return `${label}${a?.path} -> ${path}`;
  if (kind === 'outcome') return `${label}${path} (${a?.code ?? a?.status} -> ${b?.code ?? b?.status})`;
  return `${label}${path}`;
}
