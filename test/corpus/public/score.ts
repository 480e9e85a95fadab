/** Counts how many of the labeled names were found. */
// cspell:ignore conll Conll CONLL eyecite Eyecite wikigold kleister DOCSTART Sprunk djvu juand freelawproject applicaai EkStep NLP
export interface Labeled {
  kind: string;
  start: number;
  end: number;
}

/** Counts of one kind in one set. */
export class Score {
  labeled = 0;
  found = 0;
  exact = 0;
  /** Found names that overlap with a label, and labels that overlap with a found name. */
  foundNear = 0;
  labeledNear = 0;

  /** @param fits returns true if a found kind is right for a labeled one */
  add(
    labels: readonly Labeled[],
    found: readonly Labeled[],
    fits: (labeled: string, found: string) => boolean = (a, b) => a === b,
  ): void {
    const near = (a: Labeled, b: Labeled): boolean =>
      a.start < b.end && b.start < a.end && fits(a.kind, b.kind);
    this.labeled += labels.length;
    this.found += found.length;
    for (const name of found) {
      const hits = labels.filter((label) => near(label, name));
      if (hits.length > 0) this.foundNear += 1;
      if (hits.some(({ start, end }) => start === name.start && end === name.end)) this.exact += 1;
    }
    this.labeledNear += labels.filter((label) => found.some((name) => near(label, name))).length;
  }

  /** Returns precision, recall and F1, as `0.95 / 0.90 = 0.92`. */
  get exactFigures(): string {
    return figures(this.exact / this.found, this.exact / this.labeled);
  }
  get nearFigures(): string {
    return figures(this.foundNear / this.found, this.labeledNear / this.labeled);
  }
}

const figures = (precision: number, recall: number): string =>
  `${percent(precision)} / ${percent(recall)} = ${percent((2 * precision * recall) / (precision + recall))}`;
const percent = (part: number): string => (Number.isNaN(part) ? '-' : part.toFixed(3));
