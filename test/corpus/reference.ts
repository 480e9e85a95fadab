/** What poppler and Python read in the same files. Keys and values are by absolute path; a file a tool refuses is not in it. */
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import pLimit from 'p-limit';

const run = promisify(execFile);
const OUTPUT = { maxBuffer: 512 * 1024 * 1024 };
/** A reference tool may hang on these files too; it is given up then, ms. */
const PATIENCE = 120_000;

export type Texts = Map<string, string>;

/** poppler's `pdftotext` in its usual reading order. */
export async function pdfTexts(pdftotext: string, paths: readonly string[]): Promise<Texts> {
  const texts: Texts = new Map();
  const limit = pLimit(2);
  await Promise.all(
    paths.map((path) =>
      limit(async () => {
        const text = await run(pdftotext, ['-q', '-enc', 'UTF-8', path, '-'], {
          ...OUTPUT,
          timeout: PATIENCE,
        }).then(
          ({ stdout }) => stdout,
          // Damaged or locked: it has nothing to say, and so there is nothing to compare with.
          () => null,
        );
        if (text !== null) texts.set(path, text.replaceAll('\f', '\n'));
      }),
    ),
  );
  return texts;
}

/** Python's `email` package, by `mail_text.py`. */
export async function mailTexts(python: string, paths: readonly string[]): Promise<Texts> {
  const child = spawn(python, [join(import.meta.dirname, 'mail_text.py')], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(paths.join('\0'));
  const said = JSON.parse((await buffer(child.stdout)).toString()) as Record<string, string | null>;
  return new Map(Object.entries(said).filter((entry): entry is [string, string] => entry[1] !== null));
}
