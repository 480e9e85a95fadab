/** Where Redwell and the reference tool differ on real files, each looked at by hand, and how far that goes. */

/** Least share of the same words, by type, for every file that is not explained below. */
export const FLOOR: Readonly<Record<string, number>> = {
  pdf: 0.9,
  docx: 0.95,
  odt: 0.9,
  rtf: 0.95,
  html: 0.9,
  xlsx: 0.9,
  ods: 0.9,
  pptx: 0.9,
  odp: 0.9,
  eml: 0.9,
  txt: 0.95,
};

interface Explained {
  /** Least share of the same words that this file must still reach. */
  least: number;
  why: string;
}

export const EXPLAINED: ReadonlyMap<string, Explained> = new Map<string, Explained>([]);
