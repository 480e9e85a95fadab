/** What the palette offers, and which of it fits what was typed. */
import type { Icon } from '@tabler/icons-react';

export interface PaletteItem {
  /** Unique in the palette. */
  readonly id: string;
  readonly label: string;
  readonly about?: string;
  readonly icon: Icon;
  /** Words that find it besides the label. */
  readonly keywords?: readonly string[];
  /** The address that it opens. */
  readonly to?: string;
  /** What it does instead. */
  readonly run?: () => void;
  /** Why it is not possible now. */
  readonly refused?: string;
}

export interface PaletteGroup {
  readonly label: string;
  readonly items: readonly PaletteItem[];
}

const fold = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Returns whether each typed word begins a word of the item. */
export function fits({ label, about = '', keywords = [] }: PaletteItem, typed: string): boolean {
  const words = fold([label, about, ...keywords].join(' ')).split(/[^\p{L}\p{N}]+/u);
  return fold(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .every((word) => words.some((one) => one.startsWith(word)));
}

/** Operators of the search language. */
const OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'not']);

/** Returns the search for what was typed: the last word may go on, because somebody is still typing it. */
export function searchOf(typed: string): string {
  const query = typed.trim();
  const last = /(?:^|\s)([\p{L}\p{N}]{3,})$/u.exec(query)?.[1];
  const plain = last !== undefined && !OPERATORS.has(last.toLowerCase());
  // In a phrase or a group, the word may be complete.
  return plain && !/["“”„«»(]/.test(query) ? `${query}*` : query;
}
