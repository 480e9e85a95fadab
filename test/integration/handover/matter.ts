/** A small matter with everything that handing over must get right. */
import type { Entity } from '../../../src/shared/mentions.ts';
import type { Made } from '../../support/handover.ts';

const person = (name: string): Entity => ({
  ...{ kind: 'person', text: name, canonical: name, start: 0, end: name.length, page: null },
});

export const MAIL = 'mail/re lease.eml';
export const ATTACHED = `${MAIL}/terms.txt`;
const TERMS = 'Terms agreed on January 14, 2025.';
const LETTER = 'On March 3, 2025 Dana Whitfield paid Paul Ortega.\n';

/** In order: what is in something follows it. */
export const MATTER: readonly Made[] = [
  {
    path: 'a letter.txt',
    content: LETTER,
    entities: [person('Dana Whitfield'), person('Dana Whitfield'), person('Paul Ortega')],
  },
  { path: 'box; one/second copy.txt', content: LETTER, status: 'duplicate', duplicateOf: 'a letter.txt' },
  {
    path: MAIL,
    content: 'From: Dana\r\n\r\nSee attached.',
    type: 'eml',
    text: 'See attached.\nDana \u00AE',
    metadata: {
      from: [{ name: 'Dana Whitfield', address: 'dana@whitfield.example' }],
      to: [
        { name: 'Paul Ortega', address: 'paul@ortega.example' },
        { name: '', address: 'k@smith.example' },
      ],
      subject: 'Lease\u00AE of "Steinþór"\nsecond line',
      messageId: '<lease-1@whitfield.example>',
      conversation: '<lease-0@whitfield.example>',
      sent: '2025-01-14T14:30:00.000Z',
    },
  },
  // The same bytes as a loose file below, but a family is never torn apart.
  { path: ATTACHED, in: MAIL, content: TERMS },
  { path: `${MAIL}/.DS_Store`, in: MAIL, content: 'x', type: 'other', status: 'excluded' },
  {
    path: `${MAIL}/scan.pdf`,
    in: MAIL,
    content: 'locked',
    type: 'pdf',
    status: 'exception',
    exception: 'encrypted',
  },
  { path: 'terms, loose.TXT', content: TERMS, status: 'duplicate', duplicateOf: ATTACHED },
  { path: 'zip.zip', content: 'a zip', type: 'zip', text: null },
  { path: 'zip.zip/inner.eml', in: 'zip.zip', content: 'inner mail', type: 'eml' },
  {
    path: 'zip.zip/inner.eml/CON.',
    in: 'zip.zip/inner.eml',
    content: 'deep',
    modifiedAt: Date.UTC(2024, 1, 29, 12),
  },
  {
    path: 'zip.zip/inner.eml/letter.txt',
    in: 'zip.zip/inner.eml',
    content: LETTER,
    status: 'duplicate',
    duplicateOf: 'a letter.txt',
  },
  {
    path: 'zip.zip/never.bin',
    in: 'zip.zip',
    content: null,
    type: 'unknown',
    status: 'exception',
    exception: 'source_missing',
  },
  { path: 'שלום 👩‍⚖️/é\nname.txt', content: 'right to left' },
];
