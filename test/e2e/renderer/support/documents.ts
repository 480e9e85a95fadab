/** Sample documents of a law office, in any state. */
import type { Attempt, DocumentDetail, DocumentRow } from '../../../../src/shared/documents.ts';
import type { ExceptionCode } from '../../../../src/shared/exceptions.ts';
import type { FileType } from '../../../../src/shared/file-types.ts';
import type { Entity } from '../../../../src/shared/mentions.ts';
import { STAGES, type Stage } from '../../../../src/shared/stages.ts';
import type { WarningCode } from '../../../../src/shared/warnings.ts';
import { type Random, randomOf } from './random.ts';

const FOLDERS = [
  'Production 003/Correspondence/2021',
  'Production 003/Correspondence/2022',
  'Production 003/Contracts and amendments',
  'Production 003/Board/Minutes',
  'Production 003/Scans/Box 14',
  'Production 003/Scans/Box 15',
  'Production 003/Mail export/Harlan',
];
const NAMES = [
  'Letter to counsel',
  'Master services agreement',
  'Amendment No. 2',
  'Minutes of the board',
  'Invoice 2021-0417',
  'Deposition of R. Okafor',
  'Exhibit C, site survey',
  'Loan schedule',
  'Memorandum re limitation',
  'Privilege log',
];
const TYPES: readonly FileType[] = [
  'pdf',
  'pdf',
  'pdf',
  'docx',
  'eml',
  'eml',
  'tiff',
  'xlsx',
  'msg',
  'jpeg',
  'txt',
];
const WARNED: readonly WarningCode[] = [
  'low_or_no_text',
  'low_or_no_text',
  'picture_not_read',
  'text_layer_replaced',
];
const DETAILS: Partial<Record<ExceptionCode, string>> = {
  encrypted: 'pdfium: FPDF_ERR_PASSWORD (4): password required',
  corrupt: 'pdfium: FPDF_ERR_FORMAT (3): xref table not found at offset 182734',
  unsupported: 'application/vnd.ms-project',
  ocr_timeout: 'tesseract did not finish page 212 within 300 s (OMP_THREAD_LIMIT=1)',
  worker_lost: 'worker w-7f2a exited with signal SIGKILL (rss 2,147,483,648)',
  low_or_no_text: '3 words on 12 pages',
  picture_not_read: 'A picture on page 4 has words that could not be read',
  text_layer_replaced: 'The letters stored on 2 pages spell no words',
};

export const blankStages = (): DocumentRow['stages'] =>
  Object.fromEntries(
    STAGES.map((stage) => [stage, { status: 'waiting', attempts: 0, durationMs: null, cached: false }]),
  ) as DocumentRow['stages'];

/** @param index counted from 1 */
export function makeRow(batchId: string, index: number): DocumentRow {
  const random = randomOf(index * 7919 + batchId.length);
  const type = random.pick(TYPES);
  const isMember = type === 'jpeg';
  const id = `${batchId}-d${String(index).padStart(5, '0')}`;
  const number = String(index).padStart(4, '0');
  const file = `${random.pick(FOLDERS)}/${random.pick(NAMES)} ${number}.${type}`;
  const status = random() < 0.05 ? 'duplicate' : random() < 0.01 ? 'excluded' : 'pending';
  return {
    id,
    batchId,
    path: isMember ? `Production 003/Mail export/Harlan/Re draft ${number}.eml/photo ${number}.jpeg` : file,
    sha256: [...Array(64)].map(() => Math.floor(random() * 16).toString(16)).join(''),
    bytes: Math.floor(2_000 + random() ** 4 * 40_000_000),
    type,
    status,
    parentId: isMember && index > 1 ? `${batchId}-d${String(index - 1).padStart(5, '0')}` : null,
    duplicateOf: status === 'duplicate' ? `${batchId}-d00001` : null,
    exception: null,
    warnings: [],
    pages: ['pdf', 'tiff', 'docx'].includes(type) ? Math.ceil(random() ** 3 * 180) : null,
    characters: null,
    entities: null,
    stages: blankStages(),
  };
}

