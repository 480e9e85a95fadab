/** Groups the names of people: two names mean the same person when nothing contradicts it and no other person fits. */
import { type Steps, sortSteps } from '../../util/event-loop.ts';
import { ShardedMap } from '../../util/sharded-map.ts';
import { type JoinRule, pauseDue } from './grouping.ts';
import { hasLower } from './letters.ts';
import { Lists } from './lists.ts';
import { inNormalSpelling } from './names/dictionary.ts';
import { compareCodeUnits } from './order.ts';
import { compatible, displayName, fullness, type PersonName, parseName } from './person-name.ts';

interface Person {
  canonical: string;
  /** Indexes of the person's names. */
  names: number[];
  members: PersonName[];
}

interface Parsed {
  /** Index of the name. */
  at: number;
  name: string;
  parts: PersonName;
  full: number;
}

/** Returns the canonical name of each name. @param names sorted, each once */
export function* groupPeople(names: readonly string[], mayJoin: JoinRule | null): Steps<string[]> {
  const due = pauseDue();
  // Only names with the same family name can match, so a matter with many people takes linear time.
  const numbers = new ShardedMap<number>();
  const familyOf = new Uint32Array(names.length);
  for (const [i, name] of names.entries()) {
    if (due()) yield;
    const { family } = parseName(name);
    const number = numbers.get(family) ?? numbers.size;
    numbers.set(family, number);
    familyOf[i] = number;
  }
  const families = yield* Lists.of(numbers.size, familyOf);
  const result = names.slice();
  for (let number = 0; number < numbers.size; number += 1) {
    if (due()) yield;
    yield* groupFamily(families.at(number), names, mayJoin, result);
  }
  return result;
}

/** Sets the canonical names of one family. */
function* groupFamily(
  family: Uint32Array,
  names: readonly string[],
  mayJoin: JoinRule | null,
  result: string[],
): Steps<undefined> {
  const due = pauseDue();
  const people = new People();
  for (const { at, name, parts } of yield* fullestFirst(family, names)) {
    const fits: Person[] = [];
    for (const person of people.thatMayFit(parts)) {
      if (due()) yield;
      if (person.members.every((m) => compatible(m, parts))) fits.push(person);
      if (fits.length === 2) break;
    }
    const [person] = fits;
    if (
      person !== undefined &&
      fits.length === 1 &&
      (mayJoin === null || !isShort(parts) || (yield* mayJoin([at], person.names)))
    ) {
      person.names.push(at);
      if (!person.members.some((m) => isSame(m, parts))) person.members.push(parts);
      result[at] = person.canonical;
      continue;
    }
    const display = displayName(name);
    const canonical = inNormalSpelling(display);
    if (family.length > 1) people.add({ canonical, names: [at], members: [parts] });
    result[at] = canonical;
  }
}

function* fullestFirst(family: Uint32Array, names: readonly string[]): Steps<readonly Parsed[]> {
  const due = pauseDue();
  const parsed: Parsed[] = [];
  for (const at of family) {
    if (due()) yield;
    const name = names[at] ?? '';
    const parts = parseName(name);
    parsed.push({ at, name, parts, full: fullness(parts) });
  }
  if (parsed.length < 2) return parsed;
  return yield* sortSteps(
    parsed,
    (a, b) =>
      b.full - a.full ||
      Number(hasLower(b.name)) - Number(hasLower(a.name)) ||
      compareCodeUnits(a.name, b.name),
  );
}

/** Among so few people, looking at each is quicker than an index. */
const FEW = 12;

/** The people of one family name, found by the first given name, so that a common family name stays quick. */
class People {
  readonly #all: Person[] = [];
  readonly #byGiven = new Map<string, Person[]>();
  readonly #byInitial = new Map<string, Person[]>();
  readonly #withoutGiven: Person[] = [];

  /** Adds a person, whose first name is the fullest one. */
  add(person: Person): void {
    this.#all.push(person);
    if (this.#all.length === FEW + 1) for (const one of this.#all) this.#index(one);
    else if (this.#all.length > FEW) this.#index(person);
  }

  #index(person: Person): void {
    const first = person.members[0]?.given[0];
    if (first === undefined) this.#withoutGiven.push(person);
    else {
      addTo(this.#byGiven, first, person);
      addTo(this.#byInitial, first.charAt(0), person);
    }
  }

  /** Yields the people with whom a name may be compatible. */
  *thatMayFit({ given: [first] }: PersonName): Generator<Person> {
    if (first === undefined || this.#all.length <= FEW) yield* this.#all;
    else {
      yield* this.#withoutGiven;
      if (first.length === 1) yield* this.#byInitial.get(first) ?? [];
      else {
        yield* this.#byGiven.get(first) ?? [];
        yield* this.#byGiven.get(first.charAt(0)) ?? [];
      }
    }
  }
}

function addTo(map: Map<string, Person[]>, key: string, person: Person): void {
  const people = map.get(key);
  if (people === undefined) map.set(key, [person]);
  else people.push(person);
}

/** Returns true for a surname alone or with initials, which fits many people. */
const isShort = ({ given }: PersonName): boolean => given.every((name) => name.length === 1);

const isSame = (a: PersonName, b: PersonName): boolean =>
  a.ending === b.ending && a.given.length === b.given.length && a.given.every((g, i) => g === b.given[i]);
