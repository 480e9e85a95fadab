/** The page of a report: what was received, what became of it, and how. */
import type { Batch, BatchRun, StageComparison, WarningCount } from '../../../shared/batches.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { LEFT_OUT_REASONS, LEFT_OUT_TEXT, type LeftOutCounts } from '../../../shared/handover.ts';
import type { Replacement } from '../../../shared/replacement-record.ts';
import { STAGE_LABEL } from '../../../shared/stages.ts';
import { sizeInWords } from '../../disk/words.ts';
import type { ReportFacts } from '../../history/report-facts.ts';
import type { Paper } from '../types.ts';
import { foreign, Html, html, said, section, table } from './html.ts';
import { replaced } from './replaced.ts';
import { styleOf } from './style.ts';
import { count, counted, duration, momentWords } from './words.ts';

/** A document that did not complete. */
export interface FailedDocument {
  path: string;
  label: string;
  detail: string;
}

export interface ReportInput {
  batch: Batch;
  facts: ReportFacts;
  warnings: readonly WarningCount[];
  stages: readonly StageComparison[];
  runs: readonly BatchRun[];
  /** The first of the documents that did not complete. */
  failed: readonly FailedDocument[];
  /** Copies that replaced documents of the batch, and documents of others that its own replace. */
  replacements: readonly Replacement[];
  /** What the export that the report belongs to leaves out; null if the report is all there is. */
  leftOut: LeftOutCounts | null;
  timeZone: string;
  paper: Paper;
  version: string;
  /** Unix ms. */
  madeAt: number;
}

const ACTOR = { paralegal: 'Paralegal', administrator: 'Administrator', custodian: 'Custodian' } as const;
const N = true;

/** Returns the whole page. It has no scripts and needs nothing from elsewhere. */
export function reportPage(input: ReportInput): string {
  const { batch, paper } = input;
  const parts = [
    head,
    figures,
    types,
    exceptions,
    replaced,
    warnings,
    times,
    engines,
    gaps,
    leftOut,
    signatures,
  ];
  return html`<!doctype html>
<html lang="en-US"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Processing report: ${batch.name}</title>
<style>${new Html(styleOf(paper))}</style></head><body>
${parts.map((part) => part(input))}</body></html>
`.text;
}

function head({ batch, madeAt, timeZone, version, runs }: ReportInput): Html {
  const moment = momentWords(timeZone);
  const rows: [string, Html | string][] = [
    ['Matter', foreign(batch.matter === '' ? 'not stated' : batch.matter)],
    ['Custodian', foreign(batch.custodian === '' ? 'not stated' : batch.custodian)],
    ['Batch', batch.id],
    ['Status', batch.status.replaceAll('_', ' ')],
    ['Received', moment(batch.createdAt)],
    ['Processed', `${moment(batch.startedAt)} to ${moment(batch.endedAt)}`],
    ['Runs', runs.length === 0 ? 'not recorded' : count(runs.length)],
    ['Report', `${moment(madeAt)}, Redwell ${version}`],
  ];
  return html`<header><p class="quiet">Processing report</p><h1>${foreign(batch.name)}</h1>
<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl></header>\n`;
}

function figures({ batch, facts }: ReportInput): Html {
  const { received, completed, duplicates, excluded, exceptions, pending } = batch.equation;
  const terms: [number, string][] = [
    ...([
      [completed, 'completed'],
      [duplicates, 'duplicates'],
      [excluded, 'excluded'],
      [exceptions, 'exceptions'],
    ] as [number, string][]),
    // A batch that was exported has ended, so nothing is pending unless its record is wrong.
    ...(pending === 0 ? [] : [[pending, 'pending'] as [number, string]]),
  ];
  const sum = terms.reduce((all, [n]) => all + n, 0);
  const term = ([n, word]: [number, string]): Html => html`<span><b>${count(n)}</b>${word}</span>`;
  const [first, ...rest] = terms.map(term);
  return section(
    'Figures',
    html`<div class="sum">${term([received, 'received'])}<i>=</i>${first ?? ''}${rest.map(
      (one) => html`<i>+</i>${one}`,
    )}</div>\n`,
    said(
      sum === received
        ? 'Every document that was received is accounted for: the figures on both sides are equal.'
        : `The figures do not agree: ${count(received)} documents were received, and ${count(sum)} are accounted for. Check the batch before this report is filed.`,
    ),
    said(
      `${sizeInWords(facts.types.reduce((all, { bytes }) => all + bytes, 0))} received; ${counted(batch.pages, 'page')}, ${count(batch.pagesOcr)} of them read by text recognition (OCR); ${counted(batch.characters, 'character')} of text; ${counted(batch.entities, 'mention')} of names, dates, amounts and citations. ${counted(batch.warnings, 'completed document')} with warnings.`,
    ),
  );
}

const types = ({ facts }: ReportInput): Html =>
  section(
    'Types',
    table(
      [
        { head: 'Type' },
        { head: 'Documents', isNumber: N },
        { head: 'Completed', isNumber: N },
        { head: 'Exceptions', isNumber: N },
        { head: 'Pages', isNumber: N },
        { head: 'Size', isNumber: N },
      ],
      facts.types.map((row) => [
        ...[row.type, count(row.documents), count(row.completed)],
        ...[count(row.exceptions), count(row.pages), sizeInWords(row.bytes)],
      ]),
      totals(facts.types),
    ),
  );

