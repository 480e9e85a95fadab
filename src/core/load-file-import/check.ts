/** Gathers what the rows of a load file say, and what is wrong with them. */
import { checkFamilies, type FamilyMember } from './families.ts';
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
  readonly #members: FamilyMember[] = [];
  readonly #most: number;
  readonly #custodians = new Map<string, number>();
  #documents = 0;
  #originals = 0;
  #texts = 0;
  hashesChecked = 0;

  readonly #counts = new Map<ImportProblemCode, number>();
  #parents: ReadonlyMap<string, string> | null = null;

  /** @param mostProblems more than these are only counted */
  constructor(folder: string, mostProblems = MOST_PROBLEMS) {
    this.folder = folder;
    this.#most = mostProblems;
  }

  problem(
    code: ImportProblemCode,
    at: { file: string; row: number; control?: string },
    message: string,
  ): void {
    this.#problemCount += 1;
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
    if (this.#problems.length < this.#most)
      this.#problems.push({ code, file: at.file, row: at.row, control: at.control ?? '', message });
  }

  has(control: string): boolean {
    return this.#rows.has(control);
  }

  /** Returns how many problems are of these kinds. */
  countOf(codes: ReadonlySet<ImportProblemCode>): number {
    return [...this.#counts].reduce((sum, [code, count]) => sum + (codes.has(code) ? count : 0), 0);
  }

  /** Checks the families once all documents are added. @returns see `checkFamilies` */
  parents(): ReadonlyMap<string, string> {
    this.#parents ??= checkFamilies(this.#members, (code, at, message) => this.problem(code, at, message));
    return this.#parents;
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

  add({ file, row, control, end, parent, family, custodian, native, text }: ImportedDocument): void {
    this.#documents += 1;
    if (native !== null) this.#originals += 1;
    if (text !== null) this.#texts += 1;
    this.#members.push({ file, row, control, end, parent, family });
    this.#custodians.set(custodian, (this.#custodians.get(custodian) ?? 0) + 1);
  }

  result(): LoadFileCheck {
    this.parents();
    const attached = this.#members.filter(({ parent }) => parent !== null);
    return {
      ...{ folder: this.folder, volumes: this.volumes, documents: this.#documents },
      parents: new Set(attached.map(({ parent }) => parent)).size,
      ...{ attached: attached.length, originals: this.#originals, texts: this.#texts },
      hashesChecked: this.hashesChecked,
      custodians: [...this.#custodians].map(([name, documents]) => ({ name, documents })),
      ...{ problems: this.#problems, problemCount: this.#problemCount },
    };
  }
}
