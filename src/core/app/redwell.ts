/** The composition root: everything Redwell is without a screen, opened in order and closed in reverse. */
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { MAX_CHARACTERS } from '../documents/limits.ts';
import { openHistory } from '../history/index.ts';
import { createIntake } from '../intake/index.ts';
import { folderSize } from '../live/folder-size.ts';
import { createSandbox } from '../sandbox/pool.ts';
import { Lifetime } from '../util/lifecycle.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { createEmitter, throttleByKey } from './emitter.ts';
import { createHandlers } from './handlers/index.ts';
import { readHealth } from './health.ts';
import { isQuiet, notificationFor } from './notifications.ts';
import { createOutbox } from './outbox.ts';
import { createPasswordBank } from './password-bank.ts';
import { type Connected, openRedisLink, type RedisLink } from './redis-link.ts';
import { type Session, startSession } from './session.ts';
import { openSettings } from './settings.ts';
import { applySubmissionSettings } from './submission-settings.ts';
import { type Supervisor, superviseWorker } from './supervisor.ts';
import type { Redwell, RedwellConfig } from './types.ts';

const HEALTH_MS = 2000;
const TOTALS_MS = 2000;
/** Lists ask for their page again at most this often. */
const DOCUMENTS_MS = 250;
const SAVE_MS = 1000;

/**
 * Opens the console. It is usable as soon as this resolves, with Redis or without; whatever needs Redis says
 * `redis_unavailable` until it is there.
 */
