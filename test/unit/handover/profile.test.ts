import { describe, expect, it } from 'vitest';
import { momentsIn } from '../../../src/core/handover/load-file/moments.ts';
import { DEFAULT_PROFILE, parseProfile } from '../../../src/core/handover/load-file/profile.ts';

const messageOf = (profile: unknown): string => {
  try {
    parseProfile(typeof profile === 'string' ? profile : JSON.stringify(profile), 'mine.json');
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('a load file profile', () => {
  it('fills in what it does not say', () => {
    expect(parseProfile('{}', 'mine.json')).toEqual(DEFAULT_PROFILE);
    expect(DEFAULT_PROFILE.numbering).toEqual({ prefix: 'RW', padding: 8, start: 1, by: 'document' });
  });

  it('chooses and renames fields', () => {
    const { fields } = parseProfile(
      '{"fields":[{"field":"BEGDOC","as":"Bates Begin"},{"field":"MD5"}]}',
      'p',
    );
    expect(fields).toEqual([{ field: 'BEGDOC', as: 'Bates Begin' }, { field: 'MD5' }]);
  });

  it.each([
    [
      'a field name twice',
      { fields: [{ field: 'BEGDOC' }, { field: 'MD5', as: 'BegDoc' }] },
      /“BegDoc” is there twice/,
    ],
    ['an unknown field', { fields: [{ field: 'BATES' }] }, /There is no field “BATES”\./],
    [
      'a sign of the file in a name',
      { fields: [{ field: 'MD5', as: 'a\u00FEb' }] },
      /cannot have line breaks/,
    ],
    ['an unknown time zone', { timeZone: 'Boston' }, /There is no time zone “Boston”\./],
    ['a prefix that is no file name', { numbering: { prefix: 'A/B' } }, /The prefix can have/],
    ['a key that it does not know', { volumes: 3 }, /volumes/],
    ['something that is not JSON', '{', /JSON/],
  ])('refuses %s in a sentence that names the file', (_what, profile, message) => {
    expect(messageOf(profile)).toMatch(message);
    expect(messageOf(profile)).toMatch(/^The profile mine\.json cannot be used\. /);
  });
});

describe('a time in a load file', () => {
  const boston = momentsIn('America/New_York');
  it('is in UTC and in the time zone of the matter, with daylight saving time', () => {
    expect(boston('2025-01-14T14:30:00.000Z')).toEqual({
      utc: '2025-01-14T14:30:00Z',
      local: '2025-01-14T09:30:00-05:00',
      written: '',
    });
    expect(boston(Date.UTC(2025, 6, 1, 3, 5, 6)).local).toBe('2025-06-30T23:05:06-04:00');
    expect(momentsIn('UTC')('2025-01-14T00:00:00Z').local).toBe('2025-01-14T00:00:00+00:00');
  });
  it('is only as written where the document names no time zone', () => {
    expect(boston('2025-01-14T09:30:00')).toEqual({ utc: '', local: '', written: '2025-01-14T09:30:00' });
    expect(boston('2025-01-14')).toEqual({ utc: '', local: '', written: '2025-01-14' });
    expect(boston(undefined)).toEqual({ utc: '', local: '', written: '' });
  });
});
