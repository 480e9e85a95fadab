/** The library's reader of Word documents of 1997-2003, with what it leaves out: automatic numbers and tracked changes. */
/// <reference path="./libraries.d.ts" />
import WordOleExtractor from 'word-extractor/lib/word-ole-extractor.js';
import { readChanges } from './doc-changes.ts';
import { insertNumbers, type Numbering } from './doc-numbers.ts';
import type { Change } from './word-changes.ts';

export class DocExtractor extends WordOleExtractor {
  /** In the order of the text, once it is read. */
  changes: readonly Change[] = [];
  readonly #numbering: Numbering | null;

  constructor(numbering: Numbering | null) {
    super();
    this.#numbering = numbering;
  }

  /** The library takes out text that was deleted, so the changes are read first. */
  override writeCharacterProperties(document: Buffer, table: Buffer): void {
    this.changes = readChanges(document, table, this._pieces);
    super.writeCharacterProperties(document, table);
  }

  override buildDocument(): ReturnType<WordOleExtractor['buildDocument']> {
    if (this.#numbering !== null) insertNumbers(this._pieces, this._boundaries, this.#numbering);
    return super.buildDocument();
  }
}
