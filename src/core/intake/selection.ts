/** Which documents of a drop the operator left out. Later choices win over earlier ones. */
import type { FileType } from '../../shared/file-types.ts';
import type { Choice } from '../../shared/intake-edit.ts';

/** The reason that stays with a document which the operator left out. */
export const LEFT_OUT = 'Left out by the operator.';
export const leftOutWith = (container: string): string => `Left out by the operator with “${container}”.`;

/** One change that the operator made. */
export interface Edit {
  /** True: leave out. False: take back. */
  out: boolean;
  choices: readonly Choice[];
}

interface Mark {
  /** Counts the changes. */
  at: number;
  out: boolean;
}

const NONE: Mark = { at: 0, out: false };

export class Selection {
  #changes = 0;
  #all = NONE;
  readonly #paths = new Map<string, Mark>();
  readonly #types = new Map<FileType, Mark>();

  apply({ out, choices }: Edit): void {
    for (const choice of choices) {
      this.#changes += 1;
      const mark = { at: this.#changes, out };
      if (choice.kind === 'path') this.#paths.set(choice.path, mark);
      else if (choice.kind === 'type') this.#types.set(choice.type, mark);
      else {
        this.#all = mark;
        this.#paths.clear();
        this.#types.clear();
      }
    }
  }

  /** Returns whether the latest choice about a document leaves it out. A folder's choice concerns all that is in it. */
  leavesOut(path: string, type: FileType): boolean {
    let latest = this.#all;
    const consider = (mark: Mark | undefined): void => {
      if (mark !== undefined && mark.at > latest.at) latest = mark;
    };
    consider(this.#types.get(type));
    if (this.#paths.size > 0) {
      for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1))
        consider(this.#paths.get(path.slice(0, end)));
    }
    return latest.out;
  }
}
