import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { zipCrypto } from '../../support/locked.ts';
import { encryptedPdf } from '../pipeline/encrypted-pdf.ts';
import { lastLine, runCli } from './run.ts';

const MINUTE = 60_000;
const SECRET = ' Heron 41, with a space before it';
let dir: string;
let folder: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-cli-'));
  folder = join(dir, 'Locked');
  mkdirSync(folder);
  writeFileSync(join(folder, 'contract.pdf'), encryptedPdf('The rent is due', SECRET));
  writeFileSync(join(folder, 'unknown.pdf'), encryptedPdf('Nobody knows', 'nobody knows'));
  writeFileSync(
    join(folder, 'box.zip'),
    zipCrypto([{ name: 'inside.txt', content: 'Inside the box', password: SECRET }]),
  );
});
afterEach(() => rmSync(dir, { recursive: true }));

const words = (text: string): string => text.replace(/\s+/g, ' ');

it('tries passwords from a file, one per line, and reports the result', {
  timeout: 2 * MINUTE,
}, async () => {
  const passwords = join(dir, 'passwords.txt');
  writeFileSync(passwords, `\uFEFFone that opens none\r\n\r\n${SECRET}\r\n`);
  const data = join(dir, 'data');
  const { code, stdout, stderr } = await runCli([
    'process',
    folder,
    '--data',
    data,
    '--json',
    '--passwords-from',
    passwords,
  ]);
  expect(code, stderr).toBe(2);
  expect(words(stderr)).toContain(
    '2 of 3 encrypted documents opened with 2 passwords. The others become exceptions.',
  );
  expect(JSON.parse(lastLine(stdout))).toMatchObject({ received: 4, completed: 3, exceptions: 1 });
  expect(existsSync(join(data, 'drops'))).toBe(true);
  expect(`${stdout}${stderr}`).not.toContain(SECRET.trim());
});

it('reads passwords from standard input', {
  timeout: 2 * MINUTE,
}, async () => {
  rmSync(join(folder, 'unknown.pdf'));
  const args = ['process', folder, '--data', join(dir, 'data'), '--json', '--passwords-from', '-'];
  const { code, stdout, stderr } = await runCli(args, {}, `${SECRET}\n`);
  expect(code, stderr).toBe(0);
  expect(words(stderr)).toContain('2 encrypted documents opened with 1 password.');
  expect(JSON.parse(lastLine(stdout))).toMatchObject({ received: 3, completed: 3, exceptions: 0 });
});

it('reports a missing password file before it reads the folder', async () => {
  const data = join(dir, 'data');
  const args = ['process', folder, '--data', data, '--passwords-from', join(dir, 'none.txt')];
  const { code, stderr } = await runCli(args);
  expect(code).not.toBe(0);
  expect(words(stderr)).toContain(`Redwell could not read passwords from ${join(dir, 'none.txt')}`);
  expect(existsSync(join(data, 'drops'))).toBe(false);
});
