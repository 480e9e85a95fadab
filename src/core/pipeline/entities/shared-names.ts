/** Tells which documents of a batch speak of the same people and companies. */
import type { EntityKind } from '../../../shared/mentions.ts';
import { inTurns, type Steps } from '../../util/event-loop.ts';
import { ShardedMap } from '../../util/sharded-map.ts';
import { organizationKey } from './group-keys.ts';
import { pauseDue } from './grouping.ts';
import { Lists, sumUp } from './lists.ts';
import { parseName } from './person-name.ts';

/** The names of a batch by their ID, in one list per field. */
export interface Names {
  readonly kinds: readonly EntityKind[];
  readonly texts: readonly string[];
}

export interface NamedDocument {
  id: string;
  /** Pairs of name ID and number of mentions. */
  pairs: Uint32Array;
}

/** Courts and agencies are in the papers of many unrelated matters. */
const PUBLIC_BODY =
  /\b(?:court|circuit|commission|department|agency|bureau|administration|service|united states|u\.s\.|state of|congress|senate|government|board)\b/i;

/**
 * Returns a key for a full name that ties documents together: of a person or a company, an address or a docket number.
 * Returns null for any other name.
 */
function tieOf(kind: EntityKind, name: string): string | null {
  switch (kind) {
    case 'person': {
      const { given, family } = parseName(name);
      return (given[0]?.length ?? 0) > 1 ? `${kind} ${given[0]} ${family}` : null;
    }
    case 'organization': {
      const key = organizationKey(name);
      return key.includes(' ') && !PUBLIC_BODY.test(name) ? `${kind} ${key}` : null;
    }
    case 'email':
    case 'docket_number':
      return `${kind} ${name}`;
    default:
      return null;
  }
}

/** Stands for no tie. */
const NONE = -1;

/**
 * Decides whether a short form may join the full name that it fits, over a batch. The rule: each document that has the
 * short form must also have a full name, an e-mail address or a docket number that occurs in a document with the full
 * form. So `Ms. Whitfield` in a letter about Acme Holdings is the Karen Whitfield of the complaint against Acme
 * Holdings, and a letter that names only a `Harlan` is about somebody else. A document that defines its short forms has
 * resolved them already.
 */
export class SharedNames {
  readonly #documents: readonly NamedDocument[];
  readonly #ofNames: Lists;
  /** The tie of each name, or `NONE`. */
  readonly #ties: Int32Array;
  /** Per document and per tie, the number of the last question in which it was beside the full form. */
  readonly #documentMarks: Uint32Array;
  readonly #tieMarks: Uint32Array;
  #question = 0;

  private constructor(documents: readonly NamedDocument[], ofNames: Lists, ties: Int32Array) {
    this.#documents = documents;
    this.#ofNames = ofNames;
    this.#ties = ties;
    this.#documentMarks = new Uint32Array(documents.length);
    this.#tieMarks = new Uint32Array(ties.length);
  }

  /** Lists the documents of each name, without blocking the event loop. */
  static of(names: Names, documents: readonly NamedDocument[]): Promise<SharedNames> {
    return inTurns(SharedNames.#steps(names, documents));
  }

  static *#steps({ kinds, texts }: Names, documents: readonly NamedDocument[]): Steps<SharedNames> {
    const due = pauseDue();
    const ties = new Int32Array(texts.length).fill(NONE);
    const numbers = new ShardedMap<number>();
    for (const [id, text] of texts.entries()) {
      if (due()) yield;
      const kind = kinds[id];
      const tie = kind === undefined ? null : tieOf(kind, text);
      if (tie === null) continue;
      const number = numbers.get(tie) ?? numbers.size;
      numbers.set(tie, number);
      ties[id] = number;
    }
    return new SharedNames(documents, yield* documentsBy(texts.length, documents), ties);
  }

  /** Returns true when short forms may join full forms. @param shorts, full IDs of names */
  *areRelated(shorts: readonly number[], full: readonly number[]): Steps<boolean> {
    const due = pauseDue();
    this.#question += 1;
    for (const name of full)
      for (const document of this.#ofNames.at(name)) {
        if (due(this.#sizeOf(document))) yield;
        this.#documentMarks[document] = this.#question;
        this.#markTies(document);
      }
    // A short form is no reason to take it for the full one.
    for (const name of shorts) {
      const tie = this.#ties[name] ?? NONE;
      if (tie !== NONE) this.#tieMarks[tie] = 0;
    }
    for (const name of shorts)
      for (const document of this.#ofNames.at(name)) {
        if (due(this.#sizeOf(document))) yield;
        // A document with both forms has told them apart.
        if (this.#documentMarks[document] === this.#question || !this.#isTied(document)) return false;
      }
    return true;
  }

  #sizeOf(document: number): number {
    return sizeOf(this.#documents[document]?.pairs ?? NO_PAIRS);
  }

  #markTies(document: number): void {
    const pairs = this.#documents[document]?.pairs ?? NO_PAIRS;
    for (let i = 0; i < pairs.length; i += 2) {
      const tie = this.#ties[pairs[i] ?? 0] ?? NONE;
      if (tie !== NONE) this.#tieMarks[tie] = this.#question;
    }
  }

  #isTied(document: number): boolean {
    const pairs = this.#documents[document]?.pairs ?? NO_PAIRS;
    for (let i = 0; i < pairs.length; i += 2) {
      const tie = this.#ties[pairs[i] ?? 0] ?? NONE;
      if (tie !== NONE && this.#tieMarks[tie] === this.#question) return true;
    }
    return false;
  }
}

const NO_PAIRS = new Uint32Array();

/** Returns how many small steps it takes to look at the names of a document. */
const sizeOf = (pairs: Uint32Array): number => 1 + (pairs.length >> 5);

/** Lists the documents of each name. */
function* documentsBy(names: number, documents: readonly NamedDocument[]): Steps<Lists> {
  const due = pauseDue();
  const from = new Uint32Array(names + 2);
  for (const { pairs } of documents) {
    if (due(sizeOf(pairs))) yield;
    for (let i = 0; i < pairs.length; i += 2) {
      const next = (pairs[i] ?? 0) + 2;
      from[next] = (from[next] ?? 0) + 1;
    }
  }
  sumUp(from);
  const places = new Uint32Array(from.at(-1) ?? 0);
  for (const [document, { pairs }] of documents.entries()) {
    if (due(sizeOf(pairs))) yield;
    for (let i = 0; i < pairs.length; i += 2) {
      const list = (pairs[i] ?? 0) + 1;
      const at = from[list] ?? 0;
      places[at] = document;
      from[list] = at + 1;
    }
  }
  return new Lists(from, places);
}
