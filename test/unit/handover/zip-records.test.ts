/** ZIP files with numbers that need ZIP64, as another program reads them. The content of the large file is a hole. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import {
  centralRecord,
  descriptor,
  endRecords,
  localRecord,
  zipBytes,
} from '../../../src/core/handover/zip/records.ts';

const LARGE = 5_000_000_000;
const READ = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    infos = z.infolist()
    print(json.dumps([len(infos), infos[0].file_size, infos[-1].filename, z.read(infos[-1]).decode()]))
`;

it.each([
  ['a large file', [LARGE, 5], 2],
  ['very many files', Array.from({ length: 70_000 }, () => 5), 70_000],
])('writes what Python reads: %s', (_what, sizes, count) => {
  const folder = mkdtempSync(join(tmpdir(), 'redwell-zip-'));
  const path = join(folder, 'a.zip');
  const fd = openSync(path, 'w');
  const content = Buffer.from('hello');
  const entries = sizes.map((bytes, i) => ({
    name: `folder/файл ${i}`,
    bytes,
    modifiedAt: 1_750_000_000_000,
  }));
  let at = 0;
  const list: Buffer[] = [];
  const put = (bytes: Buffer): void => {
    at += writeSync(fd, bytes, 0, bytes.length, at);
  };
  for (const entry of entries) {
    const crc = entry.bytes === LARGE ? 0 : crc32(content);
    list.push(centralRecord(entry, crc, at));
    put(localRecord(entry));
    if (entry.bytes === LARGE) at += LARGE;
    else put(content);
    put(descriptor(entry, crc));
  }
  const start = at;
  put(Buffer.concat(list));
  put(endRecords(entries.length, start, at - start));
  closeSync(fd);
  expect(statSync(path).size).toBe(zipBytes(entries));
  const read = execFileSync('python3', ['-c', READ, path], { encoding: 'utf8' });
  expect(JSON.parse(read)).toEqual([count, sizes[0], `folder/файл ${count - 1}`, 'hello']);
  rmSync(folder, { recursive: true });
});
