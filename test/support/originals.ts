/** Originals with fingerprints, and a sandbox that reads them. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fingerprinted, StageInput } from '../../src/core/documents/types.ts';
import { sharedSandbox } from '../integration/pipeline/build-sandbox.ts';
import { stageInput } from '../integration/pipeline/fixtures.ts';

export const GOOD = 'Pay the seller $1,250,000 on March 3, 2024.\n'.repeat(50);
/** As long as `GOOD`, with one digit changed in each line. */
export const BAD = GOOD.replaceAll('1,250,000', '7,250,000');

/** Starts a sandbox with a folder for originals, once per test file. */
export function sharedOriginals() {
  const bench = sharedSandbox({ maxWorkers: 2 });
  let files = 0;
  const stage = (file: Fingerprinted): StageInput => {
    const input = stageInput(file.location, 'txt', file.bytes);
    return { ...input, document: { ...input.document, ...file } };
  };
  return {
    bench,
    /** Writes an original. @returns its fingerprint */
    async original(content: string | Buffer = GOOD): Promise<Fingerprinted> {
      files += 1;
      const location = join(bench().folder, `original-${files}.txt`);
      await writeFile(location, content);
      const sha256 = createHash('sha256').update(content).digest('hex');
      const receivedAt = Date.UTC(2026, 0, 2);
      return { path: `letters/${files}.txt`, location, sha256, bytes: content.length, receivedAt };
    },
    stage,
    /** Returns the text that the first stage reads. @throws as the sandbox does */
    async read(file: Fingerprinted): Promise<string> {
      return (await bench().sandbox.runStage('ocr', stage(file))).result.text;
    },
  };
}
