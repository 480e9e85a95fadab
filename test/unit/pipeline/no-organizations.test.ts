/** What looks like an organization in pleadings and names none, and firms and agencies with all of their names. */
import { expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';

const organizations = (text: string): string[] =>
  extractEntities({ text, pages: [] })
    .mentions.filter((m) => m.kind === 'organization')
    .map((m) => m.text);

it.each([
  'The LEAD ATTORNEY for them was late.',
  'A Trial Attorney signed it, and a Deputy Prosecuting Attorney too.',
  'He lives in Pittsburgh, PA and works in Denver, CO now.',
  'Our office is in Troy, MI 48084.',
  'The Head of School resigned.',
  'It was Entered for the Court that day.',
  'The LLC was dissolved.',
  'Each Plaintiff Profile Form was late, and so was the Plaintiff Leadership Team.',
  'OPINION OF THE COURT',
  'The Special Assistant Corporation Counsel appeared.',
])('finds no organization in %j', (text) => expect(organizations(text)).toEqual([]));

it.each([
  ['They retained Ogletree Nash Smoak & Stewart for it.', ['Ogletree Nash Smoak & Stewart']],
  ['He called Peter Okafor, Halvorsen & Pike that day.', ['Halvorsen & Pike']],
  ['The State Elections Enforcement Commission fined them.', ['State Elections Enforcement Commission']],
  ['The Appellate Division, Second Department affirmed it.', ['Appellate Division, Second Department']],
  ['It was the SUCCESSOR TRUSTEE TO HARBOR BANK, N.A. then.', ['HARBOR BANK, N.A.']],
  ['They had a contract with the Port of Portland for it.', ['Port of Portland']],
  ['It was signed by Baker & Hill, PA in May.', ['Baker & Hill, PA']],
])('finds all of the name in %j', (text, names) => expect(organizations(text)).toEqual(names));

it('takes the Port of Portland for a place where ships go', () =>
  expect(organizations('The ship arrived in the Port of Portland in May.')).toEqual([]));
