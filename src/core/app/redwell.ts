/** The composition root: opens everything Redwell is without a screen, and closes it in reverse order. */
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import type { Walls } from '../../shared/walls.ts';
import { createRoomGate } from '../disk/gate.ts';
import { folderRefusal } from '../disk/refusals.ts';
import { MAX_CHARACTERS } from '../documents/limits.ts';
import { openHistory } from '../history/index.ts';
import { createIntake } from '../intake/index.ts';
import type { Intake } from '../intake/types.ts';
import { type FolderSize, folderSize } from '../live/folder-size.ts';
import { openLog } from '../log/index.ts';
import { logFolder } from '../operator-log/files.ts';
import { openOperatorLog } from '../operator-log/log.ts';
import { createSandbox } from '../sandbox/pool.ts';
import type { Sandbox } from '../sandbox/types.ts';
import { Lifetime } from '../util/lifecycle.ts';
import { watchAttention } from './attention-watch.ts';
import { createByItself } from './by-itself.ts';
import { withCommandLog } from './command-log.ts';
import { dataPlaces, prepareDataDir } from './data-dir.ts';
import { lockDataDir } from './data-dir-lock.ts';
import type { DataFolder } from './data-folder.ts';
import { completeDeletions } from './deletions.ts';
import { createEmitter, type Emitter, throttleByKey } from './emitter.ts';
import { createHandlers } from './handlers/index.ts';
import { type HandoverDesk, type HandoverDeskDeps, openHandoverDesk } from './handover-desk.ts';
import { type HealthDeps, readHealth } from './health.ts';
import { startHistoryRepair } from './history-repair.ts';
import { openThreads, startBackgroundWork } from './history-threads.ts';
import { openReview } from './open-review.ts';
import { announceCommands, keepSession, noteExports } from './operator-session.ts';
import { createOutbox } from './outbox.ts';
import { createPackDesk, type PackDesk } from './pack-desk.ts';
import { createPasswordBank } from './password-bank.ts';
import { createRedisHolder, type RedisHolder } from './redis-holder.ts';
import { CLOSED, repairModes } from './repair-modes.ts';
import { createSessionEvents } from './session-events.ts';
import { openSettings, type SettingsStore } from './settings.ts';
import { openSamples } from './stage-sample/open.ts';
import { startStatedTexts } from './stated-texts.ts';
import { createSupervisor } from './supervisor.ts';
import { keptExports, keptOriginals } from './taken-out.ts';
import type { Redwell, RedwellConfig } from './types.ts';
import { createWebhook } from './webhook.ts';

const HEALTH_MS = 2000;
const HEALTH_BURST_MS = 500;
/** The start comes first; nobody else can reach the folder meanwhile. */
const REPAIR_MODES_MS = 500;

/**
 * Opens Redwell. It can be used as soon as this resolves, with Redis or without; requests that need Redis answer
 * `redis_unavailable` until Redis is connected.
 * @throws whatever keeps the data folder from being used; whatever was opened before that is closed again
 */
export async function openRedwell(config: RedwellConfig): Promise<Redwell> {
  const folder = await prepareDataDir(config.dataDir);
  const lifetime = new Lifetime();
  const file = join(config.dataDir, 'log', 'redwell.log');
  const { log } = lifetime.own(openLog({ file }, config.logLevel ?? 'info', {}));
  try {
    return await openParts(config, folder, lifetime, log);
  } catch (error) {
    log.error({ error }, 'Redwell could not be opened');
    // The error that is thrown is the one that kept Redwell from opening, even if closing fails too.
    await lifetime.dispose().catch((failure: unknown) => log.error({ error: failure }, 'closing failed'));
    throw folderRefusal(error, config.dataDir) ?? error;
  }
}

