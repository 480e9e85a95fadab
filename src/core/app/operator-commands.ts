/** Which requests are commands that the operator log keeps, and what it says of each. */
import type { RequestName, RequestOutput, RequestParsed } from '../../shared/bridge.ts';
import type { OperatorAction } from '../../shared/operator-log.ts';
import { deletionDetails } from './deletions.ts';

type Details = Record<string, string | number | boolean>;

/** What a request is, before it is carried out. */
export interface Told {
  what: OperatorAction;
  batchId?: string;
  documents?: { count: number; ids: readonly string[] };
  details?: Details;
}

/** What is known only afterward. */
export interface Outcome {
  batchId?: string;
  details?: Details;
}

interface Command<N extends RequestName> {
  /** Returns null for a request that changes nothing. */
  tell(input: RequestParsed<N>): Told | null;
  after?(output: RequestOutput<N>): Outcome;
}

const some = (ids: readonly string[]) => ({ count: ids.length, ids });

type Target = RequestParsed<'attention.dismiss'>['target'];

/** Items are documents with a problem. What a filter finds is not known before. */
const targetOf = (target: Target): Pick<Told, 'documents' | 'details'> =>
  'items' in target
    ? { documents: some([...new Set(target.items.map(({ documentId }) => documentId))]) }
    : { details: { all: 'everything that the filter found' } };

/** Settings that are only about how a list looks. */
const NOT_KEPT: ReadonlySet<string> = new Set(['listColumns', 'savedSearches']);
/** Settings whose values say who may read what, or are secret. Only that they changed is kept. */
const SECRET: ReadonlySet<string> = new Set([
  'redisUrl',
  'redisCa',
  'redisCert',
  'redisKey',
  'webhookSecret',
]);

function settingsTold(change: RequestParsed<'settings.set'>): Told | null {
  const kept = Object.entries(change).filter(([name, value]) => value !== undefined && !NOT_KEPT.has(name));
  if (kept.length === 0) return null;
  const shown = (name: string, value: unknown): string | number | boolean =>
    SECRET.has(name)
      ? 'changed'
      : typeof value === 'number' || typeof value === 'boolean'
        ? value
        : JSON.stringify(value);
  return {
    what: 'settings.change',
    details: Object.fromEntries(kept.map(([name, value]) => [name, shown(name, value)])),
  };
}

