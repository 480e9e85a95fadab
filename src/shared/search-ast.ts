/** What a search says, as a tree. `docs/search.md` describes the language. */
import type { FileType } from './file-types.ts';
import { FILE_TYPES } from './file-types.ts';

/** Fields that hold words. */
export const WORD_FIELDS = [
  'from',
  'to',
  'cc',
  'subject',
  'name',
  'path',
  'entity',
  'matter',
  'custodian',
  'batch',
] as const;
export type WordField = (typeof WORD_FIELDS)[number];

/** Fields that hold one value of a list. */
export const VALUE_FIELDS = ['type', 'date', 'has', 'is', 'lang', 'similar', 'thread', 'control'] as const;
export type ValueField = (typeof VALUE_FIELDS)[number];

export type SearchField = WordField | ValueField;
export const SEARCH_FIELDS: readonly SearchField[] = [...WORD_FIELDS, ...VALUE_FIELDS];

/** Words next to each other, in this order. */
export interface Words {
  readonly kind: 'words';
  /** Null: the text, the path and the header of a document. */
  readonly field: WordField | null;
  /** As typed; holds at least one letter or figure, no quotation mark and no `*`. */
  readonly text: string;
  /** Whether the last word may go on. */
  readonly prefix: boolean;
}

/** Two places in the same text, at most `within` words from each other; neighbors are 1 word from each other. */
export interface Near {
  readonly kind: 'near';
  readonly left: Place;
  readonly right: Place;
  readonly within: number;
  /** Whether `left` must come first. */
  readonly ordered: boolean;
}

/** What has a position in a text. All words of a place have the same field. */
export type Place = Words | Near | { readonly kind: 'or'; readonly parts: readonly Place[] };

/** A condition on a field that holds no words. Days are numbers such as 20231231, both included; null: open. */
export type Filter =
  | { readonly kind: 'date'; readonly from: number | null; readonly to: number | null }
  | {
      readonly kind: 'type' | 'has' | 'is' | 'lang' | 'similar' | 'thread' | 'control';
      readonly value: string;
    };

export type Query =
  | Words
  | Near
  | Filter
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query };

/** A mistake in a search. */
export interface SearchProblem {
  /** UTF-16 offsets of the place in the search; `end` is after it. */
  readonly at: number;
  readonly end: number;
  /** One or two sentences: what is wrong, and what to write. */
  readonly message: string;
}

/** Thrown by the parser. */
export class SearchSyntaxError extends Error {
  override readonly name = 'SearchSyntaxError';
  readonly problem: SearchProblem;

  constructor(at: number, end: number, message: string) {
    super(message);
    this.problem = { at, end, message };
  }
}

/** Names for several types, for `type:`. */
const TYPE_GROUPS: Readonly<Record<string, readonly FileType[]>> = {
  email: ['eml', 'emlx', 'msg', 'tnef', 'p7m'],
  image: ['tiff', 'png', 'jpeg', 'gif', 'webp', 'bmp', 'heic', 'jp2', 'svg'],
  word: ['docx', 'doc', 'odt', 'rtf', 'wpd'],
  excel: ['xlsx', 'xls', 'xlsb', 'ods', 'csv'],
  powerpoint: ['pptx', 'ppt', 'odp'],
  archive: ['zip', '7z', 'rar', 'tar', 'gz', 'bz2', 'mbox', 'pst'],
};
const TYPE_SYNONYMS: Readonly<Record<string, FileType>> = {
  jpg: 'jpeg',
  tif: 'tiff',
  htm: 'html',
  text: 'txt',
};

/** Returns the file types that a value of `type:` stands for; null for an unknown value. */
export function typesNamed(value: string): readonly FileType[] | null {
  if (Object.hasOwn(TYPE_GROUPS, value)) return TYPE_GROUPS[value] ?? null;
  if (Object.hasOwn(TYPE_SYNONYMS, value)) return typesNamed(TYPE_SYNONYMS[value] ?? '');
  const type = FILE_TYPES.find((known) => known === value);
  return type === undefined ? null : [type];
}

export const TYPE_GROUP_NAMES: readonly string[] = Object.keys(TYPE_GROUPS);

/** Two-letter codes that `lang:` takes for the three-letter codes of ISO 639-3. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ...{ en: 'eng', es: 'spa', fr: 'fra', de: 'deu', it: 'ita', pt: 'por', nl: 'nld', sv: 'swe', pl: 'pol' },
  ...{ ru: 'rus', uk: 'ukr', tr: 'tur', ar: 'arb', zh: 'cmn', ja: 'jpn', ko: 'kor', vi: 'vie', hi: 'hin' },
};

/** Returns the three-letter code for a value of `lang:`; null for anything else. */
export function languageNamed(value: string): string | null {
  if (Object.hasOwn(LANGUAGES, value)) return LANGUAGES[value] ?? null;
  return /^[a-z]{3}$/.test(value) ? value : null;
}
