/** How a page, a text and a rendering are led to the same place. */

/** A jump to a mention. `turn` distinguishes two jumps to the same place. */
export interface Jump {
  readonly start: number;
  readonly end: number;
  readonly turn: number;
}
