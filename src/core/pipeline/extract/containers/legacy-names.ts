/** Decodes file names of archives that do not name their encoding. It was that of the computer that wrote them. */
import iconv from 'iconv-lite';
import { cyrillicScore, eastAsianScores, westernScore } from './legacy-scores.ts';

export interface NameDecoder {
  decode(name: Buffer): string;
  /** Whether some names may be wrong: another encoding fits as well, or none does. */
  inDoubt: boolean;
}

/** The encoding of MS-DOS, which the format of ZIP states. */
const DOS = 'cp437';
/** Names are judged together, up to this many bytes. */
const SAMPLE_BYTES = 64 * 1024;
const CLEAR = 0.8;
const AHEAD = 0.15;
const CYRILLIC = ['cp866', 'windows-1251', 'koi8-r'];
const LATIN = ['windows-1252', 'cp850', 'cp852'];

/** Returns the name if it is valid UTF-8, else null. */
export function utf8Name(name: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(name);
  } catch {
    return null;
  }
}

/**
 * Returns a decoder for the names of one archive. A name that makes sense in the encoding of MS-DOS is in it; the others
 * decide together which encoding they are in.
 * @param names all names, in any encoding
 */
export function nameDecoder(names: Iterable<Buffer>): NameDecoder {
  const strange: Buffer[] = [];
  let bytes = 0;
  for (const name of names) {
    if (bytes > SAMPLE_BYTES) break;
    if (utf8Name(name) !== null || isDos(name)) continue;
    strange.push(name);
    bytes += name.length;
  }
  const { encoding, inDoubt } = strange.length === 0 ? { encoding: DOS, inDoubt: false } : guess(strange);
  return {
    inDoubt,
    decode(name) {
      const text = utf8Name(name);
      if (text !== null) return text;
      // A short name may make sense in both encodings. Then it is in that of its neighbors.
      const other = encoding !== DOS && !inDoubt && (scores([name])[0]?.encoding ?? DOS) === encoding;
      return iconv.decode(name, isDos(name) && !other ? DOS : encoding);
    },
  };
}

const isDos = (name: Buffer): boolean => westernScore([name], DOS) === 1;

function guess(names: readonly Buffer[]): { encoding: string; inDoubt: boolean } {
  const [best, second] = scores(names);
  if (best === undefined || best.score < CLEAR) return { encoding: DOS, inDoubt: true };
  return { encoding: best.encoding, inDoubt: best.score - (second?.score ?? 0) < AHEAD };
}

/** Returns the encodings and their scores, the best one first. */
const scores = (names: readonly Buffer[]): { encoding: string; score: number }[] =>
  [
    ...LATIN.map((encoding) => ({ encoding, score: westernScore(names, encoding) })),
    ...CYRILLIC.map((encoding) => ({ encoding, score: cyrillicScore(names, encoding) })),
    ...eastAsianScores(names),
  ].sort((a, b) => b.score - a.score);
