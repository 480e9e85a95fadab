/** Validates bags as somebody else would: from RFC 8493 alone, with no code of Redwell. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const sha256Of = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** RFC 8493, 2.1.3: only line ends and percent signs are encoded. */
const decoded = (path: string): string =>
  path.replaceAll(/%0D/gi, '\r').replaceAll(/%0A/gi, '\n').replaceAll('%25', '%');

function listedIn(bag: string, manifest: string): Map<string, string> {
  const listed = new Map<string, string>();
  for (const line of readFileSync(join(bag, manifest), 'utf8').split(/\r\n|\r|\n/)) {
    if (line === '') continue;
    const [, hash = '', path = ''] = /^([0-9a-fA-F]+)[ \t]+(.+)$/.exec(line) ?? [];
    if (hash === '' || listed.has(decoded(path))) throw new Error(`${manifest}: ${line}`);
    listed.set(decoded(path), hash.toLowerCase());
  }
  return listed;
}

/** @returns what is wrong with a bag; nothing if it is complete and valid (RFC 8493, 3) */
export function faultsOfBag(bag: string): string[] {
  const faults: string[] = [];
  const files = readdirSync(bag, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(bag, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const declaration = readFileSync(join(bag, 'bagit.txt'), 'utf8');
  if (!/^BagIt-Version: 1\.0\nTag-File-Character-Encoding: UTF-8\n$/.test(declaration))
    faults.push('bagit.txt');
  const payload = files.filter((path) => path.startsWith('data/'));
  const manifest = listedIn(bag, 'manifest-sha256.txt');
  for (const path of payload) if (!manifest.has(path)) faults.push(`not listed: ${path}`);
  for (const [path, hash] of manifest)
    if (!payload.includes(path) || sha256Of(join(bag, path)) !== hash) faults.push(`not as listed: ${path}`);
  const tags = listedIn(bag, 'tagmanifest-sha256.txt');
  for (const path of files)
    if (!path.startsWith('data/') && path !== 'tagmanifest-sha256.txt' && !tags.has(path))
      faults.push(`not listed: ${path}`);
  for (const [path, hash] of tags)
    if (path.startsWith('data/') || !files.includes(path) || sha256Of(join(bag, path)) !== hash)
      faults.push(`not as listed: ${path}`);
  const [, bytes, count] =
    /^Payload-Oxum: (\d+)\.(\d+)$/m.exec(readFileSync(join(bag, 'bag-info.txt'), 'utf8')) ?? [];
  const size = payload.reduce((sum, path) => sum + readFileSync(join(bag, path)).length, 0);
  if (Number(bytes) !== size || Number(count) !== payload.length) faults.push('Payload-Oxum');
  return faults;
}
