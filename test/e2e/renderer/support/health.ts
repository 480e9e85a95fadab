/** Health and totals for each scenario. */
import type { Health, Totals } from '../../../../src/shared/health.ts';
import { QUEUES, STAGES } from '../../../../src/shared/stages.ts';
import { randomOf } from './random.ts';

export type Scenario = 'empty' | 'busy' | 'failing' | 'offline';

export function healthOf(scenario: Scenario, now: number, running: readonly string[]): Health {
  const away = scenario === 'offline';
  const busy = scenario === 'busy' || scenario === 'failing';
  return {
    at: now,
    redis: {
      state: away ? 'away' : 'ready',
      mode: away ? 'shared' : 'embedded',
      layout: 'databases',
      address: away ? 'redis.office.example:6379' : '/home/pat/.local/share/redwell/redis.sock',
      version: away ? null : '7.0.15',
      memoryBytes: away ? null : 182_400_000,
      memoryLimitBytes: away ? null : 1_000_000_000,
      evictionPolicy: away ? null : 'noeviction',
      persistence: away ? null : 'AOF, every second',
      savingFails: false,
      clients: away ? null : 14,
      opsPerSecond: away ? null : busy ? 6_412 : 3,
      error: away ? 'connect ECONNREFUSED 10.0.4.20:6379' : null,
      condition: away ? 'refused' : null,
      roles: (['broker', 'results', 'cache', 'rateLimit', 'batch'] as const).map((role, index) => ({
        role,
        state: away ? 'away' : 'ready',
        pingMs: away ? null : 0.2 + index * 0.1,
        keys: away ? null : [14_408, 2_211, 31_077, 4, 61][index]!,
      })),
    },
    history: {
      state: 'ok',
      path: '/home/pat/.local/share/redwell/history.sqlite',
      bytes: 84_201_000,
      batches: scenario === 'empty' ? 0 : 61,
      documents: scenario === 'empty' ? 0 : 118_204,
      lagEvents: busy ? 42 : 0,
      lagMs: busy ? 110 : 0,
      gaps: 0,
      error: null,
      recovery: null,
    },
    workers: away
      ? []
      : [
          {
            id: 'w-7f2a',
            host: 'paralegal-07',
            pid: 48_211,
            local: true,
            startedAt: now - 8_040_000,
            heartbeatAt: now - 1_200,
            queues: [...QUEUES],
            concurrency: { ocr: 2, text: 8, entity: 4, graph: 4, finalize: 8, batch: 1 },
            running: running.map((documentId, index) => ({
              documentId,
              stage: STAGES[index % 3]!,
              sinceMs: 400 + index * 900,
            })),
            rssBytes: 412_000_000,
            processed: 10_412,
            failed: 24,
            engines: { pdfium: '2.1.13', tesseract: '5.3.0' },
            paused: null,
            tuning: scenario === 'empty' ? [] : tuningOf(),
          },
          ...(busy
            ? [
                {
                  id: 'w-91cc',
                  host: 'ocr-server-2',
                  pid: 1_977,
                  local: false,
                  startedAt: now - 80_040_000,
                  heartbeatAt: now - (scenario === 'failing' ? 24_000 : 2_100),
                  queues: ['ocr' as const],
                  concurrency: { ocr: 8 },
                  running: [],
                  rssBytes: 1_912_000_000,
                  processed: 88_120,
                  failed: 311,
                  engines: { tesseract: '5.3.0' },
                  paused: null,
                  tuning: [],
                },
              ]
            : []),
        ],
    supervisor: {
      state: away ? 'off' : scenario === 'failing' ? 'backing_off' : 'running',
      restarts: scenario === 'failing' ? 3 : 0,
      lastExit: scenario === 'failing' ? 'signal SIGKILL' : null,
    },
    queues: (away ? [] : QUEUES).map((queue, index) => ({
      queue,
      waiting: busy ? [812, 14, 203, 31, 0, 0][index]! : 0,
      active: busy ? [8, 4, 4, 3, 1, 0][index]! : 0,
      delayed: busy && queue === 'ocr' ? 12 : 0,
      waitingChildren: busy ? [0, 812, 826, 1_029, 1_060, 3][index]! : 0,
      failed: scenario === 'failing' ? [204, 0, 13, 0, 0, 0][index]! : 0,
    })),
    cache:
      scenario === 'empty' || away
        ? []
        : STAGES.slice(0, 5).map((kind, index) => ({
            kind,
            hits: 4_120 - index * 31,
            misses: 6_010 + index * 12,
          })),
    cacheSize:
      scenario === 'empty' || away
        ? null
        : { bytes: 212_000_000, entries: 61_000, at: now, limitBytes: 500_000_000 },
    disk: {
      path: '/home/pat/.local/share/redwell',
      freeBytes: scenario === 'failing' ? 1_900_000_000 : 214_000_000_000,
      vaultBytes: scenario === 'empty' ? 0 : 18_230_000_000,
      disks: [
        {
          path: '/home/pat/.local/share/redwell',
          holds: 'data folder',
          state: scenario === 'failing' ? 'soon_low' : 'ok',
          freeBytes: scenario === 'failing' ? 1_900_000_000 : 214_000_000_000,
          totalBytes: 512_000_000_000,
          reserveBytes: 1_000_000_000,
          freeFiles: 30_000_000,
        },
      ],
    },
    ownCost: away ? null : { commandsPerSecond: 4.2, bytesPerSecond: 3_120 },
    submission: {
      slice: busy ? 140 : 100,
      min: 20,
      max: 500,
      fixed: false,
      lastMs: busy ? 21.4 : null,
      targetMs: 30,
      why: busy ? 'raised to 140: 21 ms for 130 documents' : '3 slices are measured before it moves',
      perSecond: away ? 1_000 : null,
      waitedMs: away ? 12_300 : 0,
    },
    work: away ? null : workOf(scenario, now),
    walls: {
      on: ['network', 'files', 'processes', 'rights', 'code'],
      missing: [],
      by: 'namespaces',
    },
    warnings: warningsOf(scenario),
  };
}