export const COMMANDS: { [N in RequestName]?: Command<N> } = {
  'intake.discard': { tell: ({ dropId }) => ({ what: 'drop.discard', details: { drop: dropId } }) },
  'intake.edit': {
    tell: ({ dropId, out, choices }) => ({
      what: 'drop.edit',
      details: { drop: dropId, change: out ? 'left out' : 'taken back', choices: choices.length },
    }),
  },
  'intake.loadFile': {
    tell: ({ dropId, taken }) => ({
      what: 'drop.edit',
      details: { drop: dropId, change: taken ? 'taken as its load file says' : 'taken as plain files' },
    }),
  },
  'intake.join': {
    tell: ({ dropIds }) => ({ what: 'drop.join', details: { drops: dropIds.join(', ') } }),
    after: ({ id }) => ({ details: { drop: id } }),
  },
  'intake.passwords': {
    tell: ({ dropId, passwords }) => ({
      what: 'passwords.give',
      details: { drop: dropId, passwords: passwords.length },
    }),
  },
  'batches.submit': {
    tell: ({ dropId, name, matter, custodian, priority }) => ({
      what: 'batch.submit',
      details: { drop: dropId, name, matter, custodian, priority },
    }),
    after: ({ id }) => ({ batchId: id }),
  },
  'batches.control': { tell: ({ batchId, action }) => ({ what: `batch.${action}`, batchId }) },
  'batches.priority': {
    tell: ({ batchId, priority }) => ({ what: 'batch.priority', batchId, details: { priority } }),
  },
  'batches.retry': {
    tell: ({ batchId, stage, code, documentId }) => ({
      what: 'batch.retry',
      batchId,
      ...(documentId === undefined ? {} : { documents: some([documentId]) }),
      details: { ...(stage === undefined ? {} : { stage }), ...(code === undefined ? {} : { cause: code }) },
    }),
    after: ({ retried }) => ({ details: { retried } }),
  },
  'documents.retry': {
    tell: ({ batchId, documentIds }) => ({ what: 'batch.retry', batchId, documents: some(documentIds) }),
    after: ({ retried }) => ({ details: { retried } }),
  },
  'documents.exclude': {
    tell: ({ batchId, documentIds }) => ({
      what: 'documents.exclude',
      batchId,
      documents: some(documentIds),
    }),
    after: ({ excluded, started }) => ({ details: { excluded, started } }),
  },
  'documents.priority': {
    tell: ({ batchId, documentIds, priority }) => ({
      ...{ what: 'batch.priority', batchId, documents: some(documentIds) },
      details: { priority },
    }),
    after: ({ moved, started }) => ({ details: { moved, started } }),
  },
  'replacements.submit': {
    tell: ({ dropId, reason }) => ({ what: 'documents.replace', details: { drop: dropId, reason } }),
    after: (output) =>
      output.kind === 'replaced'
        ? { batchId: output.batch.id, details: { decision: output.decision } }
        : { details: { retried: output.retried, original: 'went back into the vault' } },
  },
  'batches.passwords': {
    tell: ({ batchId, passwords }) => ({
      what: 'passwords.give',
      batchId,
      details: { passwords: passwords.length },
    }),
    after: ({ retried }) => ({ details: { retried } }),
  },
  'batches.rerun': {
    tell: ({ batchId }) => ({ what: 'batch.rerun', batchId }),
    after: ({ opened, missing, altered }) => ({ details: { opened, missing, altered } }),
  },
  'batches.reconcile': {
    tell: ({ batchId, repair }) => (repair ? { what: 'batch.repair', batchId } : null),
    after: ({ checked, repaired, drift }) => ({ details: { checked, repaired, corrected: drift.length } }),
  },
  'reconcile.run': { tell: ({ repair }) => (repair ? { what: 'batch.repair' } : null) },
  'attention.dismiss': {
    tell: ({ target, reason }) => withDetails({ what: 'attention.dismiss', ...targetOf(target) }, { reason }),
    after: ({ items, decision }) => ({ details: { items, decision } }),
  },
  'attention.assign': {
    tell: ({ target, name }) => withDetails({ what: 'attention.assign', ...targetOf(target) }, { name }),
    after: ({ items, decision }) => ({ details: { items, decision } }),
  },
  'attention.undo': {
    tell: ({ decision }) => ({ what: 'attention.undo', details: { decision } }),
    after: ({ items }) => ({ details: { items } }),
  },
  'attention.reopen': {
    tell: ({ target }) => ({ what: 'attention.reopen', ...targetOf(target) }),
    after: ({ items }) => ({ details: { items } }),
  },
  'attention.retry': {
    tell: ({ target, passwords }) =>
      withDetails(
        { what: passwords === undefined ? 'batch.retry' : 'passwords.give', ...targetOf(target) },
        passwords === undefined ? {} : { passwords: passwords.length },
      ),
    after: ({ asked, retried }) => ({ details: { asked, retried } }),
  },
  'tags.set': {
    tell: ({ batchId, documentIds, tag, isOn }) => ({
      ...{ what: 'documents.tag', batchId, documents: some(documentIds) },
      details: { tag, change: isOn ? 'added' : 'removed' },
    }),
    after: ({ changed }) => ({ details: { changed } }),
  },
  'settings.set': { tell: settingsTold },
  'batches.export': {
    tell: ({ format, into, columns }) => ({
      what: 'export.start',
      details: {
        kind: 'list of batches',
        format,
        columns: columns.join(', '),
        ...(into === null ? {} : { into }),
      },
    }),
    after: ({ batches }) => ({ details: { batches } }),
  },
  'handover.start': {
    tell: ({ batchId, kind, into }) => ({
      ...{ what: 'export.start', batchId },
      details: { kind, ...(into === null ? {} : { into }) },
    }),
    after: ({ exportId }) => ({ details: { export: exportId } }),
  },
  'handover.cancel': { tell: ({ exportId }) => ({ what: 'export.cancel', details: { export: exportId } }) },
  'retention.set': {
    tell: ({ rule }) => ({
      what: 'retention.rule',
      details: {
        rule: rule === null ? 'nothing is deleted by itself' : `${rule.count} ${rule.unit} after the end`,
      },
    }),
  },
  'retention.hold': {
    tell: ({ target, isOn, reason }) => ({
      what: 'retention.hold',
      ...('batchId' in target ? { batchId: target.batchId } : {}),
      details: {
        ...('matter' in target ? { matter: target.matter } : {}),
        ...{ change: isOn ? 'held' : 'ended', reason },
      },
    }),
  },
  'retention.clock': { tell: () => ({ what: 'retention.clock' }) },
  'deletion.run': {
    tell: ({ batchId }) => ({ what: 'batch.delete', batchId }),
    after: (report) => ({ details: deletionDetails(report) }),
  },
};

const withDetails = (told: Told, more: Details): Told => ({ ...told, details: { ...told.details, ...more } });
