/** Says before a drop is submitted what could keep its documents from being processed, and what to do about it. */
import type { FileType } from '../../shared/file-types.ts';
import { type Health, WORKER_SILENT_MS, type WorkerInfo } from '../../shared/health.ts';
import type { Inventory } from '../../shared/intake.ts';
import type { Preflight, PreflightLine } from '../../shared/preflight.ts';
import { QUEUE_OF_STAGE, STAGE_LABEL, STAGES } from '../../shared/stages.ts';
import { sizeInWords } from '../disk/words.ts';
import { typeName } from '../documents/type-names.ts';
import type { DropNeeds } from '../intake/types.ts';

export interface PreflightFacts {
  /** Unix ms. */
  at: number;
  inventory: Inventory;
  needs: DropNeeds;
  health: Pick<Health, 'redis' | 'workers' | 'disk' | 'supervisor'>;
  /** Memory of this computer; null where the system does not say how much is available. */
  memory: { availableBytes: number; totalBytes: number; isShort: boolean } | null;
}

/** Types that only LibreOffice opens. */
const NEED_LIBREOFFICE: readonly FileType[] = ['ppt', 'wpd', 'pub', 'vsd', 'works', 'iwork'];
/** Redis is short of memory above this share of its limit, as on the Health page. */
const FULL_SHARE = 0.85;

export function preflightOf(facts: PreflightFacts): Preflight {
  const workers = facts.health.workers.filter(
    ({ paused, heartbeatAt }) => paused === null && facts.at - heartbeatAt <= WORKER_SILENT_MS,
  );
  const stages = STAGES.map((stage) => {
    const queue = QUEUE_OF_STAGE[stage];
    const serving = workers.filter(({ queues }) => queues.includes(queue));
    const atOnce = serving.reduce((sum, worker) => sum + (worker.concurrency[queue] ?? 0), 0);
    return { stage, workers: serving.length, atOnce };
  });
  const lines = [
    diskLine(facts),
    memoryLine(facts),
    redisLine(facts.health.redis),
    workersLine(facts, stages),
    enginesLine(facts, workers),
    passwordsLine(facts.inventory),
    documentsLine(facts.inventory),
    timeLine(facts),
  ];
  return { at: facts.at, lines: lines.filter((line) => line !== null), stages };
}

const line = (
  check: PreflightLine['check'],
  state: PreflightLine['state'],
  text: string,
  action: string | null = null,
): PreflightLine => ({ check, state, text, action });

function diskLine({ needs, health }: PreflightFacts): PreflightLine {
  const { neededBytes, freeBytes } = needs;
  const disks = health.disk.disks ?? [];
  const disk = disks.find(({ holds }) => holds === 'vault') ?? disks[0];
  const free = `${sizeInWords(freeBytes)} are free`;
  const need =
    neededBytes === 0
      ? `Submitting copies nothing to the disk; ${free}.`
      : `The originals need at most ${sizeInWords(neededBytes)} on the disk; ${free}.`;
  if (disk?.state === 'read_only' || disk?.state === 'gone')
    return line('disk', 'stops', 'The disk with the originals cannot be written.', 'See the Health page.');
  if (neededBytes > freeBytes)
    return line(
      'disk',
      'stops',
      need,
      'Free some space, leave out files, or choose in Settings to leave originals in place.',
    );
  const reserve = disk?.reserveBytes ?? 0;
  return freeBytes - neededBytes < reserve
    ? line(
        'disk',
        'look',
        `${need} New work waits when less than ${sizeInWords(reserve)} are left.`,
        'Free some space on this disk.',
      )
    : line('disk', 'ok', need);
}

function memoryLine({ memory, health }: PreflightFacts): PreflightLine | null {
  if (memory === null) return null;
  const { availableBytes, totalBytes, isShort } = memory;
  const others = health.workers.filter(({ local }) => !local).length;
  const elsewhere = others === 0 ? '' : ' The memory of other computers with workers is not known here.';
  const text = `${sizeInWords(availableBytes)} of ${sizeInWords(totalBytes)} of memory are available on this computer.${elsewhere}`;
  return isShort
    ? line(
        'memory',
        'look',
        text,
        'Close other programs. Until then, Redwell reads fewer documents at the same time.',
      )
    : line('memory', 'ok', text);
}

function redisLine(redis: Health['redis']): PreflightLine {
  if (redis.state !== 'ready')
    return line(
      'redis',
      'look',
      'Processing is offline.',
      'You can submit now. The batch starts when processing is back; the Health page says what is wrong.',
    );
  if (redis.savingFails || redis.condition !== null)
    return line(
      'redis',
      'look',
      'Redis is connected and does not work as it should.',
      'See the Health page. The batch waits until this is solved.',
    );
  const troubles = [
    ...(redis.evictionPolicy !== null && redis.evictionPolicy !== 'noeviction'
      ? ['Redis may delete data of running batches when its memory is full.']
      : []),
    ...(redis.persistence === 'none' ? ['Redis does not save to disk.'] : []),
    ...(isFull(redis) ? ['Redis is almost out of memory.'] : []),
  ];
  const [first] = troubles;
  if (first !== undefined)
    return line('redis', 'look', troubles.join(' '), 'See the Health page before you submit a large batch.');
  const used = redis.memoryBytes === null ? '' : ` It uses ${sizeInWords(redis.memoryBytes)} of memory`;
  const limit =
    redis.memoryLimitBytes === null ? ' without a limit' : ` of ${sizeInWords(redis.memoryLimitBytes)}`;
  return line('redis', 'ok', `Redis is connected.${used === '' ? '' : `${used}${limit}.`}`);
}

