/** Word documents of the sample matter. */
import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import { MADE_AT } from './paper.mjs';
import { repack } from './zip.mjs';

/** @typedef {string | { heading: string } | { rows: string[][] }} Part */

/** @param {Part} part */
function block(part) {
  if (typeof part === 'string')
    return new Paragraph({ children: [new TextRun(part)], spacing: { after: 160 } });
  if ('heading' in part) return new Paragraph({ text: part.heading, heading: HeadingLevel.HEADING_1 });
  return new Table({
    rows: part.rows.map(
      (cells) =>
        new TableRow({ children: cells.map((cell) => new TableCell({ children: [new Paragraph(cell)] })) }),
    ),
  });
}

/** @param {string} title @param {readonly Part[]} parts */
async function word(title, parts) {
  const made = await Packer.toBuffer(
    new Document({ title, creator: 'Whitcomb & Sayles LLP', sections: [{ children: parts.map(block) }] }),
  );
  const stamp = MADE_AT.toISOString();
  return repack(made, (name, content) =>
    name === 'docProps/core.xml'
      ? Buffer.from(content.toString().replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, stamp))
      : content,
  );
}

export const agreement = () =>
  word('Master Supply Agreement', [
    { heading: 'Master Supply Agreement' },
    'This Agreement is made on March 14, 2023 between Harlan Maritime Supply, Inc., a Massachusetts corporation, and Crestline Logistics LLC, a Delaware limited liability company.',
    { heading: '4. Payment and delivery' },
    '4.1 The price of carriage and insurance is $373,000.00.',
    '4.2 A deposit of $186,500.00 is due by April 3, 2023.',
    '4.3 Delivery in Boston will take place no later than October 30, 2023. Time is of the essence.',
    { heading: 'Schedule A' },
    {
      rows: [
        ['Item', 'Crates', 'Value'],
        ['Fuel injection pumps', '180', '$251,100.00'],
        ['Cylinder heads', '132', '$196,200.00'],
        ['Gaskets and seals', '100', '$140,000.00'],
      ],
    },
    'Signed by Margaret T. Harlan and Victor Okonkwo.',
  ]);

export const amendment = () =>
  word('Amendment No. 1', [
    { heading: 'Amendment No. 1' },
    'The parties to the Master Supply Agreement of March 14, 2023 agree on June 1, 2023 as follows.',
    'Section 5 is amended to read: "All goods will be stowed below deck. Consent to stowage on deck must be given in writing by the president of Harlan Maritime Supply, Inc."',
    'All other terms remain in force.',
  ]);

export const termSheet = () =>
  word('Settlement term sheet', [
    { heading: 'Settlement term sheet' },
    'Harlan Maritime Supply, Inc. v. Crestline Logistics LLC, No. 1:24-cv-10417-PBS (D. Mass.)',
    'Mediation before Hon. Ruth Abernathy (ret.), November 21, 2024.',
    {
      rows: [
        ['Payment by Crestline', '$395,000.00'],
        ['First instalment', '$200,000.00 by December 31, 2024'],
        ['Second instalment', '$195,000.00 by March 31, 2025'],
      ],
    },
    'Mutual releases. Each party bears its own costs.',
  ]);

export const privilegeLog = () =>
  word('Privilege log', [
    { heading: 'Privilege log of Whitcomb & Sayles LLP' },
    {
      rows: [
        ['Date', 'Author', 'Recipient', 'Basis'],
        ['January 10, 2024', 'Judith A. Whitcomb', 'Margaret T. Harlan', 'Attorney-client'],
        ['August 13, 2024', 'Robert Sayles', 'File', 'Work product'],
      ],
    },
  ]);
