/**
 * `node scripts/make-sample-matter.mjs`: writes the documents of `resources/sample-matter`, and the results that tests
 * expect from them, `test/corpus/sample-truth.json`. The matter is invented. Every run writes the same bytes.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import iconv from 'iconv-lite';
import { forwarded, privileged, rejection, reply, schedule } from './sample-matter/mails.mjs';
import { agreement, amendment, privilegeLog, termSheet } from './sample-matter/office.mjs';
import { lockedPdf, scan, scannedPdf, textPdf, withAnnex } from './sample-matter/paper.mjs';
import * as papers from './sample-matter/papers.mjs';
import * as pleadings from './sample-matter/pleadings.mjs';
import { joinTiffs } from './sample-matter/tiff.mjs';
import { zip } from './sample-matter/zip.mjs';

const ROOT = join(import.meta.dirname, '..');
const MATTER = join(ROOT, 'resources', 'sample-matter');
const TRUTH = join(ROOT, 'test', 'corpus', 'sample-truth.json');
const PASSWORD = 'halyard-1127';
const HALF = /** @type {[number, number]} */ ([612, 396]);

/**
 * @typedef {object} Truth the result that Redwell must reach for one document
 * @property {string} path
 * @property {string} type
 * @property {'completed' | 'duplicate' | 'exception' | 'excluded'} status at the end of the run
 * @property {string | null} exception
 * @property {string[]} warnings codes
 * @property {string | null} parent
 * @property {string | null} duplicateOf
 * @property {(string | null)[] | null} scanned the text of each scanned page; null for a page with a text layer
 */
const truths = /** @type {Truth[]} */ ([]);

/** @param {string} path @param {string} type @param {Partial<Truth>} [more] */
function expect(path, type, more = {}) {
  const none = { exception: null, warnings: [], parent: null, duplicateOf: null, scanned: null };
  truths.push({ path, type, status: 'completed', ...none, ...more });
}

/** @param {string} path @param {Buffer} content @param {string} type @param {Partial<Truth>} [more] */
async function put(path, content, type, more) {
  const full = join(MATTER, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, content);
  expect(path, type, more);
}

async function courtPapers() {
  const complaint = await textPdf(pleadings.complaint, { title: 'Complaint' });
  // The copy comes first in path order, but the shorter path is the one that is processed.
  await put('copies/Complaint (copy).pdf', complaint, 'pdf', {
    status: 'duplicate',
    duplicateOf: 'pleadings/01 Complaint.pdf',
  });
  await put('pleadings/01 Complaint.pdf', complaint, 'pdf');
  await put('pleadings/02 Answer and Counterclaim.pdf', await textPdf(pleadings.answer), 'pdf');
  await put('pleadings/03 Motion to Compel.pdf', await textPdf(pleadings.motion), 'pdf');
  await put('pleadings/04 Order.pdf', await textPdf(pleadings.order), 'pdf');
  await put('pleadings/05 Memorandum of Law.pdf', await textPdf(pleadings.memorandum), 'pdf');
}

async function scans() {
  const sheet = async (
    /** @type {string[]} */ pages,
    /** @type {number} */ dpi,
    /** @type {number} */ seed,
    more = {},
  ) => scan(pages, { dpi, seed, ...more });
  const pdf = async (
    /** @type {string} */ name,
    /** @type {string[]} */ pages,
    /** @type {number} */ dpi,
    /** @type {number} */ seed,
  ) => put(`scans/${name}`, await scannedPdf(await sheet(pages, dpi, seed), dpi), 'pdf', { scanned: pages });
  await pdf('Bill of Lading.pdf', papers.billOfLading, 300, 11);
  await pdf('Signed Supply Agreement.pdf', papers.signedAgreement, 200, 23);
  await pdf('Inspection Report.pdf', papers.inspection, 200, 37);

  const letter = await textPdf([papers.coverLetter]);
  const invoice = await sheet([papers.annex], 200, 41);
  await put('scans/Letter of Claim with Invoice.pdf', await withAnnex(letter, invoice, 200), 'pdf', {
    scanned: [null, papers.annex],
  });

  const [receipt] = await sheet(papers.deliveryReceipt, 200, 53, { sheet: HALF });
  await put('scans/Delivery Receipt.jpg', await image(receipt).jpeg({ quality: 50 }).toBuffer(), 'jpeg', {
    scanned: papers.deliveryReceipt,
  });
  const [note] = await sheet(papers.handoverNote, 200, 59, { sheet: HALF, turn: 0 });
  await put('scans/Handover Note.png', await gray(note), 'png', { scanned: papers.handoverNote });
  const exhibit = await sheet(papers.exhibitF, 200, 61, { sheet: HALF });
  await put('problems/Exhibit F.pdf', await gray(exhibit[0]), 'png', {
    warnings: ['extension_mismatch'],
    scanned: papers.exhibitF,
  });
  const faxed = await sheet(papers.fax, 200, 67, { turn: 0.2 });
  await put('scans/Fax of 2023-11-14.tif', joinTiffs(await Promise.all(faxed.map(black))), 'tiff', {
    scanned: papers.fax,
  });
  const [check] = await sheet(papers.check, 300, 71, { sheet: HALF, size: 12 });
  await put('scans/Deposit Check.tiff', await black(check), 'tiff', { scanned: papers.check });
}

