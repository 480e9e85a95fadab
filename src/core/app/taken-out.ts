/** Keeps in the operator log what a person takes out of Redwell file by file: originals, and exports through a browser. */
import { basename } from 'node:path';
import type { History } from '../history/types.ts';
import type { OriginalCopies } from '../review/original-copies.ts';
import { type CommandLogDeps, keepCommand } from './command-log.ts';
import type { HandoverDesk } from './handover-desk.ts';

/** Returns originals that nobody gets without an entry. @throws RedwellError disk_full when it cannot be written */
export function keptOriginals(copies: OriginalCopies, deps: CommandLogDeps): OriginalCopies {
  const kept = <T>(documentId: string, nameOf: (taken: T) => string, work: () => Promise<T>): Promise<T> =>
    keepCommand(
      deps,
      { what: 'original.take', documents: { count: 1, ids: [documentId] } },
      (taken) => ({ details: { name: nameOf(taken) } }),
      work,
    );
  return {
    ...copies,
    copy: (id) =>
      kept(
        id,
        ({ path }) => basename(path),
        () => copies.copy(id),
      ),
    read: (id) =>
      kept(
        id,
        ({ name }) => name,
        () => copies.read(id),
      ),
  };
}

type Exports = Pick<HandoverDesk, 'folderOf' | 'zipOf'>;

/** Returns exports that nobody downloads without an entry. @throws RedwellError disk_full when it cannot be written */
export const keptExports = (
  exports: Exports,
  deps: CommandLogDeps & { history: Pick<History, 'exports'> },
): Exports => ({
  folderOf: exports.folderOf,
  zipOf(exportId) {
    const batchId = deps.history.exports.list(null).find(({ id }) => id === exportId)?.batchId;
    return keepCommand(
      deps,
      {
        what: 'export.download',
        ...(batchId === undefined ? {} : { batchId }),
        details: { export: exportId },
      },
      ({ name, bytes }) => ({ details: { name, bytes } }),
      () => exports.zipOf(exportId),
    );
  },
});
