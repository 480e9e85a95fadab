import { expect, it } from 'vitest';
import { languageOf } from '../../../src/core/pipeline/extract/language.ts';

// cspell:disable
const ENGLISH =
  'The tenant shall pay the rent on the first day of each month. If the rent is not paid within ten days, the landlord may end this lease by written notice, and the tenant shall leave the premises in good order and repair, ordinary wear and tear excepted. ';
const GERMAN =
  'Der Mieter zahlt die Miete am ersten Tag eines jeden Monats. Wird die Miete nicht innerhalb von zehn Tagen gezahlt, so kann der Vermieter diesen Vertrag durch schriftliche Erklärung kündigen, und der Mieter hat die Räume in gutem Zustand zu verlassen. ';
// cspell:enable

it.each([
  ['eng', ENGLISH],
  ['deu', GERMAN],
  ['eng', ENGLISH.toUpperCase()],
])('recognizes %s', (language, text) => expect(languageOf(text)).toBe(language));

it.each(['', 'Invoice 2021-0417', '18,450.00 9,300.40 '.repeat(200)])('does not guess from %j', (text) =>
  expect(languageOf(text)).toBeNull(),
);
