/** Lifetimes: the order of disposal, failures on the way, and what is registered too late. */
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Lifetime, LifetimeEndedError, trackLifetimes } from '../../../src/core/util/lifecycle.ts';

describe('Lifetime', () => {
  it('disposes in reverse order, each thing after the one before it has finished', async () => {
    const lifetime = new Lifetime();
    const order: string[] = [];
    lifetime.defer(() => void order.push('first'));
    lifetime.own({
      async dispose() {
        order.push('second starts');
        await Promise.resolve();
        order.push('second ends');
      },
    });
    await lifetime.dispose();
    expect(order).toEqual(['second starts', 'second ends', 'first']);
  });

  it('returns what it owns', () => {
    const thing = { dispose: () => undefined };
    expect(new Lifetime().own(thing)).toBe(thing);
  });

  it('disposes everything when some of it fails, and reports every failure', async () => {
    const lifetime = new Lifetime();
    let reached = false;
    lifetime.defer(() => {
      reached = true;
    });
    lifetime.defer(() => Promise.reject(new Error('asynchronous')));
    lifetime.defer(() => {
      throw new Error('synchronous');
    });
    await expect(lifetime.dispose()).rejects.toMatchObject({
      errors: [{ message: 'synchronous' }, { message: 'asynchronous' }],
    });
    expect(reached).toBe(true);
  });

  it('disposes once', async () => {
    const lifetime = new Lifetime();
    const undo = vi.fn();
    lifetime.defer(undo);
    await Promise.all([lifetime.dispose(), lifetime.dispose()]);
    await lifetime.dispose();
    expect(undo).toHaveBeenCalledOnce();
  });

  describe('after its disposal', () => {
    it('disposes what it is given at once, and throws', async () => {
      const lifetime = new Lifetime();
      await lifetime.dispose();
      const late = { dispose: vi.fn() };
      expect(() => lifetime.own(late)).toThrow(LifetimeEndedError);
      expect(late.dispose).toHaveBeenCalledTimes(1);
      expect(() => lifetime.defer(late.dispose)).toThrow(LifetimeEndedError);
      expect(late.dispose).toHaveBeenCalledTimes(2);
    });

    it('disposes at once what it is given while it is being disposed', async () => {
      const lifetime = new Lifetime();
      const late = vi.fn();
      lifetime.defer(() => {
        expect(() => lifetime.defer(late)).toThrow(LifetimeEndedError);
        expect(late).toHaveBeenCalledOnce();
      });
      await lifetime.dispose();
      expect(late).toHaveBeenCalledOnce();
    });

    it.each([
      [
        'throws',
        () => {
          throw new Error('stuck');
        },
      ],
      ['rejects', () => Promise.reject(new Error('stuck'))],
    ])('warns when the late disposal %s', async (_failure, undo) => {
      const lifetime = new Lifetime();
      await lifetime.dispose();
      const warned = once(process, 'warning');
      expect(() => lifetime.defer(undo)).toThrow(LifetimeEndedError);
      const [warning] = await warned;
      expect(warning).toMatchObject({ cause: { message: 'stuck' } });
    });
  });
});

describe('trackLifetimes', () => {
  afterEach(() => trackLifetimes(null));

  it('calls its listener with every new lifetime until it is stopped', () => {
    const seen: Lifetime[] = [];
    trackLifetimes((lifetime) => seen.push(lifetime));
    const made = [new Lifetime(), new Lifetime()];
    trackLifetimes(null);
    new Lifetime();
    expect(seen).toEqual(made);
  });
});
