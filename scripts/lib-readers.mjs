/** Library: finds or installs optional programs that read documents faster than Redwell's own engines. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installPackage } from './lib-packages.mjs';
import { findProgram, ROOT } from './lib-run.mjs';
import { say } from './lib-say.mjs';

const READERS = {
  tesseract: {
    label: 'tesseract, which speeds up OCR',
    packages: { apt: 'tesseract-ocr', brew: ['tesseract'] },
    without: 'OCR uses the built-in engine',
  },
  pdftotext: {
    label: 'pdftotext, which speeds up long PDFs',
    packages: { apt: 'poppler-utils', brew: ['poppler'] },
    without: 'the built-in engine reads PDFs',
  },
};

/**
 * Returns the path of an optional program, installed if need be. Remembers a failure until the dependencies are
 * reinstalled, so that later starts are quick.
 * @param {keyof typeof READERS} name of the program
 * @returns null if the program cannot be installed
 */
export function tryReader(name) {
  const answer = join(ROOT, 'node_modules', '.cache', 'redwell', `no-${name}`);
  const found = findProgram([name]);
  if (found || existsSync(answer)) return found;
  const { label, packages, without } = READERS[name];
  const { ok, command } = installPackage(label, packages);
  if (ok) return findProgram([name]);
  say(`Continuing without ${name}: ${without}. To speed it up, run: ${command}`);
  mkdirSync(dirname(answer), { recursive: true });
  writeFileSync(answer, `${new Date().toISOString()}\n`);
  return null;
}
