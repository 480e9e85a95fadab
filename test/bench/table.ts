/** One row of a benchmark table. Its ratios refer to the baseline of the same run. */
export interface Row {
  what: string;
  [figure: string]: string | number;
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

export function printTable(title: string, rows: readonly Row[]): void {
  console.log(`\n## ${title}`);
  console.table(Object.fromEntries(rows.map(({ what, ...figures }) => [what, figures])));
}

/** Returns the median, the upper of two middle values; 0 if there are no values. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Returns the wall time of `work` in seconds. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}
