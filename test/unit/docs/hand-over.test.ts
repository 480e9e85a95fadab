/** docs/hand-over.md describes handing over as it is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseProfile } from '../../../src/core/handover/load-file/profile.ts';
import { EXPORT_KINDS } from '../../../src/shared/handover.ts';
import { LOAD_FILE_FIELDS } from '../../../src/shared/load-file-profile.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/hand-over.md'), 'utf8');

it('names every field of a load file, or the group that it belongs to', () => {
  const missing = LOAD_FILE_FIELDS.filter(
    (field) => !text.includes(`\`${field}\``) && !text.includes(`\`${field.replace(/_.*/, '_…')}\``),
  );
  expect(missing).toEqual([]);
});

it('names every kind of export', () => {
  expect(text).toContain(`--as ${EXPORT_KINDS.join('|')}`);
});

it('shows a profile that can be used', () => {
  const [, profile = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
  expect(parseProfile(profile, 'docs').fields).toEqual([
    { field: 'BEGDOC', as: 'Bates Begin' },
    { field: 'CUSTODIAN' },
  ]);
});
