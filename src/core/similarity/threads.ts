/**
 * Threads of mails. Mails belong together when their headers say so (Message-ID, In-Reply-To, References), or when one
 * quotes the other word for word, between the same people and under the same subject. A subject alone joins nothing.
 */
import type { Steps } from '../util/event-loop.ts';
import type { MailFacts } from './mail-facts.ts';

/** A quoted message of fewer words, such as "Thank you, Dana", says nothing about where it comes from. */
const LEAST_QUOTED_WORDS = 8;
/** Words that so many mails begin with are a form, and say nothing about which of them is quoted. */
const MOST_WRITERS = 100;
/** Answers to answers that are followed. */
const MOST_ANSWERS = 1000;

/** A mail, with the contents of what is attached to it. */
export interface ThreadMail extends MailFacts {
  /** Fingerprints of the attached documents. */
  readonly attachments: readonly string[];
}

export interface ThreadPlace {
  /** Index of the first mail of the thread. */
  readonly thread: number;
  /** Place in the thread by the time of sending, from 0. */
  readonly place: number;
  /** Index of the mail that it answers or forwards, as far as its header tells; null if unknown or not there. */
  readonly parent: number | null;
  /** Whether no other mail of the thread contains everything that it says. */
  readonly isInclusive: boolean;
  /** Index of a mail that contains all of it; null for an inclusive one. */
  readonly containedIn: number | null;
}

/** Joins numbers into sets, each known by its least member. */
class Sets {
  readonly #above: Uint32Array;

  constructor(count: number) {
    this.#above = Uint32Array.from({ length: count }, (_one, i) => i);
  }

  find(one: number): number {
    let root = one;
    while (this.#above[root] !== root) {
      this.#above[root] = this.#above[this.#above[root] ?? 0] ?? 0;
      root = this.#above[root] ?? 0;
    }
    return root;
  }

  join(a: number, b: number): void {
    const [x, y] = [this.find(a), this.find(b)];
    if (x !== y) this.#above[Math.max(x, y)] = Math.min(x, y);
  }
}

/**
 * Yields now and then.
 * @param mails in the order in which they were received
 * @returns the place of each mail in its thread; null for a mail that is alone
 */
export function* threadsOf(mails: readonly ThreadMail[]): Steps<(ThreadPlace | null)[]> {
  const sets = new Sets(mails.length);
  yield* joinByHeaders(mails, sets);
  yield* joinByQuotes(mails, sets);
  const members = new Map<number, number[]>();
  for (let i = 0; i < mails.length; i += 1) {
    const root = sets.find(i);
    const others = members.get(root);
    if (others === undefined) members.set(root, [i]);
    else others.push(i);
  }
  const places: (ThreadPlace | null)[] = new Array<ThreadPlace | null>(mails.length).fill(null);
  for (const thread of members.values()) {
    yield;
    if (thread.length > 1) yield* placeIn(mails, thread, places);
  }
  return places;
}

/** The mails that have or name an id are one thread. Mails with the same id are copies of one mail. */
function* joinByHeaders(mails: readonly ThreadMail[], sets: Sets): Steps<void> {
  const first = new Map<string, number>();
  for (const [i, { id, others }] of mails.entries()) {
    yield;
    for (const named of id === null ? others : [id, ...others]) {
      const at = first.get(named);
      if (at === undefined) first.set(named, i);
      else sets.join(at, i);
    }
  }
}

function* joinByQuotes(mails: readonly ThreadMail[], sets: Sets): Steps<void> {
  /** The mails whose own words these are. */
  const writers = new Map<string, number[]>();
  for (const [i, { parts }] of mails.entries()) {
    const [own] = parts;
    if (own === undefined || own.words < LEAST_QUOTED_WORDS) continue;
    const same = writers.get(own.digest);
    if (same === undefined) writers.set(own.digest, [i]);
    else same.push(i);
  }
  yield;
  for (const [i, mail] of mails.entries()) {
    for (const { digest } of mail.parts.slice(1)) {
      const quotedMails = writers.get(digest) ?? [];
      if (quotedMails.length > MOST_WRITERS) continue;
      for (const quoted of quotedMails) {
        yield;
        const other = mails[quoted];
        if (quoted !== i && other !== undefined && mayQuote(mail, other)) sets.join(i, quoted);
      }
    }
  }
}

