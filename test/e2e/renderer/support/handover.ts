/** Handing over, as the in-memory host does it: exports advance when a test says so. */
import { isTerminal } from '../../../../src/shared/batches.ts';
import type { BridgeHandlers } from '../../../../src/shared/bridge.ts';
import type { HandoverInput } from '../../../../src/shared/bridge-handover.ts';
import { RedwellError } from '../../../../src/shared/errors.ts';
import type { ExportPlan, ListedExport, PackCheck } from '../../../../src/shared/handover.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';
import { missing } from './missing.ts';

const HASH = '4f2d8a61c07be93d5f1846a0be27c9d35a60f1c48e7b92d03a5c6e81f49b7d20';
const WORD = { loadfile: 'load file', lists: 'lists', bag: 'bag', evidence: 'evidence pack' } as Record<
  string,
  string
>;

export class FakeExports {
  readonly all: ListedExport[] = [];
  /** What was asked for, the last one first. */
  readonly asked: HandoverInput[] = [];
  readonly host: BridgeHost;
  /** Free bytes on the disk. */
  freeBytes = 80_000_000_000;
  /** What an interrupted export of the same plan had done. */
  resume: ExportPlan['resume'] = null;
  /** The folder that the dialog answers. */
  picked: string | null = '/mnt/drive/handed over';
  /** What verifying finds, by id of the export: a sentence. */
  readonly differences = new Map<string, string>();

  constructor(host: BridgeHost) {
    this.host = host;
  }

  plan({ batchId, kind, into, profile, choice, fresh }: HandoverInput): ExportPlan {
    const batch = this.host.batch(batchId);
    const view = batch.view(this.host.now());
    if (!isTerminal(view.status))
      throw new RedwellError(
        'conflict',
        `The batch “${view.name}” has not ended, so it cannot be handed over yet.`,
        {
          action: 'Wait until it has ended, or cancel it.',
        },
      );
    const all = view.equation.received;
    const chosen = choice.by === 'selection' ? choice.documentIds.length : Math.ceil(all / 4);
    const isWhole = choice.by === 'batch';
    const duplicates = isWhole ? view.equation.duplicates : 0;
    const documents = isWhole ? all - duplicates : Math.min(all, chosen + 2);
    const { prefix, padding, start } = profile.numbering;
    const number = (n: number): string => `${prefix}${String(start + n).padStart(padding, '0')}`;
    return {
      ...{ batchId, kind, documents, originals: kind === 'lists' ? 0 : documents },
      target: `${into ?? `${this.host.info.dataDir}/handed-over`}/${view.name} - ${WORD[kind] ?? kind}`,
      bytes: kind === 'lists' ? 0 : documents * 410_000,
      leftOut: duplicates === 0 ? {} : { duplicate: duplicates },
      numbering:
        kind === 'loadfile' || kind === 'evidence'
          ? {
              ...{ first: number(0), last: number(documents - 1) },
              volumes:
                profile.volumeBytes === null ? 1 : Math.ceil((documents * 410_000) / profile.volumeBytes),
            }
          : null,
      choice: isWhole
        ? null
        : { by: choice.by, chosen, added: documents - chosen, notChosen: all - documents },
      longestPath: 120,
      resume: fresh ? null : this.resume,
      freeBytes: this.freeBytes,
    };
  }

