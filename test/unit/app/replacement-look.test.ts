/** What Redwell says about another copy of a document before it is handed in. */
import { describe, expect, it } from 'vitest';
import { type LookInput, lookAt } from '../../../src/core/app/replacement-look.ts';
import { replacementFacts } from '../../../src/renderer/text/replace.ts';
import { EXCEPTION_CODES } from '../../../src/shared/exceptions.ts';
import { canBeReplaced, isOtherType } from '../../../src/shared/replacement.ts';

const document = {
  id: 'b-d00001',
  path: 'lease.pdf',
  type: 'pdf',
  bytes: 10,
  sha256: 'a',
  pages: null,
} as const;
const copy: LookInput['copy'] = {
  ...{ path: 'intact.pdf', type: 'pdf', bytes: 20, sha256: 'b', pages: 2, pagesToOcr: 0 },
  ...{ duplicateOf: null, parent: null, excluded: false, exception: null, detail: '' },
};
const look = (change: Partial<LookInput> = {}, given: Partial<LookInput['copy']> = {}) =>
  lookAt({
    ...{ document, code: 'corrupt', batchName: 'Box', twin: null, isKept: true },
    ...change,
    copy: { ...copy, ...given },
  });

describe('another copy', () => {
  it('replaces the document when nothing speaks against it', () => {
    expect(look()).toMatchObject({ outcome: 'replaces', refusal: null, otherType: false, notes: [] });
  });

  it.each([
    ['empty', look({}, { bytes: 0, type: 'empty', sha256: null }), /is empty/],
    ['the same file', look({}, { sha256: 'a' }), /is the same file again/],
    ['in the batch', look({ twin: { id: 'b-d00002', path: 'x.pdf' } }), /already in the batch, as “x.pdf”/],
    [
      'no document',
      look({}, { excluded: true, detail: 'It is a system file.' }),
      /is left out: It is a system/,
    ],
    ['unreadable', look({}, { exception: 'corrupt' }), /^Redwell cannot read “intact.pdf” either/],
    ['unsupported', look({}, { exception: 'unsupported', type: 'other' }), /^Redwell cannot read/],
  ])('is refused when it is %s', (_what, { outcome, refusal }, sentence) => {
    expect(outcome).toBe('refused');
    expect(refusal?.message).toMatch(sentence);
    expect(refusal?.action).not.toBe('');
  });

  it('is the original itself where that was lost or altered, if the vault keeps it', () => {
    const bytes = { sha256: 'a' };
    expect(look({ code: 'altered' }, bytes).outcome).toBe('original');
    expect(look({ code: 'source_missing' }, bytes).outcome).toBe('original');
    expect(look({ code: 'altered', isKept: false }, bytes).refusal?.action).toContain(
      'Put it back to that place',
    );
  });

  it('says what the run may still solve, and warnings of intake', () => {
    expect(look({}, { exception: 'encrypted', detail: 'Page 1.' }).notes).toEqual([
      'The file is protected by a password. Page 1.',
    ]);
    expect(look({}, { exception: 'extension_mismatch' })).toMatchObject({
      outcome: 'replaces',
      notes: [expect.any(String)],
    });
  });

  it('is of another type only where the old file had one', () => {
    expect(isOtherType('pdf', 'docx')).toBe(true);
    expect(isOtherType('unknown', 'pdf')).toBe(false);
    expect(isOtherType('empty', 'txt')).toBe(false);
  });

  it('helps with problems of the file, not with those of this computer', () => {
    const not = EXCEPTION_CODES.filter((code) => !canBeReplaced(code));
    expect(not).toEqual([
      ...['attempts_exhausted', 'infrastructure', 'record_lost', 'extension_mismatch', 'text_limit'],
      ...['order_uncertain', 'text_layer_replaced', 'charset_overruled', 'record_incomplete'],
      ...['stated_text_differs', 'family_torn', 'not_in_load_file'],
    ]);
  });

  it('never says that it stands when that is not known', () => {
    const side = { id: 'x', path: 'x', batchId: 'b', sha256: null };
    const one = { replaced: side, copy: side, code: 'corrupt', reason: 'R', by: 'pat', at: 0 } as const;
    expect(replacementFacts({ ...one, stands: true, undone: null })).toMatch(/by pat: R$/);
    expect(replacementFacts({ ...one, stands: false, undone: { by: 'kim', at: 0 } })).toMatch(
      /Taken back .* by kim\.$/,
    );
    expect(replacementFacts({ ...one, stands: false, undone: null })).toContain('the decision was lost');
  });
});