function tuningOf(): Health['workers'][number]['tuning'] {
  const of = (
    queue: 'ocr' | 'text' | 'entity' | 'graph' | 'finalize',
    value: number,
    perSecond: number,
    why: string,
  ) => ({
    queue,
    value,
    min: 1,
    max: 16,
    fixed: false,
    perSecond,
    why,
  });
  return [
    of('ocr', 2, 1.4, 'back to 2: throughput +1 % with 3'),
    of('text', 8, 412, 'raised to 8: throughput +12 %'),
    of('entity', 4, 97.3, 'lowered to 4: throughput −1 % with fewer'),
    of('graph', 4, 120.8, 'trying 6 instead of 4'),
    of('finalize', 8, 388, 'nothing measured yet'),
  ];
}

function workOf(scenario: Scenario, now: number): Health['work'] {
  const since = now - 24 * 3_600_000;
  if (scenario === 'empty')
    return { since, at: now, documents: 0, exceptions: 0, pages: 0, bytes: 0, stageTimes: [] };
  return {
    since,
    at: now,
    documents: 18_204,
    exceptions: scenario === 'failing' ? 1_310 : 96,
    pages: 74_120,
    bytes: 21_400_000_000,
    stageTimes: STAGES.map((stage, index) => ({
      stage,
      count: 18_300 - index * 20,
      p50: [1_240, 8, 41, 22, 12, 2][index] ?? 0,
      p95: [9_310, 37, 320, 140, 90, 7][index] ?? 0,
      p99: [31_900, 81, 1_110, 460, 240, 12][index] ?? 0,
    })),
  };
}

function warningsOf(scenario: Scenario): Health['warnings'] {
  if (scenario === 'offline')
    return [
      {
        code: 'redis_away',
        message: 'Redis at redis.office.example:6379 does not answer.',
        action: 'Batches wait in the outbox. Check the network or the address in Settings.',
      },
    ];
  if (scenario === 'failing')
    return [
      {
        code: 'disk_low',
        message: 'Only 1.9 GB are free where originals are kept.',
        action: 'Free some space, or move the data folder.',
      },
      {
        code: 'worker_late',
        message: 'The worker on ocr-server-2 has not been heard of for 24 seconds.',
        action: 'Check that machine; its documents go to another worker after a minute.',
      },
    ];
  return [];
}

export function totalsOf(scenario: Scenario, now: number): Totals {
  const random = randomOf(99);
  const minute = Math.floor(now / 60_000) * 60_000;
  const quiet = scenario === 'empty';
  const minutes = quiet
    ? []
    : Array.from({ length: 1_440 }, (_, index) => {
        const at = minute - (1_439 - index) * 60_000;
        const wave = Math.max(0, Math.sin(index / 170) + 0.25 * Math.sin(index / 9));
        const completed = Math.floor(wave * 260 * (0.8 + random() * 0.4));
        return {
          at,
          completed,
          exceptions: Math.floor(completed * (scenario === 'failing' ? 0.14 : 0.012) * (0.5 + random())),
          pages: completed * 11,
          bytes: completed * 810_000,
        };
      });
  const sum = (
    value: (typeof minutes)[number],
    all: number,
    key: 'completed' | 'exceptions' | 'pages' | 'bytes',
  ): number => all + value[key];
  return {
    at: now,
    hours: 24,
    documents: minutes.reduce((all, { completed, exceptions }) => all + completed + exceptions, 0),
    exceptions: minutes.reduce((all, value) => sum(value, all, 'exceptions'), 0),
    pages: minutes.reduce((all, value) => sum(value, all, 'pages'), 0),
    bytes: minutes.reduce((all, value) => sum(value, all, 'bytes'), 0),
    cacheHits: quiet ? 0 : 48_120,
    cacheMisses: quiet ? 0 : 71_400,
    minutes,
    stageTimes: quiet
      ? []
      : STAGES.map((stage, index) => {
          const base = [2_140, 18, 96, 41, 33, 12][index]!;
          return { stage, count: 118_204 - index * 400, p50: base, p95: base * 4.6, p99: base * 13 };
        }),
  };
}
