/** Drops and their inventories. */

import type { FileType } from '../../../../src/shared/file-types.ts';
import type { Drop, DropEntry, Inventory } from '../../../../src/shared/intake.ts';
import { makeRow } from './documents.ts';

const TYPE_OF: Readonly<Record<string, FileType>> = {
  pdf: 'pdf',
  docx: 'docx',
  eml: 'eml',
  msg: 'msg',
  tiff: 'tiff',
  xlsx: 'xlsx',
  txt: 'txt',
  jpeg: 'jpeg',
  zip: 'zip',
};
const typeOf = (path: string): FileType => TYPE_OF[path.split('.').at(-1) ?? ''] ?? 'unknown';

export interface Received {
  readonly path: string;
  readonly bytes: number;
}

const entry = (path: string, bytes: number, change: Partial<DropEntry> = {}): DropEntry => ({
  path,
  bytes,
  type: typeOf(path),
  sha256: null,
  pages: null,
  pagesToOcr: null,
  duplicateOf: null,
  parent: null,
  excluded: false,
  exception: null,
  detail: '',
  ...change,
});

/** Returns the entries of an invented folder. */
export function inventedEntries(count: number): DropEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const row = makeRow('drop', index + 1);
    const change: Partial<DropEntry> =
      index % 97 === 3
        ? { exception: 'encrypted', detail: 'password required' }
        : index % 131 === 7
          ? { exception: 'extension_mismatch', detail: 'named .pdf, is a Word document' }
          : index % 200 === 11
            ? { type: 'empty', exception: 'empty', bytes: 0 }
            : index % 40 === 13
              ? { excluded: true, detail: 'system file' }
              : row.status === 'duplicate'
                ? { duplicateOf: makeRow('drop', 1).path }
                : {};
    return entry(row.path, row.bytes, {
      type: row.type,
      pages: row.pages,
      pagesToOcr: row.type === 'tiff' ? row.pages : 0,
      parent: row.parentId === null ? null : row.path.slice(0, row.path.lastIndexOf('/')),
      ...change,
    });
  });
}

export const receivedEntries = (files: readonly Received[]): DropEntry[] =>
  files.map(({ path, bytes }) => entry(path, bytes));

export function inventoryOf(entries: readonly DropEntry[]): Inventory {
  const of = (matches: (entry: DropEntry) => boolean): number => entries.filter(matches).length;
  const types = [...new Set(entries.map(({ type }) => type))];
  return {
    files: of(({ parent }) => parent === null),
    members: of(({ parent }) => parent !== null),
    bytes: entries.reduce((all, { bytes }) => all + bytes, 0),
    duplicates: of(({ duplicateOf }) => duplicateOf !== null),
    excluded: of(({ excluded }) => excluded),
    encrypted: of(({ exception }) => exception === 'encrypted'),
    unsupported: of(({ exception }) => exception === 'unsupported'),
    empty: of(({ exception }) => exception === 'empty'),
    unreadable: of(({ exception }) => exception === 'access_restricted'),
    leftOut: {
      documents: of(({ leftOut }) => leftOut === true),
      bytes: entries.filter(({ leftOut }) => leftOut === true).reduce((all, { bytes }) => all + bytes, 0),
    },
    choices: types.flatMap((type) => {
      const all = entries.filter((one) => one.type === type && (!one.excluded || one.leftOut === true));
      const own = all.filter(({ parent }) => parent === null);
      if (own.length === 0) return [];
      return {
        type,
        documents: own.length,
        leftOut: own.filter(({ leftOut }) => leftOut === true).length,
        bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
        attached: all.length - own.length,
      };
    }),
    byType: types.map((type) => ({
      type,
      count: of((one) => one.type === type),
      bytes: entries.filter((one) => one.type === type).reduce((all, { bytes }) => all + bytes, 0),
    })),
    pages: entries.reduce((all, { pages }) => all + (pages ?? 0), 0),
    pagesToOcr: entries.reduce((all, { pagesToOcr }) => all + (pagesToOcr ?? 0), 0),
    predictedMs: of(({ excluded }) => !excluded) * 190,
  };
}

export const newDrop = (id: string, name: string, source: Drop['source'], now: number): Drop => ({
  id,
  name,
  source,
  status: source === 'upload' ? 'receiving' : 'walking',
  createdAt: now,
  found: 0,
  read: 0,
  readBytes: 0,
  total: null,
  inventory: null,
  problems: [],
  batchId: null,
  error: null,
});
