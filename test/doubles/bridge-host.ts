/**
 * A host in memory that implements the real bridge, for tests of the page alone and for viewing it in every state.
 * Time passes only when a test or a viewer calls `advance`.
 */
import type { Batch } from '../../src/shared/batches.ts';
import type { BridgeHandlers, EventName, EventPayload, HostInfo, Settings } from '../../src/shared/bridge.ts';
import type { WatchState } from '../../src/shared/bridge-watch.ts';
import type { Drop, DropEntry } from '../../src/shared/intake.ts';
import type { LostEnding, Orphan, ReconcileReport } from '../../src/shared/reconcile.ts';
import type { Retention } from '../../src/shared/retention.ts';
import { answersOf } from '../e2e/renderer/support/answers.ts';
import { FakeBatch } from '../e2e/renderer/support/batches.ts';
import { inventoryOf, newDrop, type Received } from '../e2e/renderer/support/drops.ts';
import { FakeExports } from '../e2e/renderer/support/handover.ts';
import type { Scenario } from '../e2e/renderer/support/health.ts';
import { FakeLists } from '../e2e/renderer/support/lists.ts';
import { missing } from '../e2e/renderer/support/missing.ts';
import { FakeBank } from '../e2e/renderer/support/passwords.ts';

type Listener = (payload: never) => void;

export class BridgeHost {
  readonly batches = new Map<string, FakeBatch>();
  readonly drops = new Map<string, Drop>();
  readonly entries = new Map<string, DropEntry[]>();
  /** Uploaded files by drop, in order of arrival. */
  readonly received = new Map<string, Received[]>();
  /** Names of the requests that were answered. */
  readonly asked: string[] = [];
  info: HostInfo;
  readonly retention: Retention = {
    ...{ rule: null, confirmed: null, holds: [], due: [], dueCount: 0, clockWaitsUntil: null, problem: null },
  };
  watch: WatchState = { state: 'off', folder: '', problem: null, last: null };
  settings: Settings = {
    redisUrl: '',
    redisCa: '',
    redisCert: '',
    redisKey: '',
    notifications: true,
    quietHours: null,
    maxDocumentBytes: 500_000_000,
    maxPages: 10_000,
    stageTimeoutSeconds: 300,
    vault: 'copy',
    reserveBytes: null,
    concurrency: null,
    sliceSize: null,
    submitPerSecond: 1000,
    cacheMegabytes: 500,
    webhookUrl: '',
    webhookSecret: '',
    watch: null,
    savedSearches: [],
    exportProfiles: [],
    listColumns: {},
  };
  readonly handlers: BridgeHandlers;
  readonly #listeners = new Map<EventName, Set<Listener>>();
  readonly scenario: Scenario;
  readonly now: () => number;
  readonly bank: FakeBank;
  readonly lists = new FakeLists();
  readonly exports = new FakeExports(this);
  figures: ReconcileReport | null = null;
  /** Orphans that the next check finds. A repair removes them. */
  lost: Orphan[] = [];
  /** The lost final work of a batch. */
  ending: LostEnding | null = null;
  #count = 0;

