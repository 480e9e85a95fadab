import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { isCms } from '../../../src/core/intake/sniff/cms.ts';
import { certificate, cms, element, pem, signed } from '../../support/cms.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { put, stageInput } from './fixtures.ts';

vi.setConfig({ testTimeout: 60_000 });

const shared = sharedSandbox({ maxWorkers: 1 });
const LIMITS = { maxMembers: 100, maxBytes: 1e8, maxRatio: 1000 };
const OTTILIE = certificate(7, 'Ottilie Marsh', 'ottilie@marsh.example');
const RAJ = certificate(8, 'Raj Pell', 'raj@pell.example');
const NOTE = 'Content-Type: text/plain\r\n\r\nThe lien is $4,100.';
let number = 0;

async function textOf(bytes: Buffer): Promise<string> {
  number += 1;
  const location = await put(shared().folder, `${number}.p7m`, bytes);
  const { result } = await shared().sandbox.runStage('ocr', stageInput(location, 'p7m', bytes.length));
  expect(result.warnings).toEqual([]);
  return result.text;
}

async function membersOf(bytes: Buffer): Promise<string[]> {
  number += 1;
  const location = await put(shared().folder, `${number}.p7m`, bytes);
  const into = join(shared().folder, `${number}-members`);
  const { members } = await shared().sandbox.expand({ location, type: 'p7m' }, into, LIMITS);
  return Promise.all(
    members.map(async ({ name, file }) => `${name}: ${await readFile(join(into, file), 'utf8')}`),
  );
}

describe('a signed file', () => {
  it.each([
    ['in binary', signed(NOTE, [RAJ, OTTILIE], [7])],
    ['as PEM', pem(signed(NOTE, [RAJ, OTTILIE], [7]))],
    ['in base64', Buffer.from(signed(NOTE, [RAJ, OTTILIE], [7]).toString('base64'))],
  ])('is opened %s, and its signer named', async (_form, bytes) => {
    expect(isCms(bytes)).toBe(true);
    expect(await textOf(bytes)).toContain('\nSigned by: Ottilie Marsh <ottilie@marsh.example>\n');
    expect(await membersOf(bytes)).toEqual([`message.eml: ${NOTE}`]);
  });

  it('may be another kind of file than a message', async () => {
    expect(await membersOf(signed('%PDF-1.7 ...', [], [7]))).toEqual(['signed content: %PDF-1.7 ...']);
  });

  it('may be packed', async () => {
    const compressed = element(
      0x30,
      Buffer.from('060b2a864886f70d0109100109', 'hex'),
      element(
        0xa0,
        element(
          0x30,
          Buffer.from('020100', 'hex'),
          element(0x30),
          element(0x30, Buffer.from('0600', 'hex'), element(0xa0, element(0x04, deflateSync(NOTE)))),
        ),
      ),
    );
    expect(isCms(compressed)).toBe(true);
    expect(await membersOf(compressed)).toEqual([`message.eml: ${NOTE}`]);
  });
});

describe('a signature or certificate beside its file', () => {
  it('says whose it is', async () => {
    const bytes = signed(null, [OTTILIE], [7]);
    expect(await textOf(bytes)).toBe(
      'A digital signature of another file (S/MIME).\nSigned by: Ottilie Marsh <ottilie@marsh.example>\nRedwell does not verify signatures.',
    );
    expect(await membersOf(bytes)).toEqual([]);
    expect(await textOf(signed(null, [OTTILIE, RAJ], []))).toBe(
      'A file of certificates (S/MIME).\nCertificate of: Ottilie Marsh <ottilie@marsh.example>\nCertificate of: Raj Pell <raj@pell.example>',
    );
    expect(await textOf(signed(null, [], [9]))).toContain('somebody whose certificate is not enclosed');
  });
});

describe('what cannot be opened', () => {
  it.each([
    ['encrypted', cms('03', element(0x31))],
    ['corrupt', signed(NOTE, [OTTILIE], [7]).subarray(0, 80)],
    ['unsupported', cms('05', element(0x31))],
  ])('is %s', async (code, bytes) => {
    expect(isCms(bytes)).toBe(true);
    await expect(textOf(bytes)).rejects.toMatchObject({ code });
    await expect(membersOf(bytes)).rejects.toMatchObject({ code });
  });

  it('is not mistaken for one', () => {
    for (const text of [
      'MIIA is short for it',
      '-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0',
    ])
      expect(isCms(Buffer.from(text))).toBe(false);
  });
});
