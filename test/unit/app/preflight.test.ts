/** What is said before a drop is submitted. */
import { expect, it } from 'vitest';
import { type PreflightFacts, preflightOf } from '../../../src/core/app/preflight.ts';
import type { WorkerInfo } from '../../../src/shared/health.ts';
import { QUEUES } from '../../../src/shared/stages.ts';

const AT = 1_700_000_000_000;
const worker = (change: Partial<WorkerInfo> = {}): WorkerInfo => ({
  id: 'w1',
  host: 'here',
  pid: 1,
  local: true,
  startedAt: AT,
  heartbeatAt: AT,
  queues: [...QUEUES],
  concurrency: { ocr: 3, text: 2 },
  running: [],
  rssBytes: 0,
  processed: 0,
  failed: 0,
  engines: { LibreOffice: '7.4', tesseract: '5.3' },
  paused: null,
  tuning: [],
  ...change,
});
const redis = {
  state: 'ready',
  condition: null,
  savingFails: false,
  evictionPolicy: 'noeviction',
  persistence: 'aof',
  memoryBytes: 1e6,
  memoryLimitBytes: null,
};

function facts(change: Record<string, unknown> = {}, workers = [worker()], server = {}): PreflightFacts {
  const inventory = {
    ...{ files: 3, members: 0, bytes: 10, duplicates: 0, excluded: 0, encrypted: 0, unsupported: 0 },
    ...{ empty: 0, unreadable: 0, byType: [], pages: 3, pagesToOcr: 2, predictedMs: 120_000 },
  };
  return {
    at: AT,
    inventory,
    needs: { neededBytes: 5e9, freeBytes: 100e9, types: new Map([['pdf', 3]]) },
    health: { redis: { ...redis, ...server }, workers, disk: {}, supervisor: {} },
    memory: { availableBytes: 4e9, totalBytes: 8e9, isShort: false },
    ...change,
  } as unknown as PreflightFacts;
}
const line = (of: PreflightFacts, check: string) => preflightOf(of).lines.find((one) => one.check === check);

it('finds everything in order', () => {
  const { lines, stages } = preflightOf(facts());
  expect(lines.map(({ check, state }) => `${check} ${state}`)).toEqual([
    'disk ok',
    'memory ok',
    'redis ok',
    'workers ok',
    'engines ok',
    'passwords ok',
    'documents ok',
    'time ok',
  ]);
  expect(stages[0]).toEqual({ stage: 'ocr', workers: 1, atOnce: 3 });
});

it('stops a drop whose originals do not fit on the disk', () => {
  const full = facts({ needs: { neededBytes: 5e9, freeBytes: 1e9, types: new Map() } });
  expect(line(full, 'disk')).toMatchObject({ state: 'stops', text: expect.stringContaining('5 GB') });
});

it('names the documents that need LibreOffice, and where it is missing', () => {
  const needs = { neededBytes: 0, freeBytes: 1e12, types: new Map([['ppt', 2]]) };
  const bare = worker({ id: 'w2', host: 'other', engines: { tesseract: '5.3' } });
  expect(line(facts({ needs }, [worker(), bare]), 'engines')).toMatchObject({
    state: 'look',
    text: expect.stringContaining('not installed on other'),
  });
  expect(line(facts({ needs }, [bare]), 'engines')?.text).toContain('They become exceptions.');
  expect(line(facts({ needs }), 'engines')?.state).toBe('ok');
});

it('names the stages that no worker serves, without paused and silent workers', () => {
  const half = worker({ queues: ['ocr', 'text'] });
  const silent = worker({ id: 'w2', heartbeatAt: AT - 60_000 });
  expect(line(facts({}, [half, silent]), 'workers')?.text).toMatch(/^No worker is ready for Finding names/);
  expect(line(facts({}, [worker({ paused: 'disk' })]), 'workers')).toMatchObject({
    text: 'No worker is ready for any stage.',
    action: expect.stringContaining('paused'),
  });
});

it('says that one can submit while Redis is away, and warns of a Redis that loses data', () => {
  expect(line(facts({}, [], { state: 'away' }), 'redis')?.action).toContain('You can submit now.');
  expect(line(facts({}, [worker()], { evictionPolicy: 'volatile-random' }), 'redis')?.state).toBe('look');
});

it('says nothing about memory that the system does not report', () => {
  expect(line(facts({ memory: null }), 'memory')).toBeUndefined();
});
