// cspell:disable
/**
 * Large cities, capitals of states, and islands that the other lists lack: `scripts/make-cities.mjs` leaves out what is also a last
 * name, or has a word of two letters. In lower case, without accents, periods and hyphens. Not here are names that are more
 * often something else (`Buffalo`, `Jackson`, `Madison`, `Mobile`, `Providence`).
 */
export const MORE_PLACES: ReadonlySet<string> = new Set(
  `annapolis, austin, baton rouge, british west indies, bronx, des moines, galveston, george town,
  grand cayman, harrisburg, houston, jersey city, juneau, las vegas, little rock, long island, orlando, port of spain,
  port st lucie, road town, south padre island, st croix, st louis, st paul, st petersburg, st thomas, tortola,
  white plains, winston salem`.split(/,\s+/),
);
