/** What the finders of citations pass to each other. */

/** A case cited in full. */
export interface Authority {
  /** With the name of the case, the pages and the year. */
  start: number;
  end: number;
  /** Volume, reporter and first page alone. */
  core: number;
  coreEnd: number;
  normal: string;
  antecedent?: string;
  parties: readonly string[];
  /** The same for parallel citations of one case. */
  group: number;
  /** True inside `(quoting …)` and for the later history of a case. */
  aside: boolean;
}

/** A short form before its place in the document is looked at. */
export interface ShortForm {
  start: number;
  end: number;
  normal: string;
  antecedent?: string;
  group?: number;
}
