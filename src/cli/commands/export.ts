/** `redwell export BATCH`: hands over an ended batch, from the data folder alone. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { keptExport } from '../../core/app/command-log.ts';
import { handoverFrom } from '../../core/app/handover.ts';
import { pdfPrinter } from '../../core/app/print-pdf.ts';
import { parsePrivilege } from '../../core/handover/lists/privilege-terms.ts';
import { DEFAULT_PROFILE, type Profile, parseProfile } from '../../core/handover/load-file/profile.ts';
import { planExport } from '../../core/handover/plan.ts';
import { exportBatch } from '../../core/handover/run.ts';
import type { ListWishes, Paper } from '../../core/handover/types.ts';
import { openHistory } from '../../core/history/index.ts';
import type { History } from '../../core/history/types.ts';
import { createSandbox } from '../../core/sandbox/pool.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { ChoiceCounts } from '../../shared/export-choice.ts';
import {
  type ExportKind,
  type ExportPlan,
  type ExportProgress,
  type ExportReport,
  FAULTS,
  LEFT_OUT_REASONS,
  LEFT_OUT_TEXT,
  type LeftOutCounts,
  NOT_PRINTED_TEXT,
} from '../../shared/handover.ts';
import { count, counted, size } from '../format.ts';
import type { Output } from '../output.ts';
import { readPasswords } from '../passwords.ts';
import { startProgress } from '../progress.ts';
import { shownJson } from '../shown.ts';
import { readChoice } from './export-choice.ts';

export interface ExportCommandOptions {
  kind: ExportKind;
  to: string;
  /** Path of a profile; null: the usual fields. */
  profile: string | null;
  /** Each `name=value`; see `readChoice`. */
  filter: readonly string[];
  /** A file that lists documents; null: none. */
  documents: string | null;
  /** Path of a list of names and domains; null: no privilege screen. */
  privilege: string | null;
  /** Whether an evidence pack may hold the privilege list. */
  includePrivilege: boolean;
  /** A file with passwords for encrypted files, or `-`; null: none. */
  passwordsFrom: string | null;
  /** Starts from the beginning, also where an interrupted export could go on. */
  fresh: boolean;
  /** A search whose hits are listed; null: none. */
  search: string | null;
  /** Of the report. */
  paper: Paper;
  /** Folder of the built entries. */
  entries: string;
  planOnly: boolean;
  json: boolean;
}

interface Terminal {
  out: Output;
  signal: AbortSignal;
}

const PRIVILEGE_TEXT =
  'This export will hold the privilege list, which names the documents that may be privileged. Keep it in your office.';

const EXIT = { done: 0, incomplete: 2 } as const;

/** @returns the exit code: 0, or 2 when originals, texts or page images are missing. @throws RedwellError when nothing was exported */
export async function exportCommand(
  batchId: string,
  dataDir: string,
  options: ExportCommandOptions,
  { out, signal }: Terminal,
): Promise<number> {
  const profile = await readProfile(options.profile);
  const lists = await readWishes(options);
  const passwords =
    options.passwordsFrom === null ? [] : await readPasswords(options.passwordsFrom, process.stdin);
  const history = openRecord(dataDir);
  // Its processes start when the first page is drawn.
  const sandbox = createSandbox({ entry: join(options.entries, 'sandbox.js') });
  try {
    const choice = await readChoice(history, batchId, options);
    const { kind, paper, fresh } = options;
    const request = { batchId, kind, into: resolve(options.to), profile, choice, lists, paper, fresh };
    const copyEntry = join(options.entries, 'copy.js');
    const tools = { copyEntry, sandbox, printPdf: pdfPrinter(), passwords: () => passwords };
    const deps = handoverFrom(dataDir, history, undefined, tools);
    if (options.planOnly) {
      const { plan } = await planExport(deps, request);
      await (options.json ? out.line(shownJson(plan)) : printPlan(plan, out));
      return EXIT.done;
    }
    if (lists.privilege !== undefined && !options.json) await out.line(PRIVILEGE_TEXT);
    const progress = startProgress(process.stderr);
    let report: ExportReport;
    try {
      report = await keptExport(dataDir, history, request, () =>
        exportBatch(deps, request, {
          signal,
          onProgress: (now) => progress.show(shareOf(now), textOf(now)),
        }),
      );
    } finally {
      progress.stop();
    }
    await (options.json ? out.line(shownJson(report)) : printReport(report, out));
    const lacksFiles = LEFT_OUT_REASONS.some(
      (reason) => FAULTS.has(reason) && (report.leftOut[reason] ?? 0) > 0,
    );
    return lacksFiles ? EXIT.incomplete : EXIT.done;
  } finally {
    await sandbox.dispose();
    history.dispose();
  }
}

/** Opens history beside the app that may own it. @throws RedwellError history_unavailable */
function openRecord(dataDir: string): History {
  const path = join(dataDir, 'history.sqlite');
  if (!existsSync(path))
    throw new RedwellError('history_unavailable', `There is no history in ${dataDir} yet.`, {
      action: 'Submit a folder first, or choose another data folder with --data.',
    });
  return openHistory({ path, isOwner: false });
}