  constructor(scenario: Scenario, now: () => number = Date.now) {
    this.scenario = scenario;
    this.now = now;
    this.bank = new FakeBank(0);
    this.info = {
      version: '0.1.0',
      capabilities: { localPaths: false, nativeNotifications: false, folderDialog: false },
      uploadUrl: '/upload',
      originalUrl: '/original?document=',
      exportUrl: '/export?id=',
      dataDir: '/home/pat/.local/share/redwell',
      platform: 'linux',
    };
    this.handlers = this.#recorded(answersOf(this));
    if (scenario !== 'empty') this.#fill();
  }

  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener));
    return () => void set.delete(listener);
  }
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload as never);
  }

  /** Adds a batch. */
  add(
    id: string,
    name: string,
    size: number,
    done: number,
    change: Partial<Batch> & { failures?: number } = {},
  ): FakeBatch {
    const { matter = '2021-0447 Halvorsen', custodian = 'Harlan, J.', priority = 'normal' } = change;
    const createdAt = change.createdAt ?? this.now() - 260_000;
    const batch = new FakeBatch(
      { id, name, matter, custodian, priority },
      size,
      done,
      createdAt,
      change.failures,
      change.status,
    );
    batch.source = change.source ?? 'live';
    this.batches.set(id, batch);
    return batch;
  }

  /** Completes this many documents of every running batch. A batch without documents left ends. */
  advance(documents: number): void {
    for (const batch of this.batches.values())
      if (batch.status === 'running') this.advanceOne(batch, documents);
    for (const drop of this.drops.values()) this.#advanceDrop(drop);
  }
  advanceOne(batch: FakeBatch, documents: number): void {
    const done = batch.advance(documents);
    if (done) batch.end(this.now());
    this.tell(batch);
    if (done) this.notify(batch);
  }
  checkFigures(repair: boolean): ReconcileReport {
    const active = [...this.batches.values()].filter((batch) => batch.status === 'running');
    this.figures = {
      at: this.now(),
      by: 'operator',
      repair,
      batches: active.map((batch) => {
        const orphans = this.lost.filter(({ documentId }) => documentId.startsWith(`${batch.id}-`));
        return {
          batchId: batch.id,
          name: batch.view(this.now()).name,
          checked: batch.rows.length,
          drift: [],
          orphaned: orphans.length,
          orphans,
          repaired: repair ? orphans.length : 0,
          givenUp: 0,
          ending: null,
        };
      }),
    };
    if (repair) this.lost = [];
    return this.figures;
  }
  /** Sends the batch's current state to the page. */
  tell(batch: FakeBatch): Batch {
    const view = batch.view(this.now());
    this.emit('batch.changed', view);
    this.emit('documents.changed', { batchId: batch.id });
    return view;
  }
  notify(batch: FakeBatch): void {
    const { name, equation } = batch.view(this.now());
    this.emit('notification', {
      id: `n-${batch.id}`,
      batchId: batch.id,
      title: `${name}: ${equation.exceptions > 0 ? 'completed with exceptions' : 'completed'}`,
      body: `${equation.completed} of ${equation.received} documents completed, ${equation.exceptions} exceptions.`,
      at: this.now(),
    });
  }
  /** Receives an uploaded file. */
  accept(dropId: string, path: string, bytes: number): void {
    const drop = this.drops.get(dropId);
    if (drop === undefined) throw missing('drop');
    // A file that is sent again replaces itself.
    const files = (this.received.get(dropId) ?? []).filter((file) => file.path !== path);
    files.push({ path, bytes });
    this.received.set(dropId, files);
    this.put({ ...drop, found: files.length, read: files.length, readBytes: drop.readBytes + bytes });
  }
  /** Starts a drop. */
  begin(name: string, entries: DropEntry[], source: Drop['source']): Drop {
    const drop = newDrop(`drop-${this.nextNumber()}`, name, source, this.now());
    this.entries.set(drop.id, entries);
    return this.put(drop);
  }
  ready(drop: Drop, problems: Drop['problems'] = []): Drop {
    const entries = this.entries.get(drop.id) ?? [];
    const inventory = inventoryOf(entries);
    const [found, readBytes] = [entries.length, inventory.bytes];
    return this.put({
      ...drop,
      status: 'ready',
      found,
      read: found,
      readBytes,
      total: found,
      inventory,
      problems,
    });
  }

  nextNumber(): number {
    this.#count += 1;
    return this.#count;
  }
  put(drop: Drop): Drop {
    this.drops.set(drop.id, drop);
    this.emit('drop.changed', drop);
    return drop;
  }
  #advanceDrop(drop: Drop): void {
    const total = this.entries.get(drop.id)?.length ?? 0;
    if (drop.status === 'walking') {
      const found = Math.min(total, drop.found + 400);
      this.put({ ...drop, found, ...(found === total ? { status: 'reading', total } : {}) });
    } else if (drop.status === 'reading') {
      const read = Math.min(total, drop.read + 260);
      const next = this.put({ ...drop, read, readBytes: read * 410_000 });
      if (read === total) this.ready(next);
    }
  }
  batch(batchId: string): FakeBatch {
    const batch = this.batches.get(batchId);
    if (batch === undefined) throw missing('batch');
    return batch;
  }
  drop(dropId: string): Drop {
    const drop = this.drops.get(dropId);
    if (drop === undefined) throw missing('drop');
    return drop;
  }
  views(): Batch[] {
    return [...this.batches.values()]
      .map((batch) => batch.view(this.now()))
      .sort((a, b) => b.createdAt - a.createdAt);
  }

  #recorded(handlers: BridgeHandlers): BridgeHandlers {
    return new Proxy(handlers, {
      get: (target, name: keyof BridgeHandlers) => {
        if (Object.hasOwn(target, name)) this.asked.push(name);
        return target[name];
      },
    });
  }

  running(): string[] {
    return [...this.batches.values()]
      .flatMap(({ rows }) => rows.filter(({ status }) => status === 'running').map(({ id }) => id))
      .slice(0, 6);
  }

  #fill(): void {
    const hour = 3_600_000;
    const source = this.scenario === 'offline' ? 'history' : 'live';
    for (let index = 0; index < 60; index += 1) {
      const createdAt = this.now() - (index + 2) * 7 * hour;
      const old = this.add(
        `b-old${index}`,
        `Production ${String(60 - index).padStart(3, '0')}`,
        40 + index,
        400,
        {
          createdAt,
          source: 'history',
          custodian: ['Harlan, J.', 'Okafor, R.', 'Lindqvist, M.'][index % 3]!,
          failures: index % 2 === 0 ? 0 : 0.1,
        },
      );
      if (index % 9 === 4) old.cancel(createdAt + 400_000);
      else old.end(createdAt + 1_340_000);
    }
    if (this.scenario === 'offline') {
      this.add('b-out', 'Halvorsen second request', 420, 0, {
        status: 'outbox',
        createdAt: this.now() - 60_000,
      });
      this.add('b-away', 'Production 061, rolling', 900, 380, { source, status: 'running' });
      return;
    }
    const failures = this.scenario === 'failing' ? 0.16 : 0.012;
    this.add('b-main', 'Production 062, Harlan mailbox', 2_400, 1_020, { priority: 'high', failures });
    this.add('b-paused', 'Scans, boxes 14 to 19', 640, 210, {
      status: 'paused',
      custodian: 'Okafor, R.',
      failures,
    });
    this.add('b-young', 'Board minutes 2019–2022', 118, 3, {
      custodian: 'Lindqvist, M.',
      createdAt: this.now() - 9_000,
    });
  }
}
