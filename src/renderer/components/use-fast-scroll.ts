/** Tells whether a list goes by faster than anybody reads. */
import { useRef } from 'react';

/** Rows per second. A wheel that is turned as fast as one can makes 35; a fling and the scrollbar make hundreds. */
const FAST = 90;
/** Drawings one after the other that must be as fast: one jump of the keyboard is not. */
const DRAWINGS = 3;

export interface Pace {
  /** The first row that was drawn. */
  readonly first: number;
  /** When, ms. */
  readonly at: number;
  /** How many drawings were fast, one after the other. */
  readonly fast: number;
}

/** Returns the pace after another drawing. Once fast, it stays so until the list rests. */
export function paceAfter(last: Pace, first: number, at: number, isScrolling: boolean): Pace {
  if (!isScrolling) return { first, at, fast: 0 };
  if (first === last.first) return last;
  const isFast = Math.abs(first - last.first) * 1000 >= FAST * (at - last.at);
  return { first, at, fast: isFast || isFastPace(last) ? last.fast + 1 : 0 };
}

export const isFastPace = ({ fast }: Pace): boolean => fast >= DRAWINGS;

/** @param first the first row that is drawn. @returns true from the third fast drawing until the list rests */
export function useFastScroll(first: number, isScrolling: boolean): boolean {
  const pace = useRef<Pace>({ first, at: 0, fast: 0 });
  pace.current = paceAfter(pace.current, first, performance.now(), isScrolling);
  return isFastPace(pace.current);
}
