/** A socket that cannot keep up: which events it misses, which it never misses, and how it notices. */
import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinBridge } from '../../../src/serve/socket.ts';
import { smallConsole } from '../../doubles/redwell.ts';

const MEGABYTE = 1024 * 1024;

/** A socket that accepts everything and sends it only when the test says so. */
class SlowWire extends EventEmitter {
  readyState = 1;
  bufferedAmount = 0;
  readonly sent: Array<{ seq?: number; event?: string; payload?: { batchId?: string; to?: string } }> = [];
  #done: Array<() => void> = [];
  send(text: string, done: () => void): void {
    this.sent.push(JSON.parse(text));
    this.bufferedAmount += 2 * MEGABYTE;
    this.#done.push(done);
  }
  paused = false;
  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
  drain(): void {
    this.bufferedAmount = 0;
    for (const done of this.#done.splice(0)) done();
  }
  close(): void {
    this.emit('close');
  }
}

function join() {
  const wire = new SlowWire();
  const small = smallConsole();
  const handlers = {
    ...small.handlers,
    'host.info': async (): Promise<never> => Promise.reject(new Error('unused')),
    'intake.pick': async () => null,
    'documents.open': async (): Promise<never> => Promise.reject(new Error('unused')),
    'documents.reveal': async (): Promise<never> => Promise.reject(new Error('unused')),
    'handover.pick': async (): Promise<never> => Promise.reject(new Error('unused')),
    'packs.pick': async () => null,
    'watch.pick': async () => ({ folder: null }),
    'handover.reveal': async (): Promise<never> => Promise.reject(new Error('unused')),
  };
  joinBridge(wire, handlers, small, () => undefined);
  return { wire, small };
}

it('holds only the newest event about each thing for a slow socket, and sends it later', () => {
  const { wire, small } = join();
  for (const batchId of ['a', 'b', 'a', 'b', 'c']) small.emit('documents.changed', { batchId });
  expect(wire.sent).toHaveLength(1);
  wire.drain();
  wire.drain();
  expect(wire.sent.map(({ seq, payload }) => [seq, payload?.batchId])).toEqual([
    [1, 'a'],
    [2, 'a'],
    [3, 'b'],
    [4, 'c'],
  ]);
});

it('never holds back notifications and navigation', () => {
  const { wire, small } = join();
  small.emit('documents.changed', { batchId: 'a' });
  small.emit('documents.changed', { batchId: 'a' });
  small.emit('navigate', { to: '/batch/a' });
  expect(wire.sent.map(({ event }) => event)).toEqual(['documents.changed', 'navigate']);
});

it('tells the page of too many held events by a gap, and bounds memory', () => {
  const { wire, small } = join();
  for (let n = 0; n < 5000; n += 1) small.emit('documents.changed', { batchId: `b${n}` });
  wire.drain();
  wire.drain();
  const seqs = wire.sent.map(({ seq }) => seq ?? 0);
  expect(wire.sent.length).toBeLessThan(520);
  expect(seqs.some((seq, index) => index > 0 && seq > (seqs[index - 1] ?? 0) + 1)).toBe(true);
  expect(wire.sent.at(-1)?.payload?.batchId).toBe('b4999');
});

it('numbers events without gaps and delivers the last value of each thing, in any order of events', () => {
  const step = fc.oneof(
    fc.constantFrom('a', 'b', 'c').map((batchId) => ({ batchId })),
    fc.constant('drain' as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { wire, small } = join();
      const last = new Map<string, number>();
      for (const [at, one] of steps.entries()) {
        if (one === 'drain') wire.drain();
        else {
          last.set(one.batchId, at);
          small.emit('documents.changed', { batchId: one.batchId, at } as { batchId: string });
        }
      }
      for (let n = 0; n < 10; n += 1) wire.drain();
      const seqs = wire.sent.map(({ seq }) => seq ?? 0);
      expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
      const arrived = new Map(
        wire.sent.map(({ payload }) => [payload?.batchId, (payload as { at?: number } | undefined)?.at]),
      );
      for (const [batchId, at] of last) expect(arrived.get(batchId)).toBe(at);
    }),
  );
});

it('sends nothing to a closed socket', () => {
  const { wire, small } = join();
  wire.close();
  small.emit('documents.changed', { batchId: 'a' });
  expect(wire.sent).toHaveLength(0);
  expect(small.listening('documents.changed')).toBe(0);
});

it('reads no more requests while 200 wait for an answer, and goes on when they are answered', async () => {
  let answer: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const wire = new SlowWire();
  const small = smallConsole();
  const handlers = {
    ...small.handlers,
    'host.info': async (): Promise<never> => Promise.reject(new Error('unused')),
    'intake.pick': async () => null,
    'documents.open': async (): Promise<never> => Promise.reject(new Error('unused')),
    'documents.reveal': async (): Promise<never> => Promise.reject(new Error('unused')),
    'handover.pick': async (): Promise<never> => Promise.reject(new Error('unused')),
    'packs.pick': async () => null,
    'watch.pick': async () => ({ folder: null }),
    'handover.reveal': async (): Promise<never> => Promise.reject(new Error('unused')),
    'batches.active': async () => gate.then(() => []),
  };
  joinBridge(wire, handlers, small, () => undefined);
  const ask = (id: number): void => {
    wire.emit('message', JSON.stringify({ id, name: 'batches.active', input: {} }), false);
  };
  for (let id = 1; id < 200; id += 1) ask(id);
  expect(wire.paused).toBe(false);
  ask(200);
  expect(wire.paused).toBe(true);
  answer();
  await expect.poll(() => wire.sent.length).toBe(200);
  // The answers have not left yet.
  expect(wire.paused).toBe(true);
  wire.drain();
  expect(wire.paused).toBe(false);
});
