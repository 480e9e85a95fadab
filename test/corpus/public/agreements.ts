/** Reads the agreements of kleister-nda, and which parties and effective date each has. */
// cspell:ignore conll Conll CONLL eyecite Eyecite wikigold kleister DOCSTART Sprunk djvu juand freelawproject applicaai EkStep NLP
import { execFileSync } from 'node:child_process';
import { fileOf } from './repositories.ts';

export interface Agreement {
  text: string;
  parties: string[];
  /** As `2001-04-18`. */
  effective: string[];
}

/** Column with the text that pdf2djvu read, or tesseract for scans. */
const TEXT_COLUMN = 5;

/** Returns the agreements of both parts whose answers are public: 337. */
export function readAgreements(): Agreement[] {
  return ['train', 'dev-0'].flatMap((part) => {
    const packed = fileOf('kleister-nda', `${part}/in.tsv.xz`);
    const rows = execFileSync('xz', ['-dc'], { input: packed, maxBuffer: 1 << 28 }).toString();
    const answers = fileOf('kleister-nda', `${part}/expected.tsv`).toString().trim().split('\n');
    return rows
      .trim()
      .split('\n')
      .map((row, i) => {
        const text = (row.split('\t')[TEXT_COLUMN] ?? '')
          .replaceAll('\\n', '\n')
          .replaceAll('\\f', '\n\n')
          .replaceAll('\\t', '\t');
        const of = (key: string): string[] =>
          (answers[i] ?? '')
            .split(' ')
            .filter((answer) => answer.startsWith(`${key}=`))
            .map((answer) => answer.slice(key.length + 1));
        return { text, parties: of('party'), effective: of('effective_date') };
      });
  });
}

/** Returns a name as it is compared: the set writes `Nike_Inc.` for `NIKE, INC.` */
export const partyKey = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('_', ' ')
    .replace(/&|\band\b/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, '');