/** @throws RedwellError invalid_input, not_found */
async function readWishes({
  kind,
  privilege,
  search,
  includePrivilege,
}: ExportCommandOptions): Promise<ListWishes> {
  const hasLists = kind === 'lists' || kind === 'evidence';
  if (!hasLists && (privilege !== null || search !== null))
    throw new RedwellError('invalid_input', 'Only lists and evidence packs take --privilege and --search.', {
      action: 'Export with --as lists, or leave the option out.',
    });
  return {
    ...(search === null ? {} : { search }),
    ...(privilege === null
      ? {}
      : {
          privilegeInPack: includePrivilege,
          privilege: parsePrivilege(
            await readGiven(privilege, 'The privilege list', '--privilege'),
            basename(privilege),
          ),
        }),
  };
}

/** @throws RedwellError not_found */
async function readGiven(path: string, what: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new RedwellError('not_found', `${what} ${path} could not be read.`, {
      action: `Check the path of ${option}.`,
      cause: error,
    });
  }
}

const readProfile = async (path: string | null): Promise<Profile> =>
  path === null
    ? DEFAULT_PROFILE
    : parseProfile(await readGiven(path, 'The profile', '--profile'), basename(path));

/** Bytes say more about the time that is left than documents do. */
const shareOf = (now: ExportProgress): number | null =>
  now.totalBytes > 0
    ? now.bytes / now.totalBytes
    : now.totalDocuments > 0
      ? now.documents / now.totalDocuments
      : null;

function textOf({ phase, documents, totalDocuments, bytes }: ExportProgress): string {
  if (phase === 'sealing') return 'Completing the export';
  if (phase === 'lists') return 'Writing the lists';
  return `${count(documents)} of ${counted(totalDocuments, 'document')}, ${size(bytes)}`;
}

async function printPlan(plan: ExportPlan, out: Output): Promise<void> {
  await out.line(`Folder: ${plan.target}`);
  await out.line(
    `${counted(plan.documents, 'document')}, ${counted(plan.originals, 'original')} of ${size(plan.bytes)}`,
  );
  await printNumbering(plan.numbering, out);
  await printChoice(plan.choice, out);
  if (plan.images !== undefined)
    await out.line(
      `${counted(plan.images.pages, 'page image')}, ${counted(plan.images.slipSheets, 'slip sheet')} among them`,
    );
  await printLeftOut(plan.leftOut, out);
  if (plan.privilege === true) await out.line(PRIVILEGE_TEXT);
  if (plan.resume !== null)
    await out.line(
      `Goes on with an interrupted export: about ${count(plan.resume.documents)} of ${counted(plan.documents, 'document')} are there already`,
    );
  if (plan.freeBytes !== null) await out.line(`Free on that disk: ${size(plan.freeBytes)}`);
}

async function printReport(report: ExportReport, out: Output): Promise<void> {
  await out.line(`Exported to ${report.target}`);
  await out.line(
    `${counted(report.documents, 'document')}, ${counted(report.originals, 'original')}; ${counted(report.files, 'file')} of ${size(report.bytes)}`,
  );
  if (report.resumed !== null)
    await out.line(
      `Resumed: ${count(report.resumed.documents)} of ${counted(report.documents, 'document')} were already there`,
    );
  await printNumbering(report.numbering, out);
  await printChoice(report.choice, out);
  await printLeftOut(report.leftOut, out);
  const { not_printed: notPrinted = 0, ...values } = report.changes;
  const changes = Object.values(values).reduce((sum, n) => sum + n, 0);
  if (changes > 0)
    await out.line(
      `${counted(changes, 'value')} could not be written exactly, or may be misread; see changes.csv.`,
    );
  if (notPrinted > 0) await out.line(NOT_PRINTED_TEXT);
  const hasLists = report.kind === 'lists' || report.kind === 'evidence';
  if (hasLists && report.resolution === null)
    await out.line(
      report.choice !== null
        ? 'The names of a batch come from all of its documents, so there are no lists of entities and relationships of the chosen ones.'
        : 'The names of this batch were not matched, so there are no lists of entities and relationships.',
    );
  if (report.resolution !== null && report.resolution.missing > 0)
    await out.line(
      `The lists of entities and relationships lack ${counted(report.resolution.missing, 'document')}.`,
    );
  if (report.rootHash !== null) await out.line(`Root hash: ${report.rootHash}`);
}

async function printNumbering(numbering: ExportReport['numbering'], out: Output): Promise<void> {
  if (numbering === null) return;
  await out.line(
    `Control numbers ${numbering.first} to ${numbering.last}, ${counted(numbering.volumes, 'volume')}`,
  );
}

async function printChoice(choice: ChoiceCounts | null, out: Output): Promise<void> {
  if (choice === null) return;
  await out.line(
    `Chosen: ${counted(choice.chosen, 'document')}; ${count(choice.added)} more because families stay together, ${count(choice.notChosen)} not exported`,
  );
}

async function printLeftOut(leftOut: LeftOutCounts, out: Output): Promise<void> {
  for (const reason of LEFT_OUT_REASONS) {
    const n = leftOut[reason] ?? 0;
    if (n > 0) await out.line(`Left out, ${count(n)}: ${LEFT_OUT_TEXT[reason]}`);
  }
}