const finish = (row: DocumentRow, stage: Stage, random: Random): void => {
  const cached = random() < 0.18;
  row.stages[stage] = {
    status: 'completed',
    attempts: 1,
    durationMs: cached ? 0 : Math.floor((stage === 'ocr' ? 2_400 : 60) * (0.2 + random() * 2)),
    cached,
  };
};

/** Moves the row through all stages to its end. */
export function completeRow(row: DocumentRow, random: Random): void {
  for (const stage of STAGES) finish(row, stage, random);
  row.status = 'completed';
  row.characters = random.whole(800, 90_000);
  row.entities = random.whole(3, 240);
  if (random() < 0.02) {
    const code = random.pick(WARNED);
    row.warnings = [{ code, stage: 'ocr', detail: DETAILS[code] ?? '', attempt: 1 }];
  }
}

export function failRow(row: DocumentRow, stage: Stage, code: ExceptionCode, random: Random): void {
  for (const before of STAGES.slice(0, STAGES.indexOf(stage))) finish(row, before, random);
  row.stages[stage] = { status: 'failed', attempts: 3, durationMs: random.whole(40, 9_000), cached: false };
  for (const after of STAGES.slice(STAGES.indexOf(stage) + 1)) row.stages[after].status = 'skipped';
  row.status = 'exception';
  row.exception = { code, stage, detail: DETAILS[code] ?? 'engine error', attempt: 3 };
}

type Part = string | readonly [Entity['kind'], string, string];
const PARAGRAPHS: readonly (readonly Part[])[] = [
  [
    'Dear ',
    ['person', 'Ms. Whitfield', 'Eleanor Whitfield'],
    ',\n\nOn ',
    ['date', 'March 14, 2021', '2021-03-14'],
    ' our client, ',
    ['organization', 'Halvorsen Marine Holdings LLC', 'Halvorsen Marine Holdings LLC'],
    ', paid ',
    ['money', '$1,250,000.00', 'USD 1250000.00'],
    ' under the agreement made in ',
    ['place', 'Rotterdam', 'Rotterdam'],
    '. The position is that of ',
    ['case_citation', 'Marbury v. Madison, 5 U.S. 137 (1803)', 'Marbury v. Madison, 5 U.S. 137 (1803)'],
    ', and the matter is docketed as ',
    ['docket_number', 'No. 21-cv-04417', '21-cv-04417'],
    '.\n\n',
  ],
  [
    'Please direct what follows to ',
    ['person', 'Raymond Okafor', 'Raymond A. Okafor'],
    ' at ',
    ['email', 'r.okafor@halvorsen.example', 'r.okafor@halvorsen.example'],
    ' or ',
    ['phone', '(212) 555-0134', '+12125550134'],
    '. ',
    ['organization', 'Halvorsen', 'Halvorsen Marine Holdings LLC'],
    ' reserves every right that it has, and nothing in this letter is to be read as a waiver of any of them.\n\n',
  ],
  [
    'The survey was made by ',
    ['organization', 'Brandt & Oyelaran', 'Brandt & Oyelaran'],
    ' in ',
    ['place', 'New York', 'New York'],
    ' between ',
    ['date', 'June 2, 2020', '2020-06-02'],
    ' and ',
    ['date', 'June 9, 2020', '2020-06-09'],
    '. It notes that the bulkhead had been replaced, that no class certificate was issued, and that the yard did not answer three letters.\n\n',
  ],
];

/** Returns text with the given number of pages and entities with exact offsets. */
function textOf(pages: number): Pick<DocumentDetail, 'text' | 'pageMap' | 'entityList'> {
  let text = '';
  const entityList: Entity[] = [];
  const pageMap: DocumentDetail['pageMap'] = [];
  for (let page = 1; page <= pages; page += 1) {
    const start = text.length;
    for (const paragraph of PARAGRAPHS)
      for (const part of paragraph) {
        if (typeof part === 'string') text += part;
        else {
          const [kind, said, canonical] = part;
          entityList.push({
            kind,
            text: said,
            canonical,
            start: text.length,
            end: text.length + said.length,
            page,
          });
          text += said;
        }
      }
    const ocr = page % 3 === 0;
    pageMap.push({
      page,
      start,
      end: text.length,
      source: ocr ? 'ocr' : 'text',
      confidence: ocr ? 91 : null,
    });
  }
  return { text, pageMap, entityList };
}

