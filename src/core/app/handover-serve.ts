/** Plans, exports and proves, as messages ask for it: in a thread of its own, or beside other work. */
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { toWireError, type WireError } from '../../shared/errors.ts';
import type { ExportPlan, ExportProgress, ExportReport, PackCheck } from '../../shared/handover.ts';
import { canceled, PartsKept } from '../handover/errors.ts';
import { cleanLeftovers } from '../handover/leftovers.ts';
import { planExport } from '../handover/plan.ts';
import { exportBatch } from '../handover/run.ts';
import type { ExportRequest, HandoverDeps } from '../handover/types.ts';
import { verifyPack } from '../handover/verify.ts';
import { openHistory } from '../history/index.ts';
import { SAFE_LOG } from '../log/safe-log.ts';
import { createSandbox } from '../sandbox/pool.ts';
import { handoverFrom } from './handover.ts';
import { type AskedHost, askHost, type FromHost, type ToHost } from './host-services.ts';
import { pdfPrinter } from './print-pdf.ts';

/** Between two reports of how far an export is, ms. */
const PROGRESS_MS = 200;

/** What each job answers. `clean`: removes what killed exports left. */
export interface HandoverAnswers {
  plan: ExportPlan;
  export: ExportReport;
  verify: PackCheck;
  clean: null;
}
export type HandoverJob =
  | { readonly kind: 'plan'; readonly request: ExportRequest }
  | { readonly kind: 'export'; readonly request: ExportRequest; readonly passwords: readonly string[] }
  | { readonly kind: 'verify'; readonly pack: string; readonly root: string | null }
  | { readonly kind: 'clean' };

/** Each job has a number, by which its messages are known. */
export type HandoverMessage = ({ readonly id: number } & (HandoverJob | Stop)) | FromHost;

/** `keep`: the parts of an export stay, so that another one can go on. */
type Stop = { readonly kind: 'stop'; readonly keep: boolean };
export type HandoverReply =
  | { readonly id: number; readonly started: string }
  | { readonly id: number; readonly progress: ExportProgress }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: WireError }
  | { readonly id: null; readonly ask: ToHost }
  /** A line of the log, as JSON. */
  | { readonly id: null; readonly line: string };

/** The end of a channel; threads and channels both have it. */
interface Port {
  on(event: 'message', listener: (message: HandoverMessage) => void): unknown;
  postMessage(reply: HandoverReply): void;
}

export interface HandoverPlace {
  dataDir: string;
  /** The built entry of the processes that draw pages. */
  sandboxEntry: string;
  /** The built entry of the threads that copy originals. */
  copyEntry: string;
  /** Whether the host starts processes and prints, because a thread cannot, as in Electron. */
  asksHost: boolean;
}

/** Answers every job of a port. Jobs run side by side. */
export function serveHandover(port: Port, place: HandoverPlace): void {
  const running = new Map<number, AbortController>();
  const log = pino({ base: {}, ...SAFE_LOG }, { write: (line) => port.postMessage({ id: null, line }) });
  const host = place.asksHost ? askHost((ask) => port.postMessage({ id: null, ask })) : null;
  port.on('message', (message) => {
    if (message.kind === 'host') {
      host?.take(message);
      return;
    }
    if (message.kind === 'stop') {
      running.get(message.id)?.abort(message.keep ? new PartsKept() : undefined);
      return;
    }
    const stop = new AbortController();
    running.set(message.id, stop);
    const { id } = message;
    void answer(message, { port, place, host, log, signal: stop.signal })
      .then((value) => port.postMessage({ id, value }))
      .catch((error: unknown) => {
        const known = stop.signal.aborted && message.kind !== 'export' ? canceled() : error;
        port.postMessage({ id, error: toWireError(known) });
      })
      .finally(() => running.delete(id));
  });
}

interface Surroundings {
  port: Port;
  place: HandoverPlace;
  host: AskedHost | null;
  log: Logger;
  signal: AbortSignal;
}

async function answer(
  message: { readonly id: number } & HandoverJob,
  { port, place, host, log, signal }: Surroundings,
): Promise<unknown> {
  if (message.kind === 'verify') return verifyPack(message.pack, { root: message.root, signal });
  const passwords = message.kind === 'export' ? message.passwords : [];
  return withHistory(place, { host, log, passwords }, async (deps) => {
    switch (message.kind) {
      case 'plan':
        return (await planExport(deps, message.request)).plan;
      case 'clean':
        await cleanLeftovers(deps);
        return null;
      case 'export': {
        const { id } = message;
        return exportBatch(deps, message.request, {
          signal,
          onStarted: (started) => port.postMessage({ id, started }),
          onProgress: paced((progress) => port.postMessage({ id, progress })),
        });
      }
    }
  });
}

/** Opens history for one job, so that a history that was recovered meanwhile is found. */
async function withHistory<T>(
  { dataDir, sandboxEntry, copyEntry }: HandoverPlace,
  { host, log, passwords }: { host: AskedHost | null; log: Logger; passwords: readonly string[] },
  work: (deps: HandoverDeps) => Promise<T>,
): Promise<T> {
  const history = openHistory({ path: join(dataDir, 'history.sqlite'), isOwner: false });
  // Its processes start when the first page is drawn.
  const sandbox = createSandbox({ entry: sandboxEntry, starter: host?.starter, log });
  const printPdf = host?.printPdf ?? pdfPrinter(process.env, log);
  try {
    return await work(
      handoverFrom(dataDir, history, log, { copyEntry, sandbox, printPdf, passwords: () => passwords }),
    );
  } finally {
    await sandbox.dispose();
    history.dispose();
  }
}

/** Passes on the first report of each phase, and then one in a while. */
function paced(tell: (progress: ExportProgress) => void): (progress: ExportProgress) => void {
  let last = Number.NEGATIVE_INFINITY;
  let phase: ExportProgress['phase'] | null = null;
  return (progress) => {
    const now = performance.now();
    if (progress.phase === phase && now - last < PROGRESS_MS) return;
    last = now;
    phase = progress.phase;
    tell(progress);
  };
}
