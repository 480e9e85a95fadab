/** Looks at texts and works out families and threads, from a connection that only reads. */
import { LRUCache } from 'lru-cache';
import type { DocumentMetadata } from '../../shared/documents.ts';
import type { FileType } from '../../shared/file-types.ts';
import { connect, type Database } from '../history/connection.ts';
import { SIMILAR_SCOPE } from '../history/migrations/0015-similar.ts';
import type { FamilyRow, SimilarChanges, SimilarText, ThreadRow } from '../history/similar/types.ts';
import { readText, TEXT_COLUMNS, type TextRow } from '../history/text-rows.ts';
import { familiesOf } from './families.ts';
import { type MailFacts, mailFacts } from './mail-facts.ts';
import { digestOf } from './mail-parts.ts';
import { percentOf, SIGNATURE, shinglesOf, signatureOf } from './shingles.ts';
import { type ThreadMail, threadsOf } from './threads.ts';
import { wordsOf } from './words.ts';

/** Shorter texts, such as "See attached", would be similar to many others by chance. */
export const LEAST_WORDS = 20;
/** Rows per read and per change. Between reads no transaction is open. */
const SLICE = 500;
/** Shingles that are kept for the next comparison; 8 bytes each. */
const KEPT_SHINGLES = 4_000_000;

export interface SimilarityEngine {
  /** Returns what to record about texts; documents without a text, or with an altered one, have no row. */
  look(documents: readonly number[]): SimilarText[];
  /** Works out a scope. Yields what changed, a few hundred rows at a time, and `null` now and then. */
  workOut(scope: string): Generator<SimilarChanges | null, void>;
  close(): void;
}

interface Kept {
  document: number;
  words: number;
  digest: string;
  signature: Uint8Array | null;
  mail: string | null;
}

const NO_CHANGES: SimilarChanges = { families: [], noFamily: [], threads: [], noThread: [] };

/** @param path the file of history */
export function similarityEngine(path: string): SimilarityEngine {
  const db = connect(path, true);
  const read = db.prepare(
    `SELECT d.id, d.type, ${SIMILAR_SCOPE} AS scope, ${TEXT_COLUMNS} FROM texts t
     JOIN documents d ON d.n = t.document JOIN batches b ON b.n = d.batch WHERE t.document = ?`,
  );
  const textOf = (document: number) => {
    const row = read.get(document) as (TextRow & { id: string; type: FileType; scope: string }) | undefined;
    if (row === undefined) return null;
    const { text, metadata } = readText(row.id, row);
    return text === null ? null : { ...row, text, about: metadata };
  };
  return {
    look: (documents) =>
      documents.flatMap((document) => {
        const found = textOf(document);
        return found === null ? [] : [kept(document, found)];
      }),
    *workOut(scope) {
      const texts = yield* readScope(db, scope);
      yield* familyChanges(db, scope, texts, (document) => textOf(document)?.text ?? null);
      yield* threadChanges(db, scope, texts);
    },
    close: () => db.close(),
  };
}

function kept(
  document: number,
  { type, scope, text, about }: { type: FileType; scope: string; text: string; about: DocumentMetadata },
): SimilarText {
  const words = wordsOf(text);
  const mail = mailFacts(type, about, text);
  return {
    ...{ document, scope, words: words.length, digest: digestOf(words) },
    signature: words.length < LEAST_WORDS ? null : new Uint8Array(signatureOf(shinglesOf(words)).buffer),
    mail: mail === null ? null : JSON.stringify(mail),
  };
}

/** Reads all texts of a scope in the order in which they were received. */
function* readScope(db: Database, scope: string): Generator<null, Kept[]> {
  const read = db.prepare(
    `SELECT document, words, digest, signature, mail FROM similar_texts
     WHERE scope = ? AND document > ? ORDER BY document LIMIT ${SLICE}`,
  );
  const all: Kept[] = [];
  for (let after = -1; ; ) {
    const rows = read.all(scope, after) as unknown as Kept[];
    all.push(...rows);
    yield null;
    const last = rows.at(-1);
    if (last === undefined || rows.length < SLICE) return all;
    after = last.document;
  }
}