const attemptsOf = (row: DocumentRow, now: number): Attempt[] => {
  let at = now - 600_000;
  return STAGES.filter((stage) => row.stages[stage].attempts > 0).map((stage) => {
    const { status, attempts, durationMs, cached } = row.stages[stage];
    const startedAt = at + 120;
    at = startedAt + (durationMs ?? 0);
    const failed = status === 'failed' && row.exception !== null;
    return {
      stage,
      attempt: attempts,
      startedAt,
      endedAt: at,
      waitedMs: 120,
      worker: 'paralegal-07:w-7f2a',
      outcome: failed ? 'failed' : 'completed',
      cached,
      engine: stage === 'ocr' ? 'pdfium 2.1.13' : null,
      error:
        failed && row.exception !== null ? { code: row.exception.code, detail: row.exception.detail } : null,
    };
  });
};

/** Mails state people and a subject, other documents an author. */
const metadataOf = (row: DocumentRow): DocumentDetail['metadata'] =>
  row.type === 'eml' || row.type === 'msg'
    ? {
        subject: 'Re: draft of the second amendment',
        from: [{ name: 'Margaret Harlan', address: 'mharlan@halvorsenmarine.example' }],
        to: [
          { name: 'Eleanor Whitfield', address: 'ewhitfield@whitfieldlaw.example' },
          { name: '', address: 'docket@whitfieldlaw.example' },
        ],
        sent: '2021-03-14T15:05:00.000Z',
        received: '2021-03-14T15:05:03.000Z',
        attachments: ['Second amendment (redline).docx'],
        messageId: '<0412.77a@halvorsenmarine.example>',
        inReplyTo: '<0411.3c2@whitfieldlaw.example>',
        conversation: '<0398.1f0@whitfieldlaw.example>',
        language: 'eng',
      }
    : {
        title: 'Second amendment',
        author: 'R. Okafor',
        created: '2021-03-10T09:12:00.000Z',
        language: 'eng',
      };

export function detailOf(row: DocumentRow, all: readonly DocumentRow[], now: number): DocumentDetail {
  const done = row.status === 'completed';
  const found = done ? textOf(row.pages ?? 1) : { text: null, pageMap: [], entityList: [] };
  const parent = all.find(({ id }) => id === row.parentId);
  const children = all.filter(({ parentId }) => parentId === row.id);
  const first = found.entityList[0];
  const evidence = first === undefined ? [] : [{ start: first.start, end: first.end, page: first.page }];
  return {
    ...row,
    ...found,
    textCheck: done ? 'matches' : null,
    metadata: done ? metadataOf(row) : {},
    modifiedAt: Date.UTC(2021, 2, 14, 16, 5),
    custodian: 'Margaret Harlan',
    characters: found.text?.length ?? row.characters,
    entities: done ? found.entityList.length : row.entities,
    relationships: done
      ? [
          {
            kind: 'counsel_for',
            from: 'Eleanor Whitfield',
            fromKind: 'person',
            to: 'Halvorsen Marine Holdings LLC',
            toKind: 'organization',
            weight: 4.5,
            evidence,
          },
          {
            kind: 'employed_by',
            from: 'Raymond A. Okafor',
            fromKind: 'person',
            to: 'Halvorsen Marine Holdings LLC',
            toKind: 'organization',
            weight: 3,
            evidence,
          },
        ]
      : [],
    attempts: attemptsOf(row, now),
    family: [
      ...(parent === undefined ? [] : [{ id: parent.id, path: parent.path, relation: 'parent' as const }]),
      ...children.map(({ id, path }) => ({ id, path, relation: 'child' as const })),
    ],
    duplicates: all
      .filter(({ duplicateOf }) => duplicateOf === row.id)
      .slice(0, 5)
      .map(({ id, path }) => ({ id, path })),
  };
}
