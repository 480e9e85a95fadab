/** Reads Office files with LibreOffice: text documents as text, every sheet as CSV, slides through PDF. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { pdfTexts, type Texts } from './reference.ts';

const run = promisify(execFile);
/** Milliseconds for all files of a kind in one call, because LibreOffice may hang on one of them. */
const TIMEOUT_MS = 300_000;

interface Route {
  types: readonly string[];
  /** Arguments of `soffice` for the conversion. */
  convert: readonly string[];
}
const TEXT = ['--convert-to', 'txt:Text (encoded):UTF8'];
const ROUTES: Readonly<Record<'writer' | 'web' | 'calc' | 'impress', Route>> = {
  writer: { types: ['docx', 'odt', 'rtf'], convert: TEXT },
  web: { types: ['html'], convert: ['--infilter=HTML (StarWriter)', ...TEXT] },
  calc: {
    types: ['xlsx', 'ods'],
    // 9: tab; 76: UTF-8; cells as shown; -1: one file per sheet.
    convert: ['--convert-to', 'csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1'],
  },
  // LibreOffice does not export slides as text, so the text comes from their PDF.
  impress: { types: ['pptx', 'odp'], convert: ['--convert-to', 'pdf'] },
};
export const OFFICE_TYPES: readonly string[] = Object.values(ROUTES).flatMap(({ types }) => types);

/** Returns the texts by path. @param files Redwell's file type by path; other types are skipped */
export async function officeTexts(
  soffice: string,
  pdftotext: string | null,
  files: ReadonlyMap<string, string>,
): Promise<Texts> {
  const work = await mkdtemp(join(tmpdir(), 'redwell-office-'));
  const texts: Texts = new Map();
  try {
    for (const [name, { types, convert }] of Object.entries(ROUTES)) {
      const sources = [...files].filter(([, type]) => types.includes(type));
      if (sources.length === 0) continue;
      const into = join(work, name);
      const inputs = await numbered(join(work, `${name}-in`), sources);
      const call = (paths: readonly string[]): Promise<boolean> =>
        runOffice(soffice, join(work, 'profile'), convert, into, paths);
      const all = [...inputs.values()].map((input) => input.copy);
      // One bad file ends the whole call; then every file is converted alone.
      if (!(await call(all))) for (const one of all) await call([one]);
      const made = await readdir(into).catch(() => [] as string[]);
      for (const [path, { number }] of inputs) {
        const outputs = made.filter((file) => file.startsWith(number)).map((file) => join(into, file));
        const text = await textOf(outputs, number, pdftotext);
        if (text !== null) texts.set(path, text);
      }
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return texts;
}

/** Returns the text of one converted file; sheets are in the order in which they were written, each under its name. */
async function textOf(
  made: readonly string[],
  number: string,
  pdftotext: string | null,
): Promise<string | null> {
  if (made.length === 0) return null;
  if (made.some((file) => file.endsWith('.pdf')))
    return pdftotext === null ? null : [...(await pdfTexts(pdftotext, made)).values()].join('\n');
  const dated = await Promise.all(made.map(async (file) => ({ file, at: (await stat(file)).mtimeMs })));
  dated.sort((a, b) => a.at - b.at);
  const parts = await Promise.all(
    dated.map(async ({ file }) => {
      const sheet = file.slice(file.indexOf(number) + number.length).match(/^-(.*)\.csv$/s)?.[1] ?? '';
      return `${sheet}\n${(await readFile(file, 'utf8')).replace(/^\uFEFF/, '')}`;
    }),
  );
  return parts.join('\n');
}

/** Copies the sources under unique names, because converted files are named after their sources. */
async function numbered(
  folder: string,
  sources: readonly (readonly [string, string])[],
): Promise<Map<string, { number: string; copy: string }>> {
  await mkdir(folder, { recursive: true });
  const inputs = new Map<string, { number: string; copy: string }>();
  for (const [i, [path, type]] of sources.entries()) {
    const number = `n${String(i).padStart(4, '0')}`;
    const copy = join(folder, `${number}${type === 'html' ? '.html' : extname(path)}`);
    await copyFile(path, copy);
    inputs.set(path, { number, copy });
  }
  return inputs;
}

/** Runs LibreOffice. Resolves with false when it failed or timed out. */
function runOffice(
  soffice: string,
  profile: string,
  convert: readonly string[],
  into: string,
  paths: readonly string[],
): Promise<boolean> {
  const options = [`-env:UserInstallation=file://${profile}`, '--headless', '--norestore'];
  return run(soffice, [...options, ...convert, '--outdir', into, ...paths], {
    maxBuffer: 64 * 1024 * 1024,
    timeout: TIMEOUT_MS,
  }).then(
    () => true,
    () => false,
  );
}
