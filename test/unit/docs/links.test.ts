/** The documentation points only to what exists. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../../scripts/lib-run.mjs';

/** Folders without documentation of ours. */
const SKIPPED = new Set([
  'node_modules',
  'out',
  'out-dev',
  'test-results',
  'playwright-report',
  'sample-matter',
]);
/** Old names are history in these files: they say what was renamed. */
const NAMES_OLD_PATHS = new Set(['CHANGELOG.md', 'docs/decisions/0020-one-word-one-meaning.md']);

function* markdownUnder(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name) && (!entry.name.startsWith('.') || entry.name === '.github'))
        yield* markdownUnder(path);
    } else if (entry.name.endsWith('.md')) yield path;
  }
}

const pages = [...markdownUnder(ROOT)].map((path) => ({
  name: relative(ROOT, path).replaceAll('\\', '/'),
  folder: dirname(path),
  // Fenced blocks hold commands and drawings, not links.
  text: readFileSync(path, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, ''),
}));

/** Returns an anchor as GitHub makes it from a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
const anchorsIn = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Returns the targets of links and pictures that are not on the web. */
const linksIn = (text: string): string[] =>
  [...text.matchAll(/\]\(<?([^)<>\s]+)>?[^)]*\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/i.test(target));

describe('links in the documentation', () => {
  it.each(pages)('reach a file and a heading: $name', ({ folder, text }) => {
    const broken = linksIn(text).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = join(folder, path);
      if (path !== '' && !existsSync(target)) return true;
      if (anchor === undefined) return false;
      return !anchorsIn(path === '' ? text : readFileSync(target, 'utf8')).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

describe('paths in the documentation', () => {
  const current = pages.filter(({ name }) => !NAMES_OLD_PATHS.has(name));

  it.each(current)('exist: $name', ({ text }) => {
    const named = [...text.matchAll(/`((?:src|lua|scripts|test|docs|resources)\/[\w./-]+)`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe('decision records', () => {
  const records = pages.filter(({ name }) => /^docs\/decisions\/\d{4}-/.test(name));

  it.each(records)('state their status and date: $name', ({ text }) => {
    expect(text).toMatch(/^Status: (accepted|superseded by)\b/m);
    expect(text).toMatch(/^Date: \d{4}-\d{2}-\d{2}$/m);
  });
});

describe('scripts', () => {
  it('are commands of package.json or described for contributors', () => {
    const described = ['package.json', 'CONTRIBUTING.md']
      .map((name) => readFileSync(join(ROOT, name), 'utf8'))
      .join();
    const scripts = readdirSync(join(ROOT, 'scripts')).filter((name) => /^(?!lib-).+\.mjs$/.test(name));
    expect(scripts.filter((name) => !described.includes(`scripts/${name}`))).toEqual([]);
  });
});

describe('screenshots', () => {
  it('are all shown by a page', () => {
    const folder = join(ROOT, 'docs', 'screenshots');
    const shown = new Set(pages.flatMap((page) => linksIn(page.text).map((link) => join(page.folder, link))));
    expect(readdirSync(folder).filter((name) => !shown.has(join(folder, name)))).toEqual([]);
  });
});