const isFull = ({ memoryBytes, memoryLimitBytes }: Health['redis']): boolean =>
  memoryBytes !== null && memoryLimitBytes !== null && memoryBytes > FULL_SHARE * memoryLimitBytes;

function workersLine({ health }: PreflightFacts, stages: Preflight['stages']): PreflightLine {
  if (health.redis.state !== 'ready')
    return line(
      'workers',
      'look',
      'Which workers are connected is not known while processing is offline.',
      'You need not do anything before you submit.',
    );
  const missing = stages.filter(({ workers }) => workers === 0).map(({ stage }) => STAGE_LABEL[stage]);
  const paused = health.workers.some((worker) => worker.paused !== null);
  if (missing.length === 0) {
    const fewest = Math.min(...stages.map(({ workers }) => workers));
    return line(
      'workers',
      'ok',
      `Every stage has ${fewest === 1 ? 'a worker' : `${fewest} or more workers`}.`,
    );
  }
  const which = missing.length === stages.length ? 'any stage' : missing.join(', ');
  return line(
    'workers',
    'look',
    `No worker is ready for ${which}.`,
    paused
      ? 'A worker is paused; the Health page says why. The documents wait until it goes on.'
      : 'You can submit now. The documents wait until a worker is connected; see the Health page.',
  );
}

function enginesLine(
  { needs, inventory }: PreflightFacts,
  workers: readonly WorkerInfo[],
): PreflightLine | null {
  // Without workers nobody knows which engines will be there.
  if (workers.length === 0) return null;
  const reading = workers.filter(({ queues }) => queues.includes('ocr'));
  const lacking = (engine: string): WorkerInfo[] => reading.filter(({ engines }) => !(engine in engines));
  const old = NEED_LIBREOFFICE.filter((type) => needs.types.has(type));
  const documents = old.reduce((sum, type) => sum + (needs.types.get(type) ?? 0), 0);
  const texts: string[] = [];
  const actions: string[] = [];
  const without = lacking('LibreOffice');
  if (documents > 0 && without.length > 0) {
    const names = old.map((type) => typeName(type)).join(', ');
    texts.push(
      `${counted(documents, 'document')} (${names}) ${documents === 1 ? 'needs' : 'need'} LibreOffice, which ${isMissing(without, reading)}. ${without.length === reading.length ? 'They' : 'Those that are read there'} become exceptions.`,
    );
    actions.push('Install LibreOffice, or leave these types out.');
  }
  const slow = lacking('tesseract');
  if (inventory.pagesToOcr > 0 && slow.length > 0) {
    texts.push(
      `${counted(inventory.pagesToOcr, 'scanned page')} are read without tesseract, which ${isMissing(slow, reading)}. Redwell’s own reader takes longer.`,
    );
    actions.push('Install tesseract to read scans faster.');
  }
  if (texts.length === 0) return line('engines', 'ok', 'Every program that these types need is installed.');
  return line('engines', 'look', texts.join(' '), actions.join(' '));
}

const isMissing = (without: readonly WorkerInfo[], all: readonly WorkerInfo[]): string =>
  without.length === all.length
    ? 'is not installed'
    : `is not installed on ${[...new Set(without.map(({ host }) => host))].join(', ')}`;

const passwordsLine = ({ encrypted }: Inventory): PreflightLine =>
  encrypted === 0
    ? line('passwords', 'ok', 'No document asks for a password.')
    : line(
        'passwords',
        'look',
        `${counted(encrypted, 'document')} ${encrypted === 1 ? 'asks' : 'ask'} for a password.`,
        'Enter the passwords above, or submit without: what stays locked becomes an exception.',
      );

function documentsLine({ unsupported, empty, unreadable }: Inventory): PreflightLine {
  const parts = [
    ...(unsupported > 0 ? [`${counted(unsupported, 'document')} of a type that Redwell does not read`] : []),
    ...(empty > 0 ? [counted(empty, 'empty file')] : []),
    ...(unreadable > 0 ? [`${counted(unreadable, 'document')} that could not be opened`] : []),
  ];
  if (parts.length === 0) return line('documents', 'ok', 'No document is known to become an exception.');
  return line(
    'documents',
    'look',
    `These become exceptions: ${parts.join('; ')}.`,
    'Submit them to have them listed in the batch, or leave them out.',
  );
}

function timeLine({ inventory: { predictedMs } }: PreflightFacts): PreflightLine {
  return predictedMs === null
    ? line(
        'time',
        'look',
        'How long it will take is not known: too few documents like these were processed on this computer.',
        'The batch shows a forecast once it has processed some.',
      )
    : line(
        'time',
        'ok',
        `About ${span(predictedMs)}, from the time that recent documents of these types and sizes took on this computer. Batches that run at the same time, and a wait behind them, are not included.`,
      );
}

/** Returns a duration in words, without more precision than a forecast has. */
function span(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return 'a minute or less';
  if (minutes < 90) return counted(Math.round(minutes), 'minute');
  return `${(minutes / 60).toLocaleString('en-US', { maximumFractionDigits: 1 })} hours`;
}

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
