/**
 * `npm run setup [-- --tests]`: installs the programs that Redwell needs on this machine, and with --tests those that
 * only the tests need. `npm start`, `npm run dev` and `npm test` do the same first.
 */
import { pathToFileURL } from 'node:url';
import { ensureChromium } from './lib-chromium.mjs';
import { checkNode } from './lib-node.mjs';
import { tryReader } from './lib-readers.mjs';
import { ensureRedis } from './lib-redis.mjs';

/** Installs what is missing. @param forTests includes what only the tests need @returns paths by program */
export function setup(forTests) {
  checkNode();
  return {
    redis: ensureRedis(),
    tesseract: tryReader('tesseract'),
    pdftotext: tryReader('pdftotext'),
    chromium: forTests ? ensureChromium() : null,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [name, path] of Object.entries(setup(process.argv.includes('--tests'))))
    if (path) process.stdout.write(`${name}: ${path}\n`);
}
