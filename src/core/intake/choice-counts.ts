/** Counts what an operator left out of a drop, and what else can be left out by type. */
import type { FileType } from '../../shared/file-types.ts';
import type { Inventory } from '../../shared/intake.ts';
import type { Entry } from './records.ts';

type TypeCounts = NonNullable<Inventory['choices']>[number];

export class ChoiceCounts {
  readonly #leftOut = { documents: 0, bytes: 0 };
  readonly #types = new Map<FileType, TypeCounts>();

  count(entry: Entry): void {
    if (entry.leftOut) {
      this.#leftOut.documents += 1;
      if (entry.parent === null) this.#leftOut.bytes += entry.bytes;
    }
    const isSystem = entry.status === 'excluded' && !entry.leftOut;
    if (isSystem) return;
    const { type } = entry;
    const counts = this.#types.get(type) ?? { type, documents: 0, leftOut: 0, bytes: 0, attached: 0 };
    this.#types.set(type, counts);
    if (entry.attached) {
      counts.attached += 1;
      return;
    }
    counts.documents += 1;
    counts.bytes += entry.bytes;
    if (entry.leftOut) counts.leftOut += 1;
  }

  /** Returns the types that can be left out, the most frequent first. */
  result(): Required<Pick<Inventory, 'leftOut' | 'choices'>> {
    const choices = [...this.#types.values()]
      .filter(({ documents }) => documents > 0)
      .sort((a, b) => b.documents - a.documents || (a.type < b.type ? -1 : 1));
    return { leftOut: this.#leftOut, choices };
  }
}
