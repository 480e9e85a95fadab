/** `redwell check-load-file FOLDER`: reads a load file that somebody else made, and names what is wrong with it. */
import { resolve } from 'node:path';
import { readLoadFile } from '../../core/load-file-import/read.ts';
import type { ImportProblem, LoadFileCheck } from '../../core/load-file-import/types.ts';
import { type TextComparer, type TextsCompared, textComparer } from '../../core/similarity/stated-texts.ts';
import { RedwellError } from '../../shared/errors.ts';
import { count, counted, table } from '../format.ts';
import { batchOrThrow, withHistory } from '../offline.ts';
import type { Output } from '../output.ts';
import { shownJson } from '../shown.ts';

/** Problems that are listed for people; scripts get up to a thousand. */
const LISTED = 50;

interface CheckOptions {
  batchId: string | null;
  json: boolean;
}

interface Result {
  check: LoadFileCheck;
  texts: { comparison: TextsCompared; problems: readonly ImportProblem[] } | null;
}

/** @returns the exit code: 0 as it says, 2 not so. @throws RedwellError when it cannot be read */
export async function checkLoadFile(
  folder: string,
  dataDir: string,
  { batchId, json }: CheckOptions,
  { out, signal }: { out: Output; signal: AbortSignal },
): Promise<number> {
  const root = resolve(folder);
  const read = async (comparer: TextComparer | null): Promise<Result> => {
    const problems: ImportProblem[] = [];
    const check = await readLoadFile(root, {
      signal,
      async onDocument(document) {
        const problem = (await comparer?.add(document)) ?? null;
        if (problem !== null) problems.push(problem);
      },
    });
    return { check, texts: comparer === null ? null : { comparison: comparer.result(), problems } };
  };
  const { check, texts } = await stoppable(signal, () =>
    batchId === null
      ? read(null)
      : withHistory(dataDir, async (history) => {
          batchOrThrow(history, batchId);
          return read(await textComparer(history, batchId));
        }),
  );
  const problems = [...check.problems, ...(texts?.problems ?? [])];
  const problemCount = check.problemCount + (texts?.problems.length ?? 0);
  if (json) await out.line(shownJson({ ...check, problems, problemCount, texts: texts?.comparison ?? null }));
  else await print(check, problems, problemCount, texts?.comparison ?? null, out);
  return problemCount === 0 ? 0 : 2;
}

async function stoppable<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) throw new RedwellError('canceled', 'Stopped.', { cause: error });
    throw error;
  }
}

const SIGN_NAMES: Readonly<Record<string, string>> = { '\u0014': 'U+0014', '\t': 'tab', '': 'none' };
const signName = (sign: string): string => SIGN_NAMES[sign] ?? sign;

async function print(
  check: LoadFileCheck,
  problems: readonly ImportProblem[],
  problemCount: number,
  texts: TextsCompared | null,
  out: Output,
): Promise<void> {
  for (const { file, encoding, quote, delimiter, columns, documents } of check.volumes) {
    await out.line(
      `${file}: ${counted(documents, 'document')}, ${encoding}, values in ${signName(quote)}, separated by ${signName(delimiter)}`,
    );
    const known = columns.flatMap(({ name, field }) => (field === null ? [] : [[name, field]]));
    await out.line(table(['Column', 'read as'], known));
    await out.line(`${counted(columns.length - known.length, 'more column')}, kept as metadata`);
  }
  await out.line();
  await out.line(
    `${counted(check.documents, 'document')}: ${counted(check.originals, 'original')}, ${counted(check.texts, 'text')}, ${count(check.attached)} attached to ${count(check.parents)}, ${counted(check.hashesChecked, 'hash', 'hashes')} compared`,
  );
  await out.line(
    table(
      ['Custodian', 'documents'],
      check.custodians.map(({ name, documents }) => [name === '' ? '(none)' : name, count(documents)]),
      [1],
    ),
  );
  if (texts !== null)
    await out.line(
      `Texts compared with Redwell's: ${count(texts.compared)}, ${count(texts.same)} with the same words; ${count(texts.notInBatch)} not in the batch, ${count(texts.noText)} without a text there`,
    );
  if (problemCount === 0) await out.line('Everything is as the load file says.');
  for (const { message } of problems.slice(0, LISTED)) await out.line(message);
  if (problemCount > LISTED)
    await out.line(`${counted(problemCount - LISTED, 'more problem')}; --json lists them.`);
}
