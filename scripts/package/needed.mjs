/** Library: which built files and which packages the desktop app needs. Everything else stays out of the installer. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The processes of the desktop app. `cli.js` and `serve.js` need Node, which an installed Redwell does not have. */
const ENTRIES = [
  'index.js',
  'worker.js',
  'sandbox.js',
  'search.js',
  'handover.js',
  'similarity.js',
  'copy.js',
  'erase.js',
];

/**
 * A quoted word in built code: imports and the names that `require` gets are among them. The keys of objects are not
 * (the version number comes with all of package.json).
 */
const QUOTED = /["'`]([^"'`\s\\]{2,120})["'`](?!\s*:)/g;

/** Returns the names, relative to `out/main`, of the entries and of all chunks that they load, sorted. */
export function reachableFiles(outMain) {
  const found = new Set(ENTRIES);
  for (const name of found)
    for (const [, word] of readFileSync(join(outMain, name), 'utf8').matchAll(QUOTED)) {
      if (!/^\.\.?\/.*\.js$/.test(word)) continue;
      const target = join(dirname(name), word);
      if (existsSync(join(outMain, target))) found.add(target);
    }
  return [...found].sort();
}

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Returns the folder of a package as a module in `from` would find it; null if it is not installed. */
function findPackage(root, from, name) {
  for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
  }
  return null;
}

/** Returns the names of the dependencies that the reachable files load themselves. */
function namedPackages(root, outMain) {
  const known = Object.keys(manifestOf(root).dependencies);
  const used = new Set();
  for (const file of reachableFiles(outMain))
    for (const [, word] of readFileSync(join(outMain, file), 'utf8').matchAll(QUOTED)) {
      const name = known.find((one) => word === one || word.startsWith(`${one}/`));
      if (name !== undefined) used.add(name);
    }
  return [...used].sort();
}

/**
 * Returns the folders of packages and of all that they depend on, sorted. An optional dependency counts if it is
 * installed. @throws Error if a dependency is missing
 */
export function withDependencies(root, names) {
  const found = new Set();
  const visit = (from, name, optional) => {
    const folder = findPackage(root, from, name);
    if (folder === null) {
      if (optional) return;
      throw new Error(`The package ${name} is not installed. Run "npm ci", then the same command again.`);
    }
    if (found.has(folder)) return;
    found.add(folder);
    const { dependencies = {}, optionalDependencies = {} } = manifestOf(folder);
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies }))
      visit(folder, next, next in optionalDependencies);
  };
  for (const name of names) visit(root, name, false);
  return [...found].sort();
}

/** Returns the folders of all packages that the desktop app loads on this platform, sorted. */
export const neededPackages = (root, outMain) => withDependencies(root, namedPackages(root, outMain));

/** Returns the names of all packages at the top of `node_modules`. */
function topPackages(root) {
  const folder = join(root, 'node_modules');
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
    );
}

/**
 * Returns the names of the packages at the top of `node_modules` that stay out of the installer. electron-builder lays
 * packages anew and compares names, so a name that is needed in any version stays in.
 */
export function unneededPackages(root, outMain) {
  const needed = new Set(neededPackages(root, outMain).map((folder) => manifestOf(folder).name));
  return topPackages(root).filter((name) => !needed.has(name));
}
