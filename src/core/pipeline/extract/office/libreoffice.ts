/**
 * Converts files with LibreOffice, where it is installed, so that another reader can read them. Each call has a profile
 * of its own without macros, active content or links to other files, and ends at the document's limit.
 */
import { constants } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DocumentError } from '../../../documents/errors.ts';
import { typeName } from '../../../documents/type-names.ts';
import { programFile } from '../../../util/programs.ts';
import { runCommand, runIfInstalled } from '../command.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Extractor, Source } from '../types.ts';

const PROBE_TIMEOUT_MS = 30_000;
/** LibreOffice ends with this code after it has made its profile, and wants to be started again. */
const RESTART = 81;

interface LibreOffice {
  /** The program itself: the `soffice` script starts it as a grandchild, which would survive a kill. */
  program: string;
  version: string;
}

type Target = 'docx' | 'xlsx' | 'pptx' | 'pdf';

let found: Promise<LibreOffice | null> | null = null;

/** Returns the version of LibreOffice, or null when it is not installed or `REDWELL_LIBREOFFICE=off`. */
export async function findLibreOffice(): Promise<string | null> {
  return (await installation())?.version ?? null;
}

function installation(): Promise<LibreOffice | null> {
  found ??= process.env.REDWELL_LIBREOFFICE === 'off' ? Promise.resolve(null) : probe();
  return found;
}

async function probe(): Promise<LibreOffice | null> {
  const program = await findProgram();
  if (program === null) return null;
  const options = { timeoutMs: PROBE_TIMEOUT_MS };
  const answer = await runIfInstalled(program, ['--version'], options);
  const version = /LibreOffice (\d[\w.]*)/.exec(answer?.stdout.toString() ?? '')?.[1];
  if (version === undefined) return null;
  return { program, version };
}

async function findProgram(): Promise<string | null> {
  const folders = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, programFile('soffice', process.platform)));
  for (const path of folders)
    try {
      const script = await realpath(path);
      const program = join(dirname(script), 'soffice.bin');
      return (await stat(program).catch(() => null)) === null ? script : program;
    } catch {
      // It is not in this folder.
    }
  return null;
}

export interface Conversion {
  /** What LibreOffice makes of the file. */
  as: Target;
  /** Tells LibreOffice what the file is. */
  extension: string;
}

/**
 * Converts a file and reads the result.
 * @throws DocumentError unsupported without LibreOffice; corrupt, ocr_timeout, oversize
 */
export function convert(source: Source, conversion: Conversion, read: Extractor): Promise<Extracted> {
  return withConverted(source, conversion, async (converted, version) => {
    const extracted = await read(converted);
    return { ...extracted, engine: `LibreOffice ${version} + ${extracted.engine}` };
  });
}

/**
 * Converts a file and lends the result to a function.
 * @throws DocumentError unsupported without LibreOffice; corrupt, ocr_timeout, oversize
 */
export async function withConverted<T>(
  source: Source,
  conversion: Conversion,
  use: (converted: Source, version: string) => Promise<T>,
): Promise<T> {
  const office = await installation();
  if (office === null)
    throw new DocumentError(
      'unsupported',
      `It is ${typeName(source.type)}. Redwell reads these with LibreOffice, which is not installed`,
    );
  const folder = await mkdtemp(join(tmpdir(), 'redwell-office-'));
  try {
    const location = await run(office, source, conversion, folder);
    const { size } = await stat(location);
    if (size > source.limits.maxBytes)
      throw sizeLimitError('The converted file', size, source.limits.maxBytes);
    return await use({ ...source, location, type: conversion.as, bytes: size }, office.version);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns the path of the converted file */
async function run(
  office: LibreOffice,
  source: Source,
  { as, extension }: Conversion,
  folder: string,
): Promise<string> {
  const profile = join(folder, 'profile');
  await mkdir(join(profile, 'user'), { recursive: true });
  await writeFile(join(profile, 'user', 'registrymodifications.xcu'), LOCKED_DOWN);
  const input = join(folder, `document.${extension}`);
  await copyFile(source.location, input, constants.COPYFILE_FICLONE);
  const into = join(folder, 'converted');
  const words = [
    '--headless',
    '--norestore',
    '--nologo',
    '--nolockcheck',
    `-env:UserInstallation=${pathToFileURL(profile).href}`,
    '--convert-to',
    as,
    '--outdir',
    into,
    input,
  ];
  const started = performance.now();
  const left = (): number => Math.max(1, source.deadline - performance.now());
  const env = { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', TMPDIR: folder };
  let result = await runCommand(office.program, words, { env, timeoutMs: left() });
  if (result.code === RESTART) result = await runCommand(office.program, words, { env, timeoutMs: left() });
  if (result.signal === 'SIGKILL')
    throw new DocumentError(
      'ocr_timeout',
      `LibreOffice did not finish within ${Math.round((performance.now() - started) / 1000)} s`,
    );
  const [name] = await readdir(into).catch(() => []);
  if (result.code !== 0 || name === undefined)
    throw new DocumentError(
      'unsupported',
      `It is ${typeName(source.type)}, and LibreOffice could not open it. ${result.stderr.trim().slice(0, 500)}`.trim(),
    );
  return join(into, name);
}

const setting = (path: string, name: string, value: string): string =>
  `<item oor:path="/org.openoffice.Office.Common/${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`;

/** No macros, no active content, no links to other files, no Java. */
const LOCKED_DOWN = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${setting('Security/Scripting', 'MacroSecurityLevel', '3')}
${setting('Security/Scripting', 'DisableMacrosExecution', 'true')}
${setting('Security/Scripting', 'DisableActiveContent', 'true')}
${setting('Security/Scripting', 'BlockUntrustedRefererLinks', 'true')}
<item oor:path="/org.openoffice.Office.Java/VirtualMachine"><prop oor:name="Enable" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
`;
