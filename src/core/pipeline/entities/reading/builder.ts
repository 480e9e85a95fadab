/** Builds a text from pieces and remembers where each came from. */
export class Builder {
  readonly #pieces: string[] = [];
  /** Where pieces start in the new text and in the original. */
  readonly #starts: number[] = [];
  readonly #origins: number[] = [];
  length = 0;

  add(piece: string, origin: number): void {
    if (piece === '') return;
    this.#starts.push(this.length);
    this.#origins.push(origin);
    this.#pieces.push(piece);
    this.length += piece.length;
  }

  /** Removes the last character. */
  drop(): void {
    const last = this.#pieces.pop() ?? '';
    this.length -= last.length;
    const origin = this.#origins.pop() ?? 0;
    this.#starts.pop();
    this.add(last.slice(0, -1), origin);
  }

  text = (): string => this.#pieces.join('');

  /** Returns where a character came from. */
  originOf(at: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return (this.#origins[low] ?? 0) + at - (this.#starts[low] ?? 0);
  }
}
