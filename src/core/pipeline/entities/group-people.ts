/** Groups the names of people: two names mean the same person when nothing contradicts it and no other person fits. */
import { type JoinRule, pauseDue, type Steps, spelled } from './grouping.ts';
import { titleCase } from './names/dictionary.ts';
import { compareCodeUnits } from './order.ts';
import { compatible, displayName, fullness, type PersonName, parseName } from './person-name.ts';

interface Person {
  canonical: string;
  names: string[];
  members: PersonName[];
}

interface Parsed {
  name: string;
  parts: PersonName;
  full: number;
}

/** Returns the canonical name of each name. @param names sorted, each once */
export function* groupPeople(names: readonly string[], mayJoin: JoinRule | null): Steps<Map<string, string>> {
  const due = pauseDue();
  // Only names with the same family name can match, so a matter with many people takes linear time.
  const families = new Map<string, Parsed[]>();
  for (const name of names) {
    if (due()) yield;
    const parts = parseName(name);
    const family = families.get(parts.family);
    const parsed = { name, parts, full: fullness(parts) };
    if (family === undefined) families.set(parts.family, [parsed]);
    else family.push(parsed);
  }
  const result = new Map<string, string>();
  for (const family of families.values()) {
    if (due()) yield;
    yield* groupFamily(family, mayJoin, result);
  }
  return result;
}

function* groupFamily(
  family: readonly Parsed[],
  mayJoin: JoinRule | null,
  result: Map<string, string>,
): Steps<undefined> {
  const due = pauseDue();
  const people = new People();
  const sorted = [...family].sort(
    (a, b) =>
      b.full - a.full ||
      Number(spelled(b.name)) - Number(spelled(a.name)) ||
      compareCodeUnits(a.name, b.name),
  );
  for (const { name, parts } of sorted) {
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
      (mayJoin === null || !isShort(parts) || (yield* mayJoin([name], person.names)))
    ) {
      person.names.push(name);
      if (!person.members.some((m) => isSame(m, parts))) person.members.push(parts);
      result.set(name, person.canonical);
      continue;
    }
    const display = displayName(name);
    const canonical = spelled(display) ? display : titleCase(display);
    people.add({ canonical, names: [name], members: [parts] }, parts);
    result.set(name, canonical);
  }
}

/** The people of one family name, found by the first given name, so that a common family name stays quick. */
class People {
  readonly #all: Person[] = [];
  readonly #byGiven = new Map<string, Person[]>();
  readonly #byInitial = new Map<string, Person[]>();
  readonly #withoutGiven: Person[] = [];

  /** Adds a person. @param parts the first of the person's names, which is the fullest one */
  add(person: Person, { given: [first] }: PersonName): void {
    this.#all.push(person);
    if (first === undefined) this.#withoutGiven.push(person);
    else {
      addTo(this.#byGiven, first, person);
      addTo(this.#byInitial, first.charAt(0), person);
    }
  }

  /** Yields the people with whom a name may be compatible. */
  *thatMayFit({ given: [first] }: PersonName): Generator<Person> {
    if (first === undefined) yield* this.#all;
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
