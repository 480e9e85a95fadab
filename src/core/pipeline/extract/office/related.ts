/** Follows the relationships of the parts in an Office package (OPC, 9.3). */
import { readRelationships } from './xml.ts';

/** The parts of a package that were read, by name. */
export type Parts = ReadonlyMap<string, Buffer>;

/** A part that another part names. */
export interface Related {
  id: string;
  /** The name of the part in the package. */
  target: string;
  /** The last word of the relationship's type, e.g. `chart`. */
  type: string;
}

/** Returns the parts that a part names, in order. @param path the part; '' is the package itself */
export function relatedParts(parts: Parts, path: string): Related[] {
  const folder = path.replace(/\/?[^/]*$/, '');
  const list = parts.get(path.replace(/([^/]*)$/, '_rels/$1.rels'));
  return [...readRelationships(list, folder)].map(([id, { target, type }]) => ({
    id,
    target,
    type: type.slice(type.lastIndexOf('/') + 1),
  }));
}

/** Returns the contents of the related parts of a type. */
export const partsOfType = (parts: Parts, related: readonly Related[], type: string): Buffer[] =>
  related
    .filter((r) => r.type === type)
    .map((r) => parts.get(r.target))
    .filter((part) => part !== undefined);

/** Returns the name of the part that the package is about, e.g. the workbook. @param usual if the package names none */
export const mainPart = (parts: Parts, usual: string): string =>
  relatedParts(parts, '').find((r) => r.type === 'officeDocument')?.target ?? usual;
