/** Programs that read documents faster than what comes with Redwell; never required. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installPackage } from './lib-packages.mjs';
import { findProgram, ROOT } from './lib-run.mjs';
import { say } from './lib-say.mjs';

const READERS = {
  tesseract: {
    what: 'tesseract, which speeds up OCR',
    packages: { apt: 'tesseract-ocr', brew: ['tesseract'] },
    without: 'OCR uses the built-in engine',
  },
  pdftotext: {
    what: 'pdftotext, which speeds up long PDFs',
    packages: { apt: 'poppler-utils', brew: ['poppler'] },
    without: 'PDFs are read by the built-in engine',
  },
};

/**
 * That one could not be installed is remembered with the dependencies, so that each start is quick.
 * @param {keyof typeof READERS} name of the program
 * @returns its path, or null
 */
export function tryReader(name) {
  const answer = join(ROOT, 'node_modules', '.cache', 'redwell', `no-${name}`);
  const found = findProgram([name]);
  if (found || existsSync(answer)) return found;
  const { what, packages, without } = READERS[name];
  const { ok, command } = installPackage(what, packages);
  if (ok) return findProgram([name]);
  say(`Going on without ${name}: ${without}. To speed it up: ${command}`);
  mkdirSync(dirname(answer), { recursive: true });
  writeFileSync(answer, `${new Date().toISOString()}\n`);
  return null;
}
