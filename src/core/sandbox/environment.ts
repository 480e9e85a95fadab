/** The environment of the children: only what is listed here. The parent's contains the password of Redis. */

/** Variables that are passed on. */
const PASSED = [
  ...['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TESSDATA_PREFIX'],
  ...['REDWELL_LIBREOFFICE', 'REDWELL_PDF_TEXT'],
  // Without these, Windows cannot load system libraries or start programs.
  ...['SystemRoot', 'SYSTEMROOT', 'windir', 'PATHEXT', 'ComSpec'],
];

export function childEnvironment(
  env: NodeJS.ProcessEnv,
  { ocr, retireMb }: { ocr: 'auto' | 'native' | 'js'; retireMb: number },
): Record<string, string> {
  const passed = PASSED.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(passed), REDWELL_OCR: ocr, REDWELL_RETIRE_MB: String(retireMb) };
}

/**
 * The variables that keep a child's temporary files in its own folder. Caches have no place: a folder that a program
 * makes there would cost the child, which is kept only while its folder can be emptied without looking into folders.
 */
export const folderEnvironment = (folder: string): Record<string, string> =>
  process.platform === 'win32'
    ? { TEMP: folder, TMP: folder, USERPROFILE: folder }
    : { TMPDIR: folder, HOME: folder, XDG_CACHE_HOME: '/dev/null' };
