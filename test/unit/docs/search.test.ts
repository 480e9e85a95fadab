/** docs/search.md describes the search language as it is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DOCUMENT_STATUSES } from '../../../src/shared/documents.ts';
import { SEARCH_FIELDS, TYPE_GROUP_NAMES } from '../../../src/shared/search-ast.ts';
import { parseSearch } from '../../../src/shared/search-parser.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/search.md'), 'utf8');
const [described = ''] = text.split('## What Redwell refuses');
const examples = [...described.matchAll(/^\| `([^`]+)` \|/gm)].map(([, example = '']) => example);

it('names every field, type and status', () => {
  for (const field of SEARCH_FIELDS) expect(described).toContain(`| \`${field}:`);
  for (const group of TYPE_GROUP_NAMES) expect(described).toContain(`\`${group}\``);
  for (const status of DOCUMENT_STATUSES) expect(described).toContain(`is:${status}`);
});

it('gives only examples that can be read', () => {
  expect(examples.length).toBeGreaterThan(20);
  const inline = [...described.matchAll(/`((?:date|type|subject|has|is|lang):[^`]+)`/g)].map(
    ([, one = '']) => one,
  );
  const commands = [...text.matchAll(/^redwell search '([^']+)'/gm)].map(([, one = '']) => one);
  expect(commands.length).toBeGreaterThan(1);
  for (const example of [...examples, ...inline, ...commands])
    expect(() => parseSearch(example), example).not.toThrow();
});
