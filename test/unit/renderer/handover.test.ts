import { describe, expect, it } from 'vitest';
import { namesTwice } from '../../../src/renderer/pages/handover/fields-table.tsx';
import { withExport } from '../../../src/renderer/pages/handover/use-exports.ts';
import { choiceText, longPathText, progressShare, roomText } from '../../../src/renderer/text/handover.ts';
import type { ExportPlan, ExportProgress, ListedExport } from '../../../src/shared/handover.ts';
import { savedProfileSchema } from '../../../src/shared/load-file-profile.ts';

const plan = { bytes: 2_000_000, freeBytes: 1_500_000, longestPath: 259 } as ExportPlan;

describe('the plan of an export', () => {
  it('says when the disk has too little room, and nothing where the disk does not say', () => {
    expect(roomText(plan)).toEqual({ text: '1.5 MB free, 2 MB needed', tooLittle: true });
    expect(roomText({ ...plan, freeBytes: 2_000_000 }).tooLittle).toBe(false);
    expect(roomText({ ...plan, freeBytes: null }).tooLittle).toBe(false);
  });

  it('warns of paths that Windows programs do not open', () => {
    expect(longPathText(plan)).toBeNull();
    expect(longPathText({ ...plan, longestPath: 260 })).toContain('260 characters');
  });

  it('says how many family members were added', () => {
    const counts = { by: 'filter', chosen: 1, added: 2, notChosen: 1 } as const;
    expect(choiceText(counts)).toBe(
      '1 document chosen, and 2 more because families stay together; 1 of the batch is not handed over',
    );
    expect(choiceText({ ...counts, added: 0, notChosen: 1200 })).toBe(
      '1 document chosen; 1,200 of the batch are not handed over',
    );
  });
});

it('measures progress by bytes, and by documents where there are none', () => {
  const progress: ExportProgress = {
    ...{ exportId: 'x', batchId: 'b', phase: 'documents' as const, documents: 1, totalDocuments: 4 },
    ...{ bytes: 30, totalBytes: 40 },
  };
  expect(progressShare(progress)).toBe(75);
  expect(progressShare({ ...progress, totalBytes: 0 })).toBe(25);
  expect(progressShare({ ...progress, totalBytes: 0, totalDocuments: 0 })).toBe(0);
  expect(progressShare(null)).toBe(0);
});

it('finds names that two fields have, also those that differ in case or hide behind another field', () => {
  expect(namesTwice([{ field: 'BEGDOC' }, { field: 'ENDDOC', as: ' begdoc ' }])).toEqual(new Set(['BEGDOC']));
  expect(
    namesTwice([
      { field: 'BEGDOC', as: 'A' },
      { field: 'ENDDOC', as: 'BEGDOC' },
    ]).size,
  ).toBe(0);
});

it('replaces an export in its place, and puts a new one first', () => {
  const one = (id: string, state = 'running') => ({ id, state }) as ListedExport;
  expect(withExport([one('b'), one('a')], one('a', 'whole'))).toEqual([one('b'), one('a', 'whole')]);
  expect(withExport([one('a')], one('b'))).toEqual([one('b'), one('a')]);
  // Before the list is there, it is on its way with this export in it.
  expect(withExport(null, one('a'))).toBeNull();
});

it('keeps a saved profile of an earlier version, with defaults for what that did not have', () => {
  const { profile } = savedProfileSchema.parse({
    name: ' For court ',
    profile: { numbering: { prefix: 'X' } },
  });
  expect(profile).toMatchObject({ numbering: { prefix: 'X', padding: 8 }, timeZone: 'UTC' });
  expect(savedProfileSchema.safeParse({ name: '\u0000', profile: {} }).success).toBe(false);
});
