/** Folds what two texts have in common, except the words around their differences. */
import type { DifferencePiece } from '../../../shared/differences.ts';

export interface Folded {
  key: string;
  kind: DifferencePiece['kind'];
  text: string;
  /** What is folded; '' for a piece that is shown. */
  hidden: string;
  hiddenWords: number;
}

/** Characters that stay in sight on each side of a difference. */
const CONTEXT = 240;
/** Shorter parts are not worth folding. */
const LEAST = 800;

export function foldedPieces(pieces: readonly DifferencePiece[]): Folded[] {
  const plain = { hidden: '', hiddenWords: 0 };
  return pieces.flatMap(({ kind, text }, index): Folded[] => {
    if (kind !== 'same' || text.length < LEAST) return [{ key: `${index}`, kind, text, ...plain }];
    const from = index === 0 ? 0 : wordEnd(text, CONTEXT);
    const to = index === pieces.length - 1 ? text.length : wordEnd(text, text.length - CONTEXT);
    const hidden = text.slice(from, to);
    const folded: Folded = { key: `${index}:fold`, kind, text: '', hidden, hiddenWords: countWords(hidden) };
    const shown = (part: string, name: string): Folded[] =>
      part === '' ? [] : [{ key: `${index}:${name}`, kind, text: part, ...plain }];
    return [...shown(text.slice(0, from), 'before'), folded, ...shown(text.slice(to), 'after')];
  });
}

/** Returns where the word at a place ends. */
function wordEnd(text: string, at: number): number {
  const space = text.slice(at).search(/\s/);
  return space < 0 ? text.length : at + space;
}

const countWords = (text: string): number => text.match(/\S+/g)?.length ?? 0;
