/** Reads files with poppler and Python. Texts are by absolute path; files that a tool refuses are left out. */
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import pLimit from 'p-limit';

const run = promisify(execFile);
const OUTPUT = { maxBuffer: 512 * 1024 * 1024 };
/** Milliseconds per file, because a reference tool may hang on one. */
const TIMEOUT_MS = 120_000;

export type Texts = Map<string, string>;

/** Returns the texts by `pdftotext` of poppler, in its default reading order; a form feed ends each page. */
export async function pdfTexts(pdftotext: string, paths: readonly string[]): Promise<Texts> {
  const texts: Texts = new Map();
  const limit = pLimit(2);
  await Promise.all(
    paths.map((path) =>
      limit(async () => {
        const text = await run(pdftotext, ['-q', '-enc', 'UTF-8', path, '-'], {
          ...OUTPUT,
          timeout: TIMEOUT_MS,
        }).then(
          ({ stdout }) => stdout,
          // The file is damaged or encrypted, so there is nothing to compare.
          () => null,
        );
        if (text !== null) texts.set(path, text);
      }),
    ),
  );
  return texts;
}

/** Returns the texts by Python's `email` package, using `mail_text.py`. */
export async function mailTexts(python: string, paths: readonly string[]): Promise<Texts> {
  const child = spawn(python, [join(import.meta.dirname, 'mail_text.py')], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(paths.join('\0'));
  const answer = JSON.parse((await buffer(child.stdout)).toString()) as Record<string, string | null>;
  return new Map(Object.entries(answer).filter((entry): entry is [string, string] => entry[1] !== null));
}
