import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePrivilege, privilegeScreen } from '../../../src/core/handover/lists/privilege-terms.ts';
import type { DocumentMetadata } from '../../../src/shared/documents.ts';

const screen = (terms: string, text: string | null, metadata: DocumentMetadata = {}, path = 'a.txt') =>
  privilegeScreen(parsePrivilege(terms, 'terms.txt'))({ path, metadata, text }).map(
    ({ term, where, count }) => `${term.text}: ${where} ${count}`,
  );

describe('a privilege list', () => {
  it('has names, domains and addresses, one per line, each once', () => {
    const terms = parsePrivilege(
      '\uFEFF# counsel\r\nJudith A. Whitcomb\r\n\r\nwhitcomb-sayles.example\n@firm.example\nj@firm.example\nJUDITH A. WHITCOMB\n',
      'terms.txt',
    );
    expect(terms.map(({ kind }) => kind)).toEqual(['name', 'domain', 'domain', 'address']);
  });

  it.each([
    ['', 'It has no names or domains.'],
    ['# only this', 'It has no names or domains.'],
    ['a\n***', 'The line “***” is no name, domain or address.'],
    ['PK\u0003\u0004\uFFFD\uFFFD', 'is no name, domain or address.'],
    [Array.from({ length: 5001 }, (_v, i) => `name ${i}`).join('\n'), 'It has 5001 lines'],
  ])('is refused with a sentence: %#', (text, message) => {
    expect(() => parsePrivilege(text, 'terms.txt')).toThrow(message);
  });
});

describe('a privilege screen', () => {
  it('finds a name however it is written', () => {
    for (const text of [
      'Judith Whitcomb wrote.',
      'JUDITH A. WHITCOMB',
      'Judith\n  A. Whitcomb',
      'Whitcomb, Judith A.',
      'to Júdith Whitcomb’s office',
    ])
      expect([text, screen('Judith Whitcomb', text)]).toEqual([text, ['Judith Whitcomb: text 1']]);
  });

  it.each(['Judith Whitcombe', 'Whitcomb Judith', 'Judithwhitcomb', 'Judith said that Whitcomb'])(
    'does not take “%s” for it',
    (text) => expect(screen('Judith Whitcomb', text)).toEqual([]),
  );

  it('finds a domain with what is below it, and no other one', () => {
    const from = [{ name: 'Judith', address: 'jw@mail.Firm.example' }];
    expect(screen('firm.example', 'see www.firm.example', { from })).toEqual([
      'firm.example: from 1',
      'firm.example: text 1',
    ]);
    const others = 'a@otherfirm.example b@firm.example.org c@my-firm.example';
    expect(screen('firm.example', others)).toEqual([]);
    expect(screen('@firm.example', 'Write to jw@firm.example.')).toEqual(['@firm.example: text 1']);
  });

  it('finds an address, and not a longer one', () => {
    expect(screen('jw@firm.example', 'jw@firm.example, xjw@firm.example')).toEqual([
      'jw@firm.example: text 1',
    ]);
  });

  it('looks at every header and the path', () => {
    const people = [{ name: 'Robert Sayles', address: '' }];
    const metadata = {
      from: people,
      to: people,
      cc: people,
      bcc: people,
      subject: 'Robert Sayles',
      title: '',
    };
    expect(screen('Robert Sayles', null, metadata, 'Robert Sayles/a.txt')).toEqual(
      ['from', 'to', 'cc', 'bcc', 'subject', 'path'].map((where) => `Robert Sayles: ${where} 1`),
    );
  });

  it('finds each term that a text has, whatever signs are in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), (text) => {
        const term = text.trim();
        fc.pre(/[\p{L}\p{N}]/u.test(term) && !term.startsWith('#') && !/[\r\n\0\uFFFD]/.test(term));
        // A sign at its edge that has no width of its own belongs to the letter before it.
        fc.pre(/^[\p{L}\p{N}].*[\p{L}\p{N}]$/u.test(term.normalize('NFKD').replace(/\p{M}/gu, '')));
        expect(screen(term, `( ${term} )`).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
