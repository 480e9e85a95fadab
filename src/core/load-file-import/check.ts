/** Gathers what the rows of a load file say, and what is wrong with them. */
import type {
  ImportedDocument,
  ImportedVolume,
  ImportProblem,
  ImportProblemCode,
  LoadFileCheck,
} from './types.ts';

const MOST_PROBLEMS = 1000;

/** What is known of all volumes so far. */
export class Check {
  readonly folder: string;
  readonly volumes: ImportedVolume[] = [];
  readonly #problems: ImportProblem[] = [];
  #problemCount = 0;
  readonly #rows = new Map<string, { file: string; row: number }>();
  readonly #parents: { file: string; row: number; control: string; parent: string }[] = [];
  readonly #custodians = new Map<string, number>();
  #documents = 0;
  #originals = 0;
  #texts = 0;
  hashesChecked = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  problem(
    code: ImportProblemCode,
    at: { file: string; row: number; control?: string },
    message: string,
  ): void {
    this.#problemCount += 1;
    if (this.#problems.length < MOST_PROBLEMS)
      this.#problems.push({ code, file: at.file, row: at.row, control: at.control ?? '', message });
  }

  /** Takes a control number. @returns whether it is new */
  take(control: string, at: { file: string; row: number }): boolean {
    const before = this.#rows.get(control);
    if (before !== undefined) {
      const where = before.file === at.file ? `row ${before.row}` : `row ${before.row} of ${before.file}`;
      this.problem(
        'control_twice',
        { ...at, control },
        `Row ${at.row} of ${at.file}: control number ${control} is also in ${where}. The second one was left out.`,
      );
      return false;
    }
    this.#rows.set(control, { file: at.file, row: at.row });
    return true;
  }

  add({ file, row, control, parent, custodian, native, text }: ImportedDocument): void {
    this.#documents += 1;
    if (native !== null) this.#originals += 1;
    if (text !== null) this.#texts += 1;
    if (parent !== null) this.#parents.push({ file, row, control, parent });
    this.#custodians.set(custodian, (this.#custodians.get(custodian) ?? 0) + 1);
  }

  result(): LoadFileCheck {
    for (const one of this.#parents)
      if (!this.#rows.has(one.parent))
        this.problem(
          'parent_missing',
          one,
          `Row ${one.row} of ${one.file}: ${one.control} is attached to ${one.parent}, which is not in the load file.`,
        );
    return {
      ...{ folder: this.folder, volumes: this.volumes, documents: this.#documents },
      parents: new Set(this.#parents.map(({ parent }) => parent)).size,
      ...{ attached: this.#parents.length, originals: this.#originals, texts: this.#texts },
      hashesChecked: this.hashesChecked,
      custodians: [...this.#custodians].map(([name, documents]) => ({ name, documents })),
      ...{ problems: this.#problems, problemCount: this.#problemCount },
    };
  }
}
