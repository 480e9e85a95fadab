/** How long the paths of an export become, known before anything is written. */
import { originalPaths } from './bag/paths.ts';
import { imagesOf, numbersFor, volumeName } from './load-file/numbering.ts';
import type { Selection } from './selection.ts';
import type { ExportRequest, HandoverHistory } from './types.ts';

/** Longest name inside a volume: folders, a number and an extension. */
const inVolume = (number: string): string => `NATIVES/0000/${number}.${'x'.repeat(12)}`;
const LONGEST_LIST = 'lists/relationships.jsonl';

/** Returns the most characters that a path of the export can have, with its folder. */
export function longestPath(
  history: Pick<HandoverHistory, 'paths'>,
  target: string,
  selection: Selection,
  { batchId, kind, profile }: Pick<ExportRequest, 'batchId' | 'kind' | 'profile'>,
): number {
  const last = Math.max(0, selection.documents.length - 1);
  // There are no more volumes than documents.
  const loadFile = `${volumeName(last + 1)}/${inVolume(longestNumber(selection, profile))}`;
  const inside: Partial<Record<typeof kind, () => number>> = {
    loadfile: () => loadFile.length,
    evidence: () => `data/load-file/${loadFile}`.length,
    bag: () => longestInBag(history, batchId, selection),
  };
  return target.length + 1 + (inside[kind] ?? (() => LONGEST_LIST.length))();
}

/** The last number is the longest; the pages of a document may be counted behind its number. */
function longestNumber({ documents }: Selection, profile: ExportRequest['profile']): string {
  const numbers = numbersFor(documents, profile);
  const lastPages = documents.map((document, index) =>
    numbers.image(index, Math.max(1, imagesOf(document, profile))),
  );
  return lastPages.reduce(
    (longest, next) => (next.length > longest.length ? next : longest),
    numbers.end(documents.length - 1),
  );
}

function longestInBag(
  history: Pick<HandoverHistory, 'paths'>,
  batchId: string,
  { documents }: Selection,
): number {
  const pathOf = new Map<string, string>();
  for (const { id, path } of history.paths(batchId)) pathOf.set(id, path);
  const placeOf = originalPaths();
  const folders: (string | null)[] = [];
  let longest = 'data/metadata/documents.jsonl'.length;
  for (const [index, { id, parent, children }] of documents.entries()) {
    const number = String(index + 1).padStart(8, '0');
    const asked = { path: pathOf.get(id) ?? '', parent: folders[parent] ?? null, hasMembers: children > 0 };
    const { file, members } = placeOf({ ...asked, number });
    folders.push(members);
    longest = Math.max(longest, `data/originals/${file}`.length);
  }
  return longest;
}
