import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listKeys, SCRIPT_KEYS, type ScriptName } from '../../../src/core/redis/script-keys.ts';

const LUA = join(import.meta.dirname, '../../../lua');
const sourceOf = (name: string): string => readFileSync(join(LUA, `${name}.lua`), 'utf8');
const NAMES = Object.keys(SCRIPT_KEYS) as ScriptName[];

/** Reads a line such as `-- KEYS 1 events   2 active   then per batch: batch, documents (a note)`. */
function headerKeys(source: string): { named: string[]; each: string[] } {
  const line = /^-- KEYS (?<keys>.*)$/m.exec(source)?.groups?.keys ?? '';
  const [named = '', each = ''] = line.replace(/ \(.*\)$/, '').split(/(?:then )?per \w+: /);
  return {
    named: [...named.matchAll(/(\d+) (\w+)/g)].map(([, number, name], i) => {
      expect(Number(number)).toBe(i + 1);
      return name ?? '';
    }),
    each: each === '' ? [] : each.split(', '),
  };
}

describe('the keys of scripts', () => {
  it('declares the keys of every script in lua/', () => {
    const files = readdirSync(LUA)
      .filter((file) => file.endsWith('.lua'))
      .map((file) => file.slice(0, -'.lua'.length));
    expect(NAMES.toSorted()).toEqual(files.toSorted());
  });

  it.each(NAMES)('declares the keys of %s as its header does', (name) => {
    const { named, each = [] }: { named: readonly string[]; each?: readonly string[] } = SCRIPT_KEYS[name];
    expect(headerKeys(sourceOf(name))).toEqual({ named, each });
  });

  it.each(NAMES)('names the keys of %s in its first lines and nowhere else', (name) => {
    const source = sourceOf(name);
    const { named } = headerKeys(source);
    const numbers = [...source.matchAll(/KEYS\[(\d+)\]/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual(named.map((_key, i) => i + 1));
    if (named.length === 0) return;
    const locals = /^local ([\w, ]+?)\s*=\s*KEYS\[1\]/m.exec(source)?.[1];
    expect(locals).toBe(named.map((key) => `${key}_key`).join(', '));
  });

  it.each(['advance_documents', 'gate_stages'])('names the keys of each batch of %s in order', (name) => {
    const source = sourceOf(name);
    const { each } = headerKeys(source);
    expect(source).toContain(`local ${each.map((key) => `${key}_key`).join(', ')} = KEYS[`);
  });

  it('lists the keys of a call in the order of KEYS', () => {
    const each = [
      { documents: 'd-1', batch: 'b-1' },
      { batch: 'b-2', documents: 'd-2' },
    ];
    const keys = { minute: 'm', active: 'a', events: 'e', each };
    expect(listKeys('advance_documents', keys)).toEqual(['e', 'a', 'm', 'b-1', 'd-1', 'b-2', 'd-2']);
    expect(listKeys('store_facts', { each: [{ results: 'r-1' }] })).toEqual(['r-1']);
    expect(listKeys('token_bucket', { bucket: 't' })).toEqual(['t']);
  });

  it('refuses a call without one of the keys', () => {
    const incomplete = { batch: 'b' } as { batch: string; documents: string };
    expect(() => listKeys('recount_batch', incomplete)).toThrow(/documents of lua\/recount_batch\.lua/);
  });
});
