/** One drop in memory: its record, its entries, and the figures that screens show. */
import type { Drop } from '../../shared/intake.ts';
import { byPath, type Entry } from './entry.ts';
import { findDuplicates, inventoryOf } from './inventory.ts';

const MAX_PROBLEMS = 100;

export class DropState {
  drop: Drop;
  readonly paths: readonly string[];
  /** In path order once the drop is ready. */
  entries: Entry[] = [];
  duplicates: ReadonlyMap<string, string> = new Map();
  readonly abort = new AbortController();
  /** What goes on with it; awaited when it is discarded or the intake is closed. */
  working: Promise<void> = Promise.resolve();

  constructor(drop: Drop, paths: readonly string[]) {
    this.drop = drop;
    this.paths = paths;
  }

  change(part: Partial<Drop>): void {
    this.drop = { ...this.drop, ...part };
  }

  addProblem(path: string, problem: { code: Drop['problems'][number]['code']; detail: string }): void {
    if (this.drop.problems.length >= MAX_PROBLEMS) return;
    this.change({ problems: [...this.drop.problems, { path, code: problem.code, message: problem.detail }] });
  }

  /** Everything is read: sorts, finds duplicates, counts. */
  complete(): void {
    this.entries.sort(byPath);
    this.duplicates = findDuplicates(this.entries);
    this.change({
      status: 'ready',
      total: this.entries.length,
      found: this.entries.length,
      read: this.entries.length,
      inventory: inventoryOf(this.entries, this.duplicates),
    });
  }
}
