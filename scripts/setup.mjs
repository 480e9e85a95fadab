/** Makes this machine ready: `node scripts/setup.mjs [--tests]`. Run by `npm start` and `npm test`. */
import { pathToFileURL } from 'node:url';
import { ensureChromium } from './lib-chromium.mjs';
import { checkNode } from './lib-node.mjs';
import { tryReader } from './lib-readers.mjs';
import { ensureRedis } from './lib-redis.mjs';

/** @param forTests also what only the tests need */
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