function* familyChanges(
  db: Database,
  scope: string,
  all: readonly Kept[],
  read: (document: number) => string | null,
): Generator<SimilarChanges | null, void> {
  const old = new Map(
    (
      db
        .prepare(
          `SELECT f.* FROM similar_families f JOIN similar_texts t ON t.document = f.document WHERE t.scope = ?`,
        )
        .all(scope) as unknown as FamilyRow[]
    ).map((row) => [row.document, row]),
  );
  const texts = all.filter(({ signature }) => signature !== null);
  const digests = new Map<string, number>();
  const signatures = new Uint16Array(texts.length * SIGNATURE);
  const same = Int32Array.from(texts, ({ digest }, i) => {
    if (!digests.has(digest)) digests.set(digest, i);
    return digests.get(digest) ?? i;
  });
  for (const [i, { signature }] of texts.entries()) {
    // A copy, because the bytes of a row may begin at an odd address.
    if (signature !== null) signatures.set(new Uint16Array(Uint8Array.from(signature).buffer), i * SIGNATURE);
  }
  const compared = (text: number, pivot: number): string => `${texts[text]?.digest} ${texts[pivot]?.digest}`;
  const shingles = shingleReader(read);
  const found = yield* quietly(
    familiesOf(
      { count: texts.length, words: Float64Array.from(texts, ({ words }) => words), signatures, same },
      (text, pivot) => {
        const before = old.get(texts[text]?.document ?? -1);
        if (before?.compared === compared(text, pivot)) return before.percent;
        const [a, b] = [shingles(texts[text]), shingles(texts[pivot])];
        return a === null || b === null ? null : percentOf(a, b, same[text] === same[pivot]);
      },
    ),
  );
  const rows = new Map<number, FamilyRow>();
  for (const [i, family] of found.entries()) {
    const [document, pivot] = [
      texts[i]?.document,
      family === null ? undefined : texts[family.pivot]?.document,
    ];
    if (document === undefined || pivot === undefined || family === null) continue;
    rows.set(document, { document, pivot, percent: family.percent, compared: compared(i, family.pivot) });
  }
  const gone = [...old.keys()].filter((document) => !rows.has(document));
  const changed = [...rows.values()].filter((row) => {
    const before = old.get(row.document);
    return before?.pivot !== row.pivot || before.percent !== row.percent || before.compared !== row.compared;
  });
  for (const slice of slices(gone)) yield { ...NO_CHANGES, noFamily: slice };
  for (const slice of slices(changed)) yield { ...NO_CHANGES, families: slice };
}

function shingleReader(
  read: (document: number) => string | null,
): (text: Kept | undefined) => Float64Array | null {
  const cache = new LRUCache<number, Float64Array>({
    maxSize: KEPT_SHINGLES,
    sizeCalculation: (shingles) => Math.max(1, shingles.length),
  });
  return (text) => {
    if (text === undefined) return null;
    const known = cache.get(text.document);
    if (known !== undefined) return known;
    const content = read(text.document);
    if (content === null) return null;
    const words = wordsOf(content);
    // Read again since: the next turn compares it.
    if (digestOf(words) !== text.digest) return null;
    const shingles = shinglesOf(words);
    cache.set(text.document, shingles);
    return shingles;
  };
}

function* threadChanges(
  db: Database,
  scope: string,
  all: readonly Kept[],
): Generator<SimilarChanges | null, void> {
  const attached = db.prepare(
    `SELECT c.sha256 FROM documents d JOIN documents c ON c.parent_id = d.id WHERE d.n = ? AND c.sha256 IS NOT NULL`,
  );
  const documents: number[] = [];
  const mails: ThreadMail[] = [];
  for (const { document, mail } of all) {
    if (mail === null) continue;
    const facts = JSON.parse(mail) as MailFacts;
    const attachments = (attached.all(document) as { sha256: string }[]).map(({ sha256 }) => sha256);
    // Attachments that are not documents cannot be found in another mail, so no other mail contains this one.
    if (attachments.length < facts.attached) attachments.push(`of document ${document}`);
    documents.push(document);
    mails.push({ ...facts, attachments });
    if (mails.length % SLICE === 0) yield null;
  }
  const found = yield* quietly(threadsOf(mails));
  const n = (i: number | null): number | null => (i === null ? null : (documents[i] ?? null));
  const rows = new Map<number, ThreadRow>();
  for (const [i, place] of found.entries()) {
    const [document, thread] = [documents[i], place === null ? undefined : documents[place.thread]];
    if (document === undefined || thread === undefined || place === null) continue;
    const { parent, containedIn } = place;
    rows.set(document, {
      ...{ document, thread, place: place.place },
      ...{ parent: n(parent), containedIn: n(containedIn) },
    });
  }
  const old = db
    .prepare(
      `SELECT m.document, m.thread, m.place, m.parent, m.contained_in AS containedIn FROM mail_threads m
       JOIN similar_texts t ON t.document = m.document WHERE t.scope = ?`,
    )
    .all(scope) as unknown as ThreadRow[];
  const before = new Map(old.map((row) => [row.document, JSON.stringify(Object.values(row))]));
  const gone = [...before.keys()].filter((document) => !rows.has(document));
  const changed = [...rows.values()].filter(
    ({ document, thread, place, parent, containedIn }) =>
      before.get(document) !== JSON.stringify([document, thread, place, parent, containedIn]),
  );
  for (const slice of slices(gone)) yield { ...NO_CHANGES, noThread: slice };
  for (const slice of slices(changed)) yield { ...NO_CHANGES, threads: slice };
}

/** Passes the pauses of other work on. */
function* quietly<T>(steps: Generator<undefined, T>): Generator<null, T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield null;
  }
}

function* slices<T>(rows: readonly T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += SLICE) yield rows.slice(i, i + SLICE);
}
