/** What other tools read in the same files. Keys and values are by absolute path; a file a tool refuses is not in it. */
import { execFile, spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
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

/** What LibreOffice is asked for, and how that becomes text. */
type Route = 'writer' | 'calc' | 'impress';
const FILTERS: Readonly<Record<Route, string>> = {
  writer: 'txt:Text (encoded):UTF8',
  // 9: tab; 76: UTF-8; as shown; -1: every sheet in a file of its own.
  calc: 'csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1',
  // Slides have no text export: their PDF is read.
  impress: 'pdf',
};
const ROUTES: Readonly<Record<string, Route>> = {
  docx: 'writer',
  odt: 'writer',
  rtf: 'writer',
  xlsx: 'calc',
  ods: 'calc',
  pptx: 'impress',
  odp: 'impress',
};
export const OFFICE_TYPES = Object.keys(ROUTES);

/** LibreOffice, a profile of its own, all files of a kind in one call. @param files path -> Redwell's type */
export async function officeTexts(
  soffice: string,
  pdftotext: string | null,
  files: ReadonlyMap<string, string>,
): Promise<Texts> {
  const work = await mkdtemp(join(tmpdir(), 'redwell-office-'));
  const texts: Texts = new Map();
  try {
    for (const route of ['writer', 'calc', 'impress'] as const) {
      const paths = [...files].filter(([, type]) => ROUTES[type] === route).map(([path]) => path);
      if (paths.length === 0 || (route === 'impress' && pdftotext === null)) continue;
      const into = join(work, route);
      const inputs = await numbered(join(work, `${route}-in`), paths);
      await convert(
        soffice,
        work,
        FILTERS[route],
        into,
        [...inputs.values()].map((input) => input.path),
      );
      const made = await readdir(into).catch(() => [] as string[]);
      for (const [path, { name }] of inputs) {
        const own = made.filter((file) => file.startsWith(`${name}.`) || file.startsWith(`${name}-`)).sort();
        if (own.length === 0) continue;
        if (route === 'impress' && pdftotext !== null) {
          const read = await pdfTexts(
            pdftotext,
            own.map((file) => join(into, file)),
          );
          texts.set(path, [...read.values()].join('\n'));
        } else {
          const parts = await Promise.all(own.map((file) => readFile(join(into, file), 'utf8')));
          texts.set(path, parts.map((part) => part.replace(/^\uFEFF/, '')).join('\n'));
        }
      }
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return texts;
}

/** Converted files are named after their sources, so each source gets a name that no other has. */
async function numbered(
  folder: string,
  paths: readonly string[],
): Promise<Map<string, { name: string; path: string }>> {
  await mkdir(folder, { recursive: true });
  const inputs = new Map<string, { name: string; path: string }>();
  for (const [i, path] of paths.entries()) {
    const name = `n${String(i).padStart(4, '0')}`;
    const copy = join(folder, `${name}${extname(path)}`);
    await copyFile(path, copy);
    inputs.set(path, { name, path: copy });
  }
  return inputs;
}

/** One call for all; files it stumbles over are tried once more, each alone. */
async function convert(
  soffice: string,
  work: string,
  filter: string,
  into: string,
  inputs: readonly string[],
): Promise<void> {
  const call = (paths: readonly string[]): Promise<boolean> =>
    run(
      soffice,
      [
        `-env:UserInstallation=file://${work}/profile`,
        '--headless',
        '--norestore',
        '--convert-to',
        filter,
        '--outdir',
        into,
        ...paths,
      ],
      { ...OUTPUT, timeout: PATIENCE },
    ).then(
      () => true,
      () => false,
    );
  if (await call(inputs)) return;
  for (const input of inputs) await call([input]);
}
