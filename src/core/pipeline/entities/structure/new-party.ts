/** Tells where a line of a caption starts the next party, though no comma or role parts it from the one before. */
import { kindOf } from './party-names.ts';

const ROLE_WORDS_LEFT = /[,;:&]$|\b(?:and|of|the|for|by|as)$/i;
const FULL_COMPANY = /^(?:\S+ ){2,}(?:Inc|Corp|LLC|L\.L\.C|LLP|Ltd|Co|Company|Corporation)\b\.?,?$/i;

/** Returns true for `LAKE EFFECT PROPERTY CORP.` below `KAREN WHITFIELD`. A name that goes on has fewer words there. */
export const startsParty = (before: string, line: string): boolean =>
  before.includes(' ') &&
  !ROLE_WORDS_LEFT.test(before) &&
  FULL_COMPANY.test(line) &&
  kindOf(before) === 'person';
