/** tesseract, which reads scanned pages faster than the engine that comes with Redwell; never required. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installPackage } from './lib-packages.mjs';
import { findProgram, ROOT } from './lib-run.mjs';
import { say } from './lib-say.mjs';

/** That it could not be installed is remembered with the dependencies, so that each start is quick. */
const ANSWER = join(ROOT, 'node_modules', '.cache', 'redwell', 'no-tesseract');

/** @returns its path, or null */
export function tryTesseract() {
  const found = findProgram(['tesseract']);
  if (found || existsSync(ANSWER)) return found;
  const { ok, command } = installPackage('tesseract, which speeds up OCR', {
    apt: 'tesseract-ocr',
    brew: ['tesseract'],
  });
  if (ok) return findProgram(['tesseract']);
  say(`Going on without tesseract: OCR uses the built-in engine. To speed it up: ${command}`);
  mkdirSync(dirname(ANSWER), { recursive: true });
  writeFileSync(ANSWER, `${new Date().toISOString()}\n`);
  return null;
}