/** Whether the writer of a mail took part in an earlier one with the same subject. */
const mayQuote = (mail: ThreadMail, quoted: ThreadMail): boolean =>
  mail.subject === quoted.subject &&
  mail.from.some((person) => quoted.people.includes(person)) &&
  (mail.sent === null || quoted.sent === null || quoted.sent <= mail.sent);

function* placeIn(
  mails: readonly ThreadMail[],
  thread: readonly number[],
  places: (ThreadPlace | null)[],
): Steps<void> {
  const timeOf = (i: number): number => mails[i]?.sent ?? Number.MAX_SAFE_INTEGER;
  const ordered = thread.toSorted((a, b) => timeOf(a) - timeOf(b) || a - b);
  const byId = new Map<string, number>();
  for (const i of ordered) {
    const id = mails[i]?.id ?? null;
    if (id !== null && !byId.has(id)) byId.set(id, i);
  }
  const parents = new Map<number, number>();
  for (const i of ordered) {
    // The header's first other id is the mail that was answered.
    const parent = byId.get(mails[i]?.others[0] ?? '');
    if (parent !== undefined && parent !== i) parents.set(i, parent);
  }
  const containers = yield* containersOf({ mails, parents, ordered });
  const [first = 0] = ordered;
  for (const [place, i] of ordered.entries()) {
    const containedIn = containers.get(i) ?? null;
    const parent = parents.get(i) ?? null;
    places[i] = { thread: first, place, parent, containedIn, isInclusive: containedIn === null };
  }
}

interface Thread {
  readonly mails: readonly ThreadMail[];
  /** The mail that each mail answers. */
  readonly parents: ReadonlyMap<number, number>;
  /** By the time of sending. */
  readonly ordered: readonly number[];
}

/** Finds for each mail of a thread one that contains it: the one with the most messages. */
function* containersOf(thread: Thread): Steps<Map<number, number>> {
  const { mails, ordered } = thread;
  const holding = new Map<string, number[]>();
  const size = (i: number): number => mails[i]?.parts.length ?? 0;
  for (const i of ordered.toSorted((a, b) => size(b) - size(a))) {
    yield;
    for (const digest of new Set(mails[i]?.parts.map((part) => part.digest))) {
      const others = holding.get(digest);
      if (others === undefined) holding.set(digest, [i]);
      else others.push(i);
    }
  }
  const digests = new Map(ordered.map((i) => [i, new Set(mails[i]?.parts.map(({ digest }) => digest))]));
  const found = new Map<number, number>();
  for (const [place, i] of ordered.entries()) {
    const own = mails[i]?.parts[0];
    // A mail without words of its own cannot be found in another one.
    if (own === undefined || own.words === 0) continue;
    for (const other of holding.get(own.digest) ?? []) {
      yield;
      if (other === i || !contains(thread, digests, other, i)) continue;
      // Of mails that say the same, the first is read.
      if (contains(thread, digests, i, other) && ordered.indexOf(other) > place) continue;
      found.set(i, other);
      break;
    }
  }
  return found;
}

/** Whether everything that a mail says, and everything attached to it, is in another one. */
function contains(
  { mails, parents }: Thread,
  digests: ReadonlyMap<number, ReadonlySet<string>>,
  outer: number,
  inner: number,
): boolean {
  const [from, to] = [mails[inner], mails[outer]];
  const all = digests.get(outer);
  if (from === undefined || to === undefined || all === undefined) return false;
  const [own] = from.parts;
  const isCopy = own !== undefined && to.parts[0]?.digest === own.digest;
  // "Yes, please" in another mail may be somebody else's.
  if (
    isCopy
      ? !hasSameWriter(from, to)
      : (own?.words ?? 0) < LEAST_QUOTED_WORDS && !answers(parents, outer, inner)
  )
    return false;
  return (
    from.parts.every(({ digest }) => all.has(digest)) &&
    from.attachments.every((sha256) => to.attachments.includes(sha256))
  );
}

const hasSameWriter = (a: ThreadMail, b: ThreadMail): boolean =>
  a.id !== null && b.id !== null
    ? a.id === b.id
    : a.from.length > 0 && a.sent === b.sent && a.from.every((person) => b.from.includes(person));

/** Whether a mail answers another one, or an answer to it. */
function answers(parents: ReadonlyMap<number, number>, mail: number, other: number): boolean {
  let at: number | undefined = mail;
  for (let i = 0; at !== undefined && i < MOST_ANSWERS; i += 1) {
    at = parents.get(at);
    if (at === other) return true;
  }
  return false;
}
