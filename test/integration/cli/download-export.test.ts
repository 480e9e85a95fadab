/** Downloads an export from a real `redwell serve` as one ZIP file, and opens it with other programs. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportReport } from '../../../src/shared/handover.ts';
import { openHandover, recordBatch } from '../../support/handover.ts';
import { type Running, runCli, startCli } from './run.ts';

const BATCH = '20261101-0900-abcde';
const LARGE = 30_000_000;
let folder: string;
let data: string;
let served: Running;
let address: URL;
let cookie: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-download-'));
  data = join(folder, 'data');
  const { history } = openHandover(data);
  const documents = [
    { path: 'Köln/Vertrag „neu“ 合同.txt', content: 'Dana Whitfield paid.', text: 'Dana Whitfield paid.' },
    { path: 'a.bin', content: Buffer.alloc(LARGE, 'redwell '), text: null },
    { path: 'empty.txt', content: '', text: '' },
    ...Array.from({ length: 300 }, (_v, i) => ({ path: `box/${i}.txt`, content: `document ${i}` })),
  ];
  await recordBatch(data, history, BATCH, documents, { name: 'Smith v. Jones' });
  history.dispose();
  served = startCli(['serve', '--data', data, '--port', '0', '--no-open']);
  address = new URL((await served.printed(/http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/)).trim());
  const signedIn = await fetch(address, { redirect: 'manual' });
  cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(async () => {
  served.kill('SIGTERM');
  await served.ended;
  await rm(folder, { recursive: true });
});

async function exported(kind: string): Promise<ExportReport> {
  const into = join(data, 'handed-over');
  await mkdir(into, { recursive: true });
  const { stdout } = await runCli(['export', BATCH, '--as', kind, '--to', into, '--data', data, '--json']);
  return JSON.parse(stdout) as ExportReport;
}

async function ask(id: string, headers: Record<string, string> = { cookie }): Promise<IncomingMessage> {
  const [answer] = await once(get(new URL(`/export?id=${id}`, address), { headers }), 'response');
  return answer as IncomingMessage;
}

async function statusOf(id: string, headers?: Record<string, string>): Promise<number | undefined> {
  const answer = await ask(id, headers);
  answer.destroy();
  return answer.statusCode;
}

/** Reads a ZIP file with Python. @returns the hash of each file by its name */
const READ = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(json.dumps({i.filename: hashlib.sha256(z.read(i)).hexdigest() for i in z.infolist()}))
`;

import { few } from '../../support/scale.ts';

async function hashesBelow(path: string): Promise<Record<string, string>> {
  const output = execFileSync('find', ['.', '-type', 'f', '-exec', 'sha256sum', '-z', '{}', '+'], {
    cwd: path,
    encoding: 'utf8',
    maxBuffer: 10_000_000,
  });
  const lines = output.split('\0').filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => [line.slice(68), line.slice(0, 64)]));
}

describe('downloading an export', () => {
  it.each(few(['loadfile', 'bag', 'report'], 1))('sends every file of it, byte by byte: %s', async (kind) => {
    const { id, target } = await exported(kind);
    const answer = await ask(id);
    const file = join(folder, `${kind}.zip`);
    await pipeline(answer, createWriteStream(file));
    expect(answer.statusCode).toBe(200);
    const name = target.slice(target.lastIndexOf('/') + 1);
    expect(answer.headers['content-disposition']).toContain(`filename="${name}.zip"`);
    expect(Number(answer.headers['content-length'])).toBe((await stat(file)).size);
    const read = execFileSync('python3', ['-c', READ, file], { encoding: 'utf8', maxBuffer: 10_000_000 });
    const there = await hashesBelow(target);
    const expected = Object.fromEntries(
      Object.entries(there).map(([path, hash]) => [`${name}/${path}`, hash]),
    );
    expect(JSON.parse(read)).toEqual(expected);
    expect(execFileSync('unzip', ['-tq', file], { encoding: 'utf8' })).toContain('No errors detected');
    expect(await readdir(join(data, 'handed-over'))).toContain(name);
    const log = await runCli(['log', '--what', 'export.download', '--limit', '1', '--data', data, '--json']);
    expect(JSON.parse(log.stdout)).toMatchObject({
      phase: 'done',
      from: 'browser',
      batch: { id: BATCH, name: 'Smith v. Jones' },
      details: { export: id, name: `${name}.zip`, bytes: (await stat(file)).size },
    });
  });

  it('sends nothing without a session, and no folder that is not an export', async () => {
    const { id } = await exported('report');
    expect(await statusOf(id, {})).toBe(401);
    expect(await statusOf(id, { cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await statusOf('../../etc')).toBe(404);
    expect(await statusOf('x-unknown')).toBe(404);
    expect(await statusOf('')).toBe(400);
    expect(await statusOf(`${id}&path=/etc`)).toBe(400);
  });

  it('refuses an export of which a file is missing or was added', async () => {
    const { id, target } = await exported('loadfile');
    await writeFile(join(target, 'VOL001', 'added.txt'), 'x');
    const added = await ask(id);
    expect([added.statusCode, JSON.parse(await text(added)).error.code]).toEqual([409, 'conflict']);
    await rm(join(target, 'VOL001', 'added.txt'));
    expect(await statusOf(id)).toBe(200);
    await rm(join(target, 'VOL001', 'DATA', 'VOL001.dat'));
    expect(await statusOf(id)).toBe(409);
    await rm(target, { recursive: true });
    expect(await statusOf(id)).toBe(404);
  });

  it.each([
    ['goes away', (path: string) => rm(path)],
    ['changes', (path: string) => writeFile(path, 'Another text of another length.')],
    ['is written again', async (path: string) => writeFile(path, await readFile(path))],
  ])('breaks off when a file %s while it is sent', async (_what, spoil) => {
    const { id, target } = await exported('bag');
    const answer = await ask(id);
    expect(answer.statusCode).toBe(200);
    // Nothing more is read than fits into buffers until somebody takes it.
    const [first] = (await once(answer, 'data')) as [Buffer];
    answer.pause();
    await spoil(join(target, 'tagmanifest-sha256.txt'));
    let got = first.length;
    const broken = (async () => {
      for await (const piece of answer) got += (piece as Buffer).length;
    })();
    await expect(broken).rejects.toThrow(/aborted|hang up|reset/);
    expect(got).toBeLessThan(Number(answer.headers['content-length']));
    expect(got).toBeGreaterThan(LARGE);
  });
});