export async function openRedwell(config: RedwellConfig): Promise<Redwell> {
  const lifetime = new Lifetime();
  await mkdir(join(config.dataDir, 'log'), { recursive: true });
  const destination = pino.destination({
    dest: join(config.dataDir, 'log', 'redwell.log'),
    sync: false,
    mkdir: true,
  });
  lifetime.defer(() => destination.flushSync());
  const log = pino(
    { level: config.logLevel ?? 'info', base: { pid: process.pid }, errorKey: 'error' },
    destination,
  );

  const ownership = lifetime.own(await lockDataDir(config.dataDir));
  const settings = await openSettings(config.dataDir, config.secrets ?? null);
  const history = openHistory({ path: join(config.dataDir, 'history.sqlite'), log });
  lifetime.defer(() => history.dispose());
  const sandbox = lifetime.own(createSandbox({ ...config.sandbox, maxWorkers: availableParallelism(), log }));
  const intake = lifetime.own(
    await createIntake({
      dataDir: config.dataDir,
      sandbox,
      log,
      vaultMode: settings.get().vault,
      resume: ownership.owner,
      limits: { maxDocumentBytes: settings.get().maxDocumentBytes },
      expectedMs: history.expectedMs,
    }),
  );

  const events = createEmitter();
  const vault = folderSize(join(config.dataDir, 'vault'), (error) =>
    log.warn({ error }, 'the vault could not be measured'),
  );
  lifetime.defer(
    intake.onChanged((drop) => {
      if (drop.status === 'submitted') vault.changed();
      events.emit('drop.changed', drop);
    }),
  );
  const documents = lifetime.own(
    throttleByKey(DOCUMENTS_MS, (batchId) => events.emit('documents.changed', { batchId })),
  );
  const save = lifetime.own(
    throttleByKey(SAVE_MS, (batchId) => {
      const batch = session?.board.active().find((one) => one.id === batchId);
      if (batch !== undefined) history.saveBatch(batch);
    }),
  );
  const totals = lifetime.own(
    throttleByKey(TOTALS_MS, () => {
      if (events.listeners('totals.changed') > 0)
        events.emit('totals.changed', history.totals(24, Date.now()));
    }),
  );

  let session: Session | null = null;
  let supervisor: Supervisor | null = null;
  const passwords = createPasswordBank(async (message) => supervisor?.tell(message));
  let link: RedisLink;

  const onConnected = async (connected: Connected, scope: Lifetime): Promise<void> => {
    session = await startSession(
      connected,
      history,
      link.mode === 'embedded' && ownership.owner,
      {
        onBatch(batch) {
          events.emit('batch.changed', batch);
          save.call(batch.id);
        },
        onDocuments(batchId) {
          documents.call(batchId);
          totals.call('');
        },
        onEnded(batch, run) {
          events.emit('batch.changed', batch);
          // Once per batch, by the console that an operator looks at.
          if (!ownership.owner) return;
          const notification = notificationFor(batch, run, Date.now());
          const wanted = settings.get().notifications && !isQuiet(settings.get().quietHours, new Date());
          if (history.claimNotification(batch.id, run, notification) && wanted)
            events.emit('notification', notification);
        },
      },
      scope,
      log,
    );
    scope.defer(() => {
      session = null;
    });
    const { redis } = connected;
    applySubmissionSettings(connected.broker, link.mode, settings.get());
    supervisor = superviseWorker(
      config.spawnWorker,
      workerEnvironment(config, redis.target.url, settings.get(), redis.keys.layout),
      passwords.handover,
      log,
    );
    const own = supervisor;
    scope.defer(async () => {
      await own.dispose();
      supervisor = null;
    });
    outbox.kick();
  };

  const connect = (): RedisLink =>
    openRedisLink({
      dataDir: config.dataDir,
      address,
      namespace: config.namespace,
      onConnected,
      onState() {
        health.call('');
        if (link.current()?.redis.state() === 'ready') outbox.kick();
      },
      log,
    });

  const deps = {
    dataDir: config.dataDir,
    link: () => link,
    intake,
    history,
    settings,
    passwords,
    log,
    supervisor: () => supervisor,
    vaultBytes: vault.read,
    board: () => session?.board ?? null,
    work: () => session?.work ?? null,
    reconciler: () => session?.reconciler ?? null,
    onBatch: (batch: Parameters<typeof history.saveBatch>[0]) => events.emit('batch.changed', batch),
    async onSettings() {
      const connected = link.current();
      if (connected !== null) applySubmissionSettings(connected.broker, link.mode, settings.get());
      const wanted = settings.redis(config.redisUrl);
      if (wanted.url === address.url && wanted.unknown === address.unknown) return;
      address = wanted;
      await link.dispose();
      link = connect();
    },
  };
  let address = settings.redis(config.redisUrl);
  const health = lifetime.own(
    throttleByKey(500, () => {
      if (events.listeners('health.changed') === 0) return;
      readHealth(deps).then(
        (value) => events.emit('health.changed', value),
        (error: unknown) => log.error({ error }, 'health'),
      );
    }),
  );
  const outbox = createOutbox(
    intake,
    history,
    () => link,
    () => ({ maxPages: settings.get().maxPages, maxCharacters: MAX_CHARACTERS }),
    log,
  );
  link = connect();
  lifetime.defer(() => link.dispose());
  lifetime.own(outbox);
  const ticker = setInterval(() => health.call(''), HEALTH_MS);
  lifetime.defer(() => clearInterval(ticker));

  return {
    handlers: createHandlers({ ...deps, outbox }),
    on: (name, listener) => events.on(name, listener),
    acceptFile: (dropId, path, modifiedAt, content) => intake.acceptFile(dropId, path, modifiedAt, content),
    dispose: () => lifetime.dispose(),
  };
}

function workerEnvironment(
  config: RedwellConfig,
  url: string,
  settings: ReturnType<Awaited<ReturnType<typeof openSettings>>['get']>,
  layout: string,
): Record<string, string> {
  return {
    REDWELL_REDIS_URL: url,
    REDWELL_LAYOUT: layout,
    ...(config.namespace === undefined ? {} : { REDWELL_NAMESPACE: config.namespace }),
    REDWELL_WORKER_LOCAL: '1',
    REDWELL_SANDBOX: config.sandbox.kind,
    REDWELL_STAGE_TIMEOUT_SECONDS: String(settings.stageTimeoutSeconds),
    REDWELL_MAX_PAGES: String(settings.maxPages),
    ...(settings.concurrency === null ? {} : { REDWELL_CONCURRENCY: String(settings.concurrency) }),
    REDWELL_MAX_BYTES: String(settings.maxDocumentBytes),
    REDWELL_LOG_LEVEL: config.logLevel ?? 'info',
  };
}
