/** Keeps the pictures of the pages that were looked at last, so that going back shows them at once. */
import type { PageView } from '../../shared/review.ts';

/** A page of type takes about 150 kB. */
const MAX_CHARACTERS = 48 * 1024 * 1024;

export class RecentImages {
  /** In the order of their last use. */
  readonly #images = new Map<string, PageView>();
  #characters = 0;

  get(key: string): PageView | undefined {
    const image = this.#images.get(key);
    if (image === undefined) return undefined;
    this.#images.delete(key);
    this.#images.set(key, image);
    return image;
  }

  add(key: string, image: PageView): void {
    const before = this.#images.get(key);
    if (before !== undefined) this.#remove(key, before);
    this.#images.set(key, image);
    this.#characters += image.webp.length;
    for (const [oldest, old] of this.#images) {
      if (this.#characters <= MAX_CHARACTERS) return;
      this.#remove(oldest, old);
    }
  }

  #remove(key: string, image: PageView): void {
    this.#images.delete(key);
    this.#characters -= image.webp.length;
  }
}
