/** Collects the results of a run as Markdown and writes them at the end, even when tests fail. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../../scripts/lib-run.mjs';
import type { DocumentRow } from '../../src/shared/documents.ts';
import { median } from './similarity.ts';

/** Not committed. The summary in README.md is copied from it. */
const REPORT = join(ROOT, 'test-results', 'corpus.md');
const parts: string[] = [];

/** Adds a section to the report and prints it. */
export function report(heading: string, ...lines: readonly string[]): void {
  const part = [`## ${heading}`, '', ...lines, ''].join('\n');
  parts.push(part);
  console.log(part);
}

/** Writes the report to a file. */
export async function writeReport(): Promise<void> {
  await mkdir(dirname(REPORT), { recursive: true });
  await writeFile(REPORT, parts.join('\n'));
  console.log(`Written to ${REPORT}`);
}

export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_cell, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)];
}

/** Returns the processing time of a document in milliseconds: the last attempt of each stage. */
const workOn = (row: DocumentRow): number =>
  Object.values(row.stages).reduce((sum, stage) => sum + (stage.durationMs ?? 0), 0);

/** Returns a table of documents by type: how they ended, and the median time of the completed ones. */
export function tableByType(rows: readonly DocumentRow[]): string[] {
  const types = [...new Set(rows.map((row) => row.type))].sort();
  const line = (name: string, of: readonly DocumentRow[]): (string | number)[] => {
    const completed = of.filter((row) => row.status === 'completed');
    const codes = new Map<string, number>();
    for (const { status, exception } of of)
      if (status === 'exception') {
        const code = exception?.code ?? '?';
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
    return [
      name,
      of.length,
      completed.length,
      of.filter((row) => row.status === 'duplicate').length,
      [...codes].map(([code, count]) => `${count} ${code}`).join(', ') || '-',
      completed.length === 0 ? '-' : Math.round(median(completed.map(workOn))),
    ];
  };
  return table(
    ['type', 'documents', 'completed', 'duplicates', 'exceptions', 'median ms'],
    [
      ...types.map((type) =>
        line(
          type,
          rows.filter((row) => row.type === type),
        ),
      ),
      line('**all**', rows),
    ],
  );
}