/** @param {import('sharp').Sharp | undefined} made */
function image(made) {
  if (made === undefined) throw new Error('A scan has no page');
  return made.clone();
}
/** Adds the contrast that a scanner's driver adds. @param {import('sharp').Sharp | undefined} made */
const gray = (made) =>
  image(made)
    .linear(1.25, -40)
    .png({ palette: true, colors: 8, dither: 0, effort: 10, compressionLevel: 9 })
    .toBuffer();
/** Black and white, one bit per dot, like a fax. @param {import('sharp').Sharp | undefined} made */
const black = (made) =>
  image(made).threshold(150).toColorspace('b-w').tiff({ compression: 'deflate', bitdepth: 1 }).toBuffer();

async function officeAndMail() {
  await put('contracts/Master Supply Agreement.docx', await agreement(), 'docx');
  await put('contracts/Amendment No 1.docx', await amendment(), 'docx');
  await put('contracts/Settlement Term Sheet.docx', await termSheet(), 'docx');
  await put('email/2023-11-02 Revised schedule.eml', schedule(), 'eml');
  const summary = await textPdf([
    'SURVEY SUMMARY\n\nOf 412 crates 97 are damaged by salt water. Estimated loss $138,250.00.\n\nElena Vasquez\nBayside Marine Surveyors, Inc.\nNovember 17, 2023',
  ]);
  const notice = 'email/2023-11-20 Notice of rejection.eml';
  await put(notice, rejection(summary), 'eml');
  expect(`${notice}/Survey summary.pdf`, 'pdf', { parent: notice });
  await put('email/2023-12-05 Reply.eml', reply(), 'eml');
  await put('email/2024-01-10 Privileged.eml', privileged(), 'eml');
  const documents = 'email/2024-08-15 Documents for production.eml';
  const note = Buffer.from(papers.telephoneNote);
  await put(documents, forwarded(await privilegeLog(), note), 'eml');
  expect(`${documents}/Privilege log.docx`, 'docx', { parent: documents });
  // A loose file is processed rather than the attachment with the same bytes.
  expect(`${documents}/Telephone note.txt`, 'txt', {
    parent: documents,
    status: 'duplicate',
    duplicateOf: 'notes/Telephone note.txt',
  });
  await put('notes/Telephone note.txt', note, 'txt');
}

async function texts() {
  const statement = iconv.encode(papers.statement, 'windows-1252');
  await put('notes/Statement of Herve Lefevre.txt', statement, 'txt');
  await put('notes/Chronology.txt', iconv.encode(papers.chronology, 'utf-16le', { addBOM: true }), 'txt');
  await put(
    'notes/Deposition of Daniel Pruitt.txt',
    Buffer.from(papers.deposition.replaceAll('\n', '\r\n')),
    'txt',
  );
  await put('notes/Memo to file.txt', Buffer.from(papers.memo), 'txt');
  const exhibits = 'exhibits/Exhibits C and D.zip';
  const logbook = Buffer.from(
    'EXHIBIT C\n\nDeck log of the Nordkapp, October 24, 2023: seas over the bow, crates on deck wet. H. Lefevre\n',
  );
  const invoice = Buffer.from(
    'EXHIBIT D\n\nInvoice No. CL-20331, December 1, 2023: demurrage $22,400.00. Crestline Logistics LLC\n',
  );
  await put(
    exhibits,
    zip([
      ['Exhibit C.txt', logbook],
      ['invoices/Exhibit D.txt', invoice],
    ]),
    'zip',
  );
  expect(`${exhibits}/Exhibit C.txt`, 'txt', { parent: exhibits });
  expect(`${exhibits}/invoices/Exhibit D.txt`, 'txt', { parent: exhibits });
}

/** A sound recording: one second of silence, 8 bits at 8 kHz. */
function silence() {
  const samples = Buffer.alloc(8000, 0x80);
  const head = Buffer.from('RIFF    WAVEfmt                     data    ', 'latin1');
  head.writeUInt32LE(36 + samples.length, 4);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

async function problems() {
  const stop = (/** @type {string} */ exception) => /** @type {const} */ ({ status: 'exception', exception });
  await put(
    'problems/Settlement Offer.pdf',
    await lockedPdf(papers.settlementOffer, PASSWORD),
    'pdf',
    stop('encrypted'),
  );
  // Cut off in the first object, like a copy from a failing drive.
  const damaged = (await textPdf(pleadings.order)).subarray(0, 300);
  await put('problems/Damaged Exhibit B.pdf', damaged, 'pdf', stop('corrupt'));
  await put('problems/Blank.txt', Buffer.alloc(0), 'empty', stop('empty'));
  await put('problems/Voicemail 2023-11-15.wav', silence(), 'other', stop('unsupported'));
}

await rm(MATTER, { recursive: true, force: true });
await courtPapers();
await scans();
await officeAndMail();
await texts();
await problems();
truths.sort((a, b) => (a.path < b.path ? -1 : 1));
await mkdir(dirname(TRUTH), { recursive: true });
await writeFile(TRUTH, `${JSON.stringify({ password: PASSWORD, documents: truths }, null, 2)}\n`);
console.log(`${truths.length} documents in ${MATTER}`);