/** Opens the parts in the order in which they need each other. */
async function openParts(
  config: RedwellConfig,
  folder: DataFolder,
  lifetime: Lifetime,
  log: Logger,
): Promise<Redwell> {
  const { dataDir } = config;
  const { isOwner } = lifetime.own(await lockDataDir(dataDir));
  if (folder.repaired.length > 0) log.warn({ paths: folder.repaired }, CLOSED);
  for (const { message } of folder.warnings) log.error(message);
  // On a disk that keeps no permissions there is nothing to repair.
  if (isOwner && !folder.isOpen) lifetime.own(repairModes(dataDir, log, REPAIR_MODES_MS));
  const settings = await openSettings(dataDir, config.secrets ?? null);
  const history = lifetime.own(openHistory({ path: join(dataDir, 'history.sqlite'), log, isOwner }));
  const entries = dirname(config.sandbox.entry);
  const { searcher, comparer, eraser } = openThreads({ history, entries, lifetime });
  if (isOwner) startBackgroundWork({ history, entries, lifetime, log });
  const sandbox = lifetime.own(createSandbox({ ...config.sandbox, maxWorkers: availableParallelism(), log }));
  const intake = lifetime.own(
    await createIntake({
      ...{ dataDir, sandbox, log, vaultMode: settings.get().vault, resume: isOwner },
      limits: { maxDocumentBytes: settings.get().maxDocumentBytes },
      expectedMs: history.expectedMs,
      gate: createRoomGate(dataPlaces(dataDir), () => settings.get().reserveBytes),
    }),
  );

  const events = createEmitter();
  const operatorLog = openOperatorLog(logFolder(dataDir), { from: config.from ?? 'command line' });
  const onEnd = noteExports(operatorLog, history, log);
  const supervisor = createSupervisor(config.spawnWorker, log);
  const passwords = createPasswordBank(supervisor.send);
  const { handover, packs } = openDesks(
    config,
    { history, events, isOwner, onEnd, log, passwords: (batchId) => passwords.ofBatch(batchId) },
    lifetime,
  );
  const vaultSize = watchDrops({ intake, events, lifetime, log }, join(dataDir, 'vault'));

  const { send: onFirstEnd } = lifetime.own(createWebhook({ settings, operatorLog, log }));
  const sessionEvents = lifetime.own(
    createSessionEvents({ events, history, settings, isOwner, onFirstEnd, log }),
  );
  const redis = lifetime.own(
    createRedisHolder({
      ...{ config, settings, history, supervisor, passwords, sessionEvents, isOwner, log },
    }),
  );
  const outbox = lifetime.own(createOutbox({ intake, history, redis, limits: limitsIn(settings), log }));
  const walls = wallsOf(sandbox, log);
  const health: HealthDeps = { dataDir, folder, redis, history, settings, supervisor, vaultSize, walls };
  watchRedis({ redis, outbox, events, health, lifetime, log });
  if (isOwner) {
    const batchesDir = join(dataDir, 'batches');
    const repair = lifetime.own(
      await startHistoryRepair({ history, intake, redis, events, batchesDir, log }),
    );
    lifetime.defer(redis.onChange(() => redis.isReady() && repair.kick()));
  }
  log.info({ afterMs: sinceStart() }, 'Redwell is open');
  logFirstReady(redis, log);
  redis.open();

  const attention = lifetime.own(watchAttention(events, history, log));
  const review = lifetime.own(await openReview({ sandbox, history, intake, passwords }, dataDir, isOwner));
  const samples = lifetime.own(openSamples({ config, history, intake, passwords, settings, log }));
  const announce = announceCommands(redis, log);
  const own = createByItself({
    ...{ config, history, settings, events, redis, operatorLog, isOwner, announce, lifetime, log },
  });
  const plain = createHandlers({
    ...{ intake, history, redis, settings, passwords, outbox, health, review, searcher, comparer, log },
    ...{ handover, packs, samples, operatorLog, dataDir, isOwner, eraser, byItself: own },
    onBatch: sessionEvents.onBatch,
    onDocuments: sessionEvents.onDocuments,
    onDecision: attention.changed,
  });
  // The command line is open for one command, which the log has by itself.
  if (isOwner && config.from !== undefined) lifetime.own(keepSession(operatorLog, config.version, log));
  if (isOwner) lifetime.own(startStatedTexts({ history, intake }, log));
  if (isOwner) lifetime.own(completeDeletions({ dataDir, history, eraser, intake, redis, operatorLog }, log));
  const kept = { log: operatorLog, history, announce, logger: log };
  const handlers = withCommandLog(plain, kept);
  own.start({ handlers, on: events.on }, plain);
  return {
    ...{ handlers, operatorLog, on: events.on, deleteDue: own.deleteDue },
    acceptFile: intake.acceptFile,
    originals: keptOriginals(review.copies, kept),
    exports: keptExports(handover, kept),
    packs,
    dispose: () => lifetime.dispose(),
  };
}

