import { IconFile } from '@tabler/icons-react';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, searchOf } from '../../../src/renderer/shell/palette/items.ts';
import { recentOf, withRecent } from '../../../src/renderer/shell/palette/recent.ts';
import { parseSearch } from '../../../src/shared/search-parser.ts';

const item = (label: string, about = '') => ({ id: label, label, about, icon: IconFile });

describe('fits', () => {
  it('finds an item by the beginnings of its words, in any order and without accents', () => {
    const batch = item('Production 062, Harlan mailbox', 'Running, Müller');
    for (const typed of ['harlan', 'mail prod', 'MULL', '62 harlan'.replace('62', '062'), ''])
      expect(fits(batch, typed), typed).toBe(true);
    for (const typed of ['box', 'harlan invoice']) expect(fits(batch, typed), typed).toBe(false);
  });
});

describe('searchOf', () => {
  it('lets the word that is still typed go on', () => {
    expect(searchOf('breach contr')).toBe('breach contr*');
    expect(searchOf('from:reyes contr')).toBe('from:reyes contr*');
  });

  it('leaves operators, phrases, groups and fields as they are', () => {
    for (const typed of [
      'fraud or',
      'fraud NOT',
      '"breach of',
      'type:(pdf',
      'type:pdf',
      'frau*',
      'ab',
      'fraud w/5',
    ])
      expect(searchOf(typed)).toBe(typed);
  });

  it('never makes a search wrong that was right', () => {
    const words = fc.constantFrom(
      'fraud',
      'or',
      'and',
      'not',
      'w/5',
      'frau*',
      'from:reyes',
      'type:pdf',
      '"a b"',
      'ab',
      '(x)',
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 6 }), (parts) => {
        const typed = parts.join(' ');
        try {
          parseSearch(typed);
        } catch {
          return;
        }
        expect(() => parseSearch(searchOf(typed))).not.toThrow();
      }),
    );
  });
});

describe('the recent items', () => {
  const entry = (to: string) => ({ kind: 'batch' as const, label: to, about: '', to });

  it('hold the last five, each once and the newest first', () => {
    const list = ['1', '2', '3', '4', '5', '6', '3'].reduce(
      (kept, to) => withRecent(kept, entry(to)),
      [] as ReturnType<typeof recentOf>,
    );
    expect(list.map(({ to }) => to)).toEqual(['3', '6', '5', '4', '2']);
    expect(recentOf(JSON.stringify(list))).toEqual(list);
  });

  it('are empty if the browser kept something else', () => {
    for (const kept of [null, '', 'no JSON', '{}', '[{"kind":"other"}]']) expect(recentOf(kept)).toEqual([]);
  });
});
