/** The desktop shell's decisions, with Electron's objects passed in. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { isOwnAddress, listedExternal } from '../../../src/main/shell/origin.ts';
import { progressBar, shareDone } from '../../../src/main/shell/progress.ts';
import { fileOf } from '../../../src/main/shell/protocol.ts';
import { quitInOrder } from '../../../src/main/shell/quit.ts';
import { keychain } from '../../../src/main/shell/secrets.ts';
import { debugArgument } from '../../../src/main/shell/security.ts';
import { trayMenu } from '../../../src/main/shell/tray.ts';
import type { Batch } from '../../../src/shared/batches.ts';
import { safeStorage } from '../../doubles/electron.ts';
import { externalPart, pathPart } from '../../support/addresses.ts';

const batch = (id: string, status: Batch['status'], received: number, percent: number): Batch =>
  ({ id, name: `Box ${id}`, status, percent, equation: { received } }) as Batch;

describe('addresses', () => {
  it('never resolves an address to a file outside the page’s folder', () => {
    fc.assert(
      fc.property(fc.array(pathPart(), { maxLength: 8 }), (parts) => {
        const file = fileOf('/srv/page', `redwell://app/${parts.join('/')}`);
        expect(file === null || file.startsWith('/srv/page/')).toBe(true);
      }),
    );
  });

  it('opens only addresses in which every reader finds a listed host', () => {
    fc.assert(
      fc.property(fc.array(externalPart, { maxLength: 8 }), (parts) => {
        const opened = listedExternal(`https://${parts.join('')}`);
        // The plain reading of RFC 3986, which programs outside of browsers follow.
        const host = /^https:\/\/([^/?#]*)/.exec(opened ?? '')?.[1];
        if (opened !== null) expect(['redis.io', 'www.rfc-editor.org']).toContain(host);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    [['--inspect'], undefined, '--inspect'],
    [['--inspect-brk=9229'], undefined, '--inspect-brk=9229'],
    [['/box', '--remote-debugging-port=1'], undefined, '--remote-debugging-port=1'],
    [['-remote-debugging-pipe'], undefined, '-remote-debugging-pipe'],
    [['--JS-flags=--expose-gc'], undefined, '--JS-flags=--expose-gc'],
    [[], '--max-old-space-size=1 --require /tmp/a.js', '--require'],
    [['--data', '/home/inspect', '/box/--inspect'], '', null],
  ])('finds what opens a shipped app to a debugger in %j and NODE_OPTIONS=%s', (args, options, found) => {
    expect(debugArgument(args, options)).toBe(found);
  });

  it('resolves a file, the page’s own addresses, and no other origin', () => {
    expect(fileOf('/srv/page', 'redwell://app/assets/a.js')).toBe(join('/srv/page', 'assets', 'a.js'));
    expect(fileOf('/srv/page', 'redwell://app/batch/b-1')).toBe(join('/srv/page', 'index.html'));
    expect(fileOf('/srv/page', 'redwell://app')).toBe(join('/srv/page', 'index.html'));
    expect(fileOf('/srv/page', 'redwell://apps/index.html')).toBeNull();
    expect(fileOf('/srv/page', 'file:///srv/page/index.html')).toBeNull();
  });

  it.each([
    ['https://redis.io/docs', true],
    ['https://redis.io:443/docs', true],
    ['HTTPS://REDIS.IO/docs', true],
    ['https://redis.io:8443/docs', false],
    ['https://redis.io\\@evil.example', false],
    ['https://redis.io\\.evil.example', false],
    ['https:\\\\redis.io\\docs', false],
    ['https://evil.example\\@redis.io', false],
    ['https://redis.io@evil.example', false],
    ['https://user@redis.io/', false],
    ['https://user:pass@redis.io/', false],
    ['https://redis.io./', false],
    ['https://redis.io%2eevil.example/', false],
    ['https://redis.io%00.evil.example/', false],
    ['https://redis.io\t.evil.example/', false],
    ['https://redis.io\n/docs', false],
    [' https://redis.io/docs', false],
    ['https://redis.io/docs ', false],
    ['https://r\u0435dis.io/', false],
    ['https://\uff52edis.io/', false],
    ['https://redis\u3002io/', false],
    ['https://xn--redis-.io/', false],
    ['https:redis.io/docs', true],
    ['redwell://redis.io/', false],
    ['http://redis.io/docs', false],
    ['https://redis.io@evil.example/', false],
    ['https://evil.example/https://redis.io/', false],
    ['javascript:alert(1)', false],
    ['file:///etc/passwd', false],
    ['', false],
  ])('decides whether the browser may open %s: %s', (address, allowed) => {
    const opened = listedExternal(address);
    expect(opened !== null).toBe(allowed);
    if (opened !== null) expect(opened).toMatch(/^https:\/\/redis\.io\//);
    expect(isOwnAddress(address)).toBe(false);
  });
});

describe('progress', () => {
  it('weights batches by their documents', () => {
    expect(shareDone([])).toBeNull();
    expect(shareDone([batch('a', 'running', 300, 100), batch('b', 'running', 100, 0)])).toBe(0.75);
  });

  it('follows the batches, shows when all are paused, and disappears', () => {
    const bar: Array<[number, string]> = [];
    const badges: number[] = [];
    const changed = progressBar(
      {
        isDestroyed: () => false,
        setProgressBar: (share, options) => void bar.push([share, options?.mode ?? '']),
      },
      { setBadgeCount: (count) => badges.push(count ?? 0) > 0 },
    );
    changed(batch('a', 'running', 10, 50));
    changed(batch('b', 'paused', 10, 0));
    changed(batch('a', 'completed', 10, 100));
    changed(batch('b', 'canceled', 10, 0));
    expect(bar).toEqual([
      [0.5, 'normal'],
      [0.25, 'normal'],
      [0, 'paused'],
      [-1, 'normal'],
    ]);
    expect(badges).toEqual([1, 2, 1, 0]);
  });
});

it('lists running batches in the tray, and pauses only those that can be paused', () => {
  const open = vi.fn();
  const pauseAll = vi.fn();
  const actions = { open, pauseAll, quit: vi.fn() };
  const running = [batch('a', 'running', 10, 12.7), batch('b', 'paused', 10, 40)];
  const menu = trayMenu(running, 1_234, actions);
  expect(menu.slice(0, 2).map(({ label }) => label)).toEqual(['Box a: 12%', 'Box b: 40% (paused)']);
  const click = (label: string): void => {
    const item = menu.find((one) => one.label === label);
    (item?.click as (() => void) | undefined)?.();
  };
  click('Pause all');
  expect(pauseAll).toHaveBeenCalledWith(['a']);
  click('Box b: 40% (paused)');
  expect(open).toHaveBeenCalledWith('/batch/b');
  click('Needs you: 1,234');
  expect(open).toHaveBeenCalledWith('/needs-you');
  const idle = trayMenu([], 0, actions);
  expect(idle.some(({ label }) => label?.startsWith('Needs you'))).toBe(false);
  expect(idle.find(({ label }) => label === 'Pause all')?.enabled).toBe(false);
});

describe('quitting', () => {
  const quit = (dispose: () => Promise<void>, boundMs: number) => {
    let ask: (event: { preventDefault(): void }) => void = () => undefined;
    const failures: unknown[] = [];
    const prevented = vi.fn();
    const ended = new Promise<number>((resolve) => {
      quitInOrder(
        {
          on: (_event: string, listener: unknown) => {
            ask = listener as typeof ask;
            return undefined as never;
          },
          exit: (code) => resolve(code ?? 0),
        },
        dispose,
        boundMs,
        (error) => failures.push(error),
      );
    });
    return { ask: () => ask({ preventDefault: prevented }), ended, failures, prevented };
  };

  it('closes everything once, however often it is asked, and then exits', async () => {
    const order: string[] = [];
    const dispose = vi.fn(async () => {
      await Promise.resolve();
      order.push('closed');
    });
    const { ask, ended, prevented } = quit(dispose, 60_000);
    ask();
    ask();
    order.push('asked');
    expect(await ended).toBe(0);
    expect(order).toEqual(['asked', 'closed']);
    expect(dispose).toHaveBeenCalledTimes(1);
    expect(prevented).toHaveBeenCalledTimes(2);
  });

  it('exits with 1 and reports why when a part fails or hangs', async () => {
    const failing = quit(() => Promise.reject(new Error('stuck file')), 60_000);
    failing.ask();
    expect([await failing.ended, String(failing.failures[0])]).toEqual([1, 'Error: stuck file']);
    const hanging = quit(() => new Promise(() => undefined), 1);
    hanging.ask();
    expect([await hanging.ended, String(hanging.failures[0])]).toEqual([
      1,
      'Error: Some parts did not stop in time.',
    ]);
  });
});

it('encrypts a secret with a keychain, and refuses a backend that is not one', () => {
  const full = safeStorage as never as Electron.SafeStorage;
  const box = keychain(full, 'linux');
  const encrypted = box?.encrypt('pässword') ?? '';
  expect(encrypted).not.toContain('pässword');
  expect(box?.decrypt(encrypted)).toBe('pässword');
  const basic = { ...full, getSelectedStorageBackend: () => 'basic_text' } as never as Electron.SafeStorage;
  expect(keychain(basic, 'linux')).toBeUndefined();
  expect(keychain(basic, 'darwin')).toBeDefined();
  const none = { ...full, isEncryptionAvailable: () => false } as never as Electron.SafeStorage;
  expect(keychain(none, 'win32')).toBeUndefined();
});