/** Opens what hands over, and what checks packs. */
function openDesks(
  { dataDir, sandbox, services }: RedwellConfig,
  deps: Pick<HandoverDeskDeps, 'events' | 'history' | 'isOwner' | 'log' | 'onEnd' | 'passwords'>,
  lifetime: Lifetime,
): { handover: HandoverDesk; packs: PackDesk } {
  const entry = join(dirname(sandbox.entry), 'handover.js');
  const handover = lifetime.own(
    openHandoverDesk({ ...deps, dataDir, entry, sandboxEntry: sandbox.entry, services }),
  );
  return { handover, packs: lifetime.own(createPackDesk(dataDir, handover)) };
}

/** Tells of drops that change. @returns the size of the vault, which grows with each submission */
function watchDrops(
  { intake, events, lifetime, log }: Pick<WatchDeps, 'events' | 'lifetime' | 'log'> & { intake: Intake },
  vault: string,
): FolderSize {
  const size = folderSize(vault, (error) => log.warn({ error }, 'measuring the vault failed'));
  lifetime.defer(
    intake.onChanged((drop) => {
      if (drop.status === 'submitted') size.changed();
      events.emit('drop.changed', drop);
    }),
  );
  return size;
}

/** Logs how long after the start Redis was first ready. */
function logFirstReady(redis: RedisHolder, log: Logger): void {
  const stop = redis.onChange(() => {
    if (!redis.isReady() || redis.session() === null) return;
    log.info({ afterMs: sinceStart() }, 'Redis is ready');
    stop();
  });
}

/** Tries the walls when somebody first asks. */
function wallsOf(sandbox: Sandbox, log: Logger): HealthDeps['walls'] {
  let known: Walls | null = null;
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      sandbox.walls().then(
        (walls) => {
          known = walls;
        },
        (error: unknown) => {
          asked = false;
          log.error({ error }, 'trying the walls around the parsers failed');
        },
      );
    }
    return known;
  };
}

/** Time since the process started, ms. */
const sinceStart = (): number => Math.round(performance.now());

const limitsIn = (settings: SettingsStore) => () => ({
  maxPages: settings.get().maxPages,
  maxCharacters: MAX_CHARACTERS,
});

interface WatchDeps {
  redis: RedisHolder;
  outbox: { kick(): void };
  events: Emitter;
  health: HealthDeps;
  lifetime: Lifetime;
  log: Logger;
}

/** Sends waiting batches when Redis is ready, and keeps pages that show Health up to date. */
function watchRedis({ redis, outbox, events, health, lifetime, log }: WatchDeps): void {
  const tellHealth = lifetime.own(
    throttleByKey(HEALTH_BURST_MS, () => {
      if (events.listeners('health.changed') === 0) return;
      readHealth(health).then(
        (value) => events.emit('health.changed', value),
        (error: unknown) => log.error({ error }, 'reading health failed'),
      );
    }),
  );
  const ticker = setInterval(() => tellHealth.call(''), HEALTH_MS);
  lifetime.defer(() => clearInterval(ticker));
  lifetime.defer(
    redis.onChange(() => {
      tellHealth.call('');
      if (redis.isReady()) outbox.kick();
    }),
  );
}
