import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** The commands that docs/operations.md grants to the user of Redis. */
function documented(): Set<string> {
  const text = readFileSync(join(ROOT, 'docs', 'operations.md'), 'utf8');
  const line = text
    .slice(text.indexOf('<!-- acl -->'))
    .split('\n')
    .find((one) => one.startsWith('+'));
  return new Set((line ?? '').split(' ').map((word) => word.slice(1)));
}

const scripts = readdirSync(join(ROOT, 'lua'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.lua'),
);

it.each(scripts)('the documented rights of the Redis user have every command of %s', (name) => {
  const rights = documented();
  const script = readFileSync(join(ROOT, 'lua', name), 'utf8');
  for (const [, command = '', sub = ''] of script.matchAll(
    /redis\.p?call\(\s*'([A-Z]+)'(?:\s*,\s*'([A-Z]+)')?/g,
  )) {
    const word = command.toLowerCase();
    expect(rights.has(word) || rights.has(`${word}|${sub.toLowerCase()}`), word).toBe(true);
  }
});
