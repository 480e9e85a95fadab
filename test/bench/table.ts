/** Prints a benchmark as one table: every figure beside the baseline of the same run. */
export interface Row {
  what: string;
  [figure: string]: string | number;
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

export function printTable(title: string, rows: readonly Row[]): void {
  console.log(`\n## ${title}`);
  console.table(Object.fromEntries(rows.map(({ what, ...figures }) => [what, figures])));
}

/** The middle value in order of size, the upper of two; 0 of none. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Wall time of `work` in seconds. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}
