/** What LibreOffice reads in the same files: text, every sheet as a table, slides by way of PDF. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { pdfTexts, type Texts } from './reference.ts';

const run = promisify(execFile);
/** All files of a kind in one call; it may hang on one of them, ms. */
const PATIENCE = 300_000;

interface Route {
  types: readonly string[];
  /** Arguments of `soffice` that say what becomes of a file. */
  convert: readonly string[];
}
const TEXT = ['--convert-to', 'txt:Text (encoded):UTF8'];
const ROUTES: Readonly<Record<'writer' | 'web' | 'calc' | 'impress', Route>> = {
  writer: { types: ['docx', 'odt', 'rtf'], convert: TEXT },
  web: { types: ['html'], convert: ['--infilter=HTML (StarWriter)', ...TEXT] },
  calc: {
    types: ['xlsx', 'ods'],
    // 9: tab; 76: UTF-8; cells as shown; -1: every sheet in a file of its own.
    convert: ['--convert-to', 'csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1'],
  },
  // Slides have no text export: their PDF is read.
  impress: { types: ['pptx', 'odp'], convert: ['--convert-to', 'pdf'] },
};
export const OFFICE_TYPES: readonly string[] = Object.values(ROUTES).flatMap(({ types }) => types);

/** @param files path -> Redwell's type; what is no office file is passed over */
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
        soffices(soffice, join(work, 'profile'), convert, into, paths);
      const all = [...inputs.values()].map((input) => input.copy);
      // Files it stumbles over end the whole call: then each is asked for alone.
      if (!(await call(all))) for (const one of all) await call([one]);
      const made = await readdir(into).catch(() => [] as string[]);
      for (const [path, { number }] of inputs) {
        const own = made.filter((file) => file.startsWith(number)).map((file) => join(into, file));
        const text = await textOf(own, number, pdftotext);
        if (text !== null) texts.set(path, text);
      }
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return texts;
}

/** What was made of one file; sheets come in the order in which they were written, each under its name. */
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

/** Converted files are named after their sources, so each source gets a name that no other has. */
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

/** @returns whether it ended well */
function soffices(
  soffice: string,
  profile: string,
  convert: readonly string[],
  into: string,
  paths: readonly string[],
): Promise<boolean> {
  const options = [`-env:UserInstallation=file://${profile}`, '--headless', '--norestore'];
  return run(soffice, [...options, ...convert, '--outdir', into, ...paths], {
    maxBuffer: 64 * 1024 * 1024,
    timeout: PATIENCE,
  }).then(
    () => true,
    () => false,
  );
}
