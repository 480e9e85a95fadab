/** Adds up the causes of exceptions over several batches. */
import type { Batch } from '../../../shared/batches.ts';
import type { ExceptionCode } from '../../../shared/exceptions.ts';

export interface CauseTotal {
  readonly code: ExceptionCode;
  readonly documents: number;
}

/** Returns each cause once, the most frequent first. A batch that is listed twice counts once. */
export function causesOf(batches: readonly Pick<Batch, 'id' | 'causes'>[]): CauseTotal[] {
  const totals = new Map<ExceptionCode, number>();
  const once = new Map(batches.map((batch) => [batch.id, batch]));
  for (const { causes } of once.values())
    for (const { code, count } of causes) totals.set(code, (totals.get(code) ?? 0) + count);
  return [...totals]
    .map(([code, documents]) => ({ code, documents }))
    .filter(({ documents }) => documents > 0)
    .sort((a, b) => b.documents - a.documents || a.code.localeCompare(b.code));
}