function totals(rows: ReportFacts['types']): string[] {
  const sum = (field: 'documents' | 'completed' | 'exceptions' | 'pages' | 'bytes'): number =>
    rows.reduce((all, row) => all + row[field], 0);
  return [
    ...['All', count(sum('documents')), count(sum('completed'))],
    ...[count(sum('exceptions')), count(sum('pages')), sizeInWords(sum('bytes'))],
  ];
}

function exceptions({ batch, failed }: ReportInput): Html {
  if (batch.causes.length === 0) return section('Exceptions', said('There are no exceptions.'));
  const rest = batch.equation.exceptions - failed.length;
  return section(
    'Exceptions',
    table(
      [
        { head: 'Cause' },
        { head: 'Documents', isNumber: N },
        { head: 'Who must act' },
        { head: 'What to do' },
      ],
      batch.causes.map(({ code, count: n }) => {
        const { label, action, actor } = EXCEPTIONS[code];
        return [label, count(n), ACTOR[actor], action];
      }),
    ),
    table(
      [{ head: 'Document' }, { head: 'Cause' }, { head: 'Detail' }],
      failed.map(({ path, label, detail }) => [foreign(path), label, foreign(detail)]),
    ),
    ...(rest > 0 ? [said(`${count(rest)} more are in the list of exceptions.`)] : []),
  );
}

const warnings = ({ warnings: all }: ReportInput): Html =>
  section(
    'Warnings',
    all.length === 0
      ? said('There are no warnings.')
      : table(
          [{ head: 'Warning' }, { head: 'Documents', isNumber: N }, { head: 'What it means' }],
          all.map(({ code, count: n }) => [EXCEPTIONS[code].label, count(n), EXCEPTIONS[code].sentence]),
        ),
  );

function times({ batch, stages, facts }: ReportInput): Html {
  const { warmed } = batch;
  const looked = batch.cacheHits + batch.cacheMisses;
  return section(
    'Times',
    table(
      [
        { head: 'Stage' },
        { head: 'Results', isNumber: N },
        { head: 'Median', isNumber: N },
        { head: '95% within', isNumber: N },
        { head: 'Waited (median)', isNumber: N },
        { head: 'All together', isNumber: N },
      ],
      stages.map(({ stage, here }) => [
        STAGE_LABEL[stage],
        here === null ? '0' : count(here.count),
        here === null ? '–' : duration(here.ran.p50),
        here === null ? '–' : duration(here.ran.p95),
        here === null ? '–' : duration(here.waited.p50),
        duration(batch.stages[stage]?.totalMs ?? null),
      ]),
    ),
    said(
      `The batch took ${duration(batch.durationMs)} without pauses, on ${counted(facts.workers, 'worker')}. Results from the cache took no time and are not in the table.`,
    ),
    said(
      batch.cacheHits === 0
        ? 'No results came from the cache: all of them were worked out in this batch.'
        : `${count(batch.cacheHits)} of ${count(looked)} results came from the cache, because the same content was read before with the same version. That saved ${duration(batch.savedMs)}.${warmed === undefined ? '' : ` ${count(warmed.contents)} of ${count(warmed.of)} contents were known on this computer before the batch ran.`}`,
    ),
  );
}

const engines = ({ facts }: ReportInput): Html =>
  section(
    'Engines and versions',
    facts.engines.length === 0
      ? said('No engine is recorded.')
      : table(
          [{ head: 'Stage' }, { head: 'Engine' }, { head: 'Times', isNumber: N }],
          facts.engines.map(({ stage, engine, attempts }) => [
            STAGE_LABEL[stage],
            foreign(engine),
            count(attempts),
          ]),
        ),
  );

function gaps({ facts, timeZone }: ReportInput): Html {
  const moment = momentWords(timeZone);
  return section(
    'Gaps in the record',
    facts.gaps.length === 0
      ? said('There are none: every event of this batch was recorded.')
      : table(
          [{ head: 'When' }, { head: 'What happened' }],
          facts.gaps.map(({ at, reason }) => [moment(at), foreign(reason)]),
        ),
  );
}

function leftOut({ leftOut: counts }: ReportInput): Html {
  if (counts === null) return html``;
  const reasons = LEFT_OUT_REASONS.filter((reason) => (counts[reason] ?? 0) > 0);
  return section(
    'Left out of this export',
    reasons.length === 0
      ? said('Nothing is left out.')
      : table(
          [{ head: 'Number', isNumber: N }, { head: 'Why' }],
          reasons.map((reason) => [count(counts[reason] ?? 0), LEFT_OUT_TEXT[reason]]),
        ),
  );
}

const signatures = (_input: ReportInput): Html => {
  const line = (who: string): Html =>
    html`<div><span>${who} (name)</span><span>Signature</span><span>Date</span></div>`;
  return html`<section class="sign"><h2>Signatures</h2>${line('Prepared by')}${line('Reviewed by')}</section>\n`;
};
