/**
 * The paths of originals in a bag: those under which they were received, as far as every file system takes them. The
 * members of a container are in a folder beside it.
 */
import { foldedName, portablePath, UniqueNames } from '../../util/portable-names.ts';
import { wellFormed } from '../../util/well-formed.ts';

/** Windows takes 259 characters, of which the folder of the bag needs some. */
const MAX_PATH = 240;
/** `data/originals/`, which comes before each path. */
const BEFORE = 15;
const LONG = 'long paths';
const MAX_LONG_NAME = 80;

interface Asked {
  path: string;
  /** The folder for the members of its container; null if it is in none. */
  parent: string | null;
  hasMembers: boolean;
  /** Of the document in this bag. */
  number: string;
}

interface Placed {
  file: string;
  /** The folder for its members; null if it has none. */
  members: string | null;
}

/** Returns a function that gives each document its own path. Call it for containers before their members. */
export function originalPaths(): (asked: Asked) => Placed {
  const unique = new UniqueNames(foldedName);
  const folders = new Map<string, string>();
  /** A folder cannot have the name of a file, nor of a folder that differs in case alone. */
  const folderOf = (written: string): string => {
    if (written === '') return '';
    const known = folders.get(written);
    if (known !== undefined) return known;
    const slash = written.lastIndexOf('/');
    const above = folderOf(slash < 0 ? '' : written.slice(0, slash));
    const made = unique.take(above + portablePath(written.slice(slash + 1)));
    folders.set(written, `${made}/`);
    return `${made}/`;
  };
  const shortened = (number: string, name: string): string =>
    unique.take(`${LONG}/${number} ${wellFormed(name.slice(-MAX_LONG_NAME))}`);
  return ({ path, parent, hasMembers, number }) => {
    const slash = path.lastIndexOf('/');
    const name = portablePath(path.slice(slash + 1));
    const folder = parent ?? folderOf(slash < 0 ? '' : path.slice(0, slash));
    const fits = (candidate: string): boolean => BEFORE + candidate.length <= MAX_PATH;
    const wanted = folder + name;
    const file = fits(wanted) && name !== '' ? unique.take(wanted) : shortened(number, name);
    // The folder of the members leaves room for names in it.
    const members = hasMembers ? unique.take(`${file}.members`) : null;
    return { file, members: members === null ? null : `${members}/` };
  };
}