  start(input: HandoverInput): ListedExport {
    this.asked.unshift(input);
    const plan = this.plan(input);
    if (plan.freeBytes !== null && plan.bytes > plan.freeBytes)
      throw new RedwellError(
        'disk_full',
        'The export needs more room than the disk has. Nothing was handed over.',
        {
          action: 'Free some space there, or choose a folder on another disk.',
        },
      );
    const id = `x-${this.all.length + 1}`;
    const { batchId, kind, target } = plan;
    return this.#put({
      ...{ id, batchId, kind, target, startedAt: this.host.now(), endedAt: null, outcome: null },
      ...{ documents: 0, originals: 0, leftOut: 0, bytes: 0, rootHash: null, error: null },
      ...{ state: 'running', report: null, action: null, keptUntil: null },
      progress: {
        ...{ exportId: id, batchId, phase: 'documents', documents: 0, bytes: 0 },
        ...{ totalDocuments: plan.documents, totalBytes: plan.bytes },
      },
    });
  }

  /** Moves the running export on. @param share of its documents, from 0 to 1 */
  advance(share: number): void {
    const one = this.#running();
    if (one?.progress == null) return;
    const { progress } = one;
    this.#put({
      ...one,
      progress: {
        ...progress,
        documents: Math.round(progress.totalDocuments * share),
        bytes: Math.round(progress.totalBytes * share),
      },
    });
  }

  /** Ends the running export. @param error a sentence; null: it is whole */
  end(error: string | null = null): void {
    const one = this.#running();
    const input = this.asked[0];
    if (one === undefined || input === undefined) return;
    const ended = { ...one, endedAt: this.host.now() + 61_000, progress: null };
    if (error !== null) {
      this.#put({ ...ended, outcome: 'failed', state: 'failed', error, action: 'Choose another folder.' });
      return;
    }
    const plan = this.plan(input);
    const rootHash = one.kind === 'bag' || one.kind === 'evidence' ? HASH : null;
    const counts = { documents: plan.documents, originals: plan.originals, bytes: plan.bytes };
    const { id, batchId, kind, target } = one;
    this.#put({
      ...{ ...ended, ...counts, outcome: 'completed', state: 'whole', rootHash },
      leftOut: plan.leftOut.duplicate ?? 0,
      report: {
        ...{ id, batchId, kind, target, ...counts, files: plan.documents * 2 + 6, leftOut: plan.leftOut },
        ...{
          changes: {},
          numbering: plan.numbering,
          choice: plan.choice,
          resolution: null,
          rootHash,
          resumed: null,
        },
      },
    });
  }

  cancel(exportId: string): void {
    const one = this.all.find(({ id }) => id === exportId);
    if (one?.state !== 'running') return;
    const error = 'The export was canceled. Nothing was handed over.';
    this.#put({
      ...one,
      outcome: 'canceled',
      state: 'canceled',
      progress: null,
      error,
      endedAt: this.host.now(),
    });
  }

  /** The folder of an export is moved away. */
  lose(exportId: string): void {
    const one = this.all.find(({ id }) => id === exportId);
    if (one !== undefined) this.#put({ ...one, state: 'gone', report: null });
  }

  #running(): ListedExport | undefined {
    return this.all.find(({ state }) => state === 'running');
  }

  /** @param root what was written down; empty: nothing */
  verify(exportId: string, root = ''): PackCheck {
    const one = this.all.find(({ id }) => id === exportId);
    if (one === undefined) throw missing('export');
    const message =
      root === '' || root === one.rootHash
        ? this.differences.get(exportId)
        : `The root hash is ${one.rootHash}, and not the one that was written down.`;
    const difference =
      message === undefined ? null : { kind: 'altered' as const, path: 'data/lists/documents.csv', message };
    return {
      ...{ whole: difference === null, rootHash: one.rootHash, log: null, difference },
      ...{ files: one.report?.files ?? 0, bytes: one.bytes },
    };
  }

  #put(one: ListedExport): ListedExport {
    const at = this.all.findIndex(({ id }) => id === one.id);
    if (at < 0) this.all.unshift(one);
    else this.all[at] = one;
    this.host.emit('handover.changed', one);
    return one;
  }
}

type Answers = Pick<BridgeHandlers, Extract<keyof BridgeHandlers, `${'handover' | 'packs'}.${string}`>>;

export function handoverAnswers(host: BridgeHost): Answers {
  const { exports } = host;
  return {
    'handover.plan': async (input) => exports.plan(input),
    'handover.start': async (input) => ({ exportId: exports.start(input).id }),
    'handover.cancel': async ({ exportId }) => {
      exports.cancel(exportId);
      return {};
    },
    'handover.list': async ({ batchId }) => exports.all.filter((one) => one.batchId === batchId),
    'handover.verify': async ({ exportId }) => exports.verify(exportId),
    'packs.list': async () =>
      exports.all
        .filter(({ rootHash }) => rootHash !== null)
        .map(({ id, target }) => ({ packId: id, folder: target, name: target.split('/').at(-1) ?? target })),
    'packs.pick': async () => null,
    'packs.check': async ({ packId, root }) => exports.verify(packId, root),
    'packs.stop': async () => ({}),
    'handover.pick': async () => ({ folder: exports.picked }),
    'handover.reveal': async ({ exportId }) => ({
      path: exports.all.find(({ id }) => id === exportId)?.target ?? '',
    }),
  };
}
