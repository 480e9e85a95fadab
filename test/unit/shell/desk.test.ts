/** The window on the desk: its place, links, faults, closing and sleep, with Electron's objects passed in. */
import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askOnClose } from '../../../src/main/shell/close.ts';
import { pageOfLink, splitLinks } from '../../../src/main/shell/deep-link.ts';
import { watchFaults } from '../../../src/main/shell/faults.ts';
import { watchPower } from '../../../src/main/shell/power.ts';
import { keepState, placeFor, readState, USUAL } from '../../../src/main/shell/window-state.ts';

const SCREEN = { x: 0, y: 0, width: 1920, height: 1040 };
const RIGHT = { x: 1920, y: 0, width: 1280, height: 1024 };
const log = { error: vi.fn(), info: vi.fn(), warn: vi.fn() };
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('links', () => {
  it.each([
    ['redwell://batch/20261129-abc_DEF', '/batch/20261129-abc_DEF'],
    ['REDWELL://batch/b1/', '/batch/b1'],
    ['redwell://batch/', null],
    ['redwell://batch/../settings', null],
    ['redwell://batch/b1?x=1', null],
    ['redwell://batch/b1#x', null],
    ['redwell://batch/b1/documents', null],
    ['redwell://app/batch/b1', null],
    ['redwell://evil@batch/b1', null],
    ['redwell://batch/%2e%2e', null],
    ['redwell://batch/b1\n', null],
    [`redwell://batch/${'a'.repeat(101)}`, null],
    ['https://batch/b1', null],
  ])('%j opens %j', (link, page) => {
    expect(pageOfLink(link)).toBe(page);
  });

  it('opens nothing but the page of a batch, whatever comes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const page = pageOfLink(`redwell://batch/${text}`);
        expect(page === null || /^\/batch\/[\w-]+$/.test(page)).toBe(true);
      }),
    );
  });

  it('tells links from folders in the arguments of a start', () => {
    expect(splitLinks(['--data', '/d', 'redwell://batch/b1'])).toEqual({
      link: 'redwell://batch/b1',
      rest: ['--data', '/d'],
    });
    expect(splitLinks(['/box/redwell'])).toEqual({ link: null, rest: ['/box/redwell'] });
  });
});

describe('the place of the window', () => {
  const kept = { x: 2000, y: 100, width: 900, height: 700, maximized: false };

  it('is where it was, as long as that screen is there', () => {
    expect(placeFor(kept, [SCREEN, RIGHT])).toEqual({ x: 2000, y: 100, width: 900, height: 700 });
    expect(placeFor(kept, [SCREEN])).toEqual({ width: 900, height: 700 });
    expect(placeFor(null, [SCREEN])).toEqual(USUAL);
  });

  it('is never larger than its screen, and its title bar can always be grabbed', () => {
    const whole = fc.integer({ min: -5000, max: 5000 });
    const state = fc.record({ x: whole, y: whole, width: whole, height: whole, maximized: fc.boolean() });
    fc.assert(
      fc.property(state, (found) => {
        const { x, y, width, height } = placeFor(found, [SCREEN, RIGHT]);
        expect(width).toBeLessThanOrEqual(1920);
        expect(height).toBeLessThanOrEqual(1040);
        expect(Math.min(width - 639, height - 479)).toBeGreaterThan(0);
        if (x === undefined || y === undefined) return;
        expect(x).toBeLessThanOrEqual(RIGHT.x + RIGHT.width - 120);
        expect(y).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  describe('in its file', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'rw-place-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('is kept when the window closes, and read at the next start', () => {
      const window = Object.assign(new EventEmitter(), {
        getNormalBounds: () => ({ x: 10, y: 20, width: 900, height: 700 }),
        isMaximized: () => true,
      });
      keepState(window as never, join(folder, 'window.json'), (error) => expect.unreachable(String(error)));
      window.emit('close');
      expect(readState(join(folder, 'window.json'))).toEqual({
        ...{ x: 10, y: 20, width: 900, height: 700 },
        maximized: true,
      });
    });

    it('is unknown when the file is damaged or holds something else', () => {
      const file = join(folder, 'window.json');
      for (const text of ['', '{', '{"x":1}', '{"x":1e9,"y":0,"width":1,"height":1,"maximized":false}']) {
        writeFileSync(file, text);
        expect(readState(file)).toBeNull();
      }
    });

    it('reports a file that cannot be written', () => {
      const window = Object.assign(new EventEmitter(), {
        getNormalBounds: () => ({ x: 0, y: 0, width: 1, height: 1 }),
        isMaximized: () => false,
      });
      const failed = vi.fn();
      keepState(window as never, join(folder, 'no', 'window.json'), failed)();
      expect(failed).toHaveBeenCalledOnce();
      expect(() => readFileSync(join(folder, 'no', 'window.json'))).toThrow();
    });
  });
});

/** A window, a dialog that gives these answers, and an app. */
function faulty(...answers: number[]) {
  const webContents = Object.assign(new EventEmitter(), {
    reload: vi.fn(),
    forcefullyCrashRenderer: vi.fn(),
  });
  const window = Object.assign(new EventEmitter(), { webContents, isDestroyed: () => false, hide: vi.fn() });
  const showMessageBox = vi.fn(async () => ({ response: answers.shift() ?? 0, checkboxChecked: false }));
  const app = Object.assign(new EventEmitter(), { quit: vi.fn() });
  let time = 0;
  watchFaults(window as never, { app: app as never, dialog: { showMessageBox }, log, now: () => time });
  return {
    ...{ app, window, webContents, showMessageBox },
    wait: (ms: number) => {
      time += ms;
    },
  };
}

describe('faults', () => {
  const gone = { reason: 'crashed', exitCode: 5 };

  it('loads a page again that died, and asks when it dies again within a minute', async () => {
    const { app, webContents, showMessageBox, wait } = faulty(1);
    webContents.emit('render-process-gone', {}, gone);
    wait(61_000);
    webContents.emit('render-process-gone', {}, gone);
    expect(webContents.reload).toHaveBeenCalledTimes(2);
    expect(showMessageBox).not.toHaveBeenCalled();
    wait(1_000);
    webContents.emit('render-process-gone', {}, gone);
    await settled();
    expect(webContents.reload).toHaveBeenCalledTimes(2);
    expect(app.quit).toHaveBeenCalledOnce();
    expect(log.error).toHaveBeenCalledWith(gone, 'the page ended');
  });

  it('asks once about a page that hangs, and ends it only if it still hangs', async () => {
    const { window, webContents, showMessageBox } = faulty(1, 1);
    window.emit('unresponsive');
    window.emit('unresponsive');
    expect(showMessageBox).toHaveBeenCalledOnce();
    await settled();
    expect(webContents.forcefullyCrashRenderer).toHaveBeenCalledOnce();
    window.emit('unresponsive');
    window.emit('responsive');
    await settled();
    expect(webContents.forcefullyCrashRenderer).toHaveBeenCalledOnce();
  });

  it('logs a process of Electron that ended, and not one that ended as it should', () => {
    log.warn.mockClear();
    const { app } = faulty();
    app.emit('child-process-gone', {}, { type: 'GPU', reason: 'clean-exit', exitCode: 0 });
    app.emit('child-process-gone', {}, { type: 'GPU', reason: 'oom', exitCode: 9 });
    expect(log.warn.mock.calls.map(([fields]) => fields)).toEqual([
      { type: 'GPU', reason: 'oom', exitCode: 9, process: undefined },
    ]);
  });
});

describe('closing', () => {
  const closing = (running: number, answer: number) => {
    const window = Object.assign(new EventEmitter(), { hide: vi.fn() });
    const quit = vi.fn();
    const showMessageBox = vi.fn(async () => ({ response: answer, checkboxChecked: false }));
    const quitting = askOnClose(window as never, {
      dialog: { showMessageBox },
      running: () => running,
      quit,
    });
    const close = async () => {
      const event = { preventDefault: vi.fn() };
      window.emit('close', event);
      await settled();
      return event.preventDefault.mock.calls.length === 0;
    };
    return { close, quit, quitting, window, showMessageBox };
  };

  it('closes without a question while nothing runs, or while the app quits', async () => {
    const idle = closing(0, 0);
    expect(await idle.close()).toBe(true);
    const busy = closing(2, 0);
    busy.quitting();
    expect(await busy.close()).toBe(true);
    expect(busy.showMessageBox).not.toHaveBeenCalled();
  });

  it.each([
    ['goes to the tray', 0, 1, 0],
    ['quits', 1, 0, 1],
    ['stays open', 2, 0, 0],
  ])('%s while a batch runs, as the operator answers', async (_what, answer, hidden, quits) => {
    const { close, quit, window } = closing(1, answer);
    expect(await close()).toBe(false);
    expect([window.hide.mock.calls.length, quit.mock.calls.length]).toEqual([hidden, quits]);
  });
});

describe('sleep', () => {
  it('is prevented while batches run, and only then', () => {
    const monitor = new EventEmitter();
    const held: number[] = [];
    const blocker = {
      start: () => held.push(1),
      stop: () => {
        held.pop();
        return true;
      },
    };
    const power = watchPower({ monitor: monitor as never, blocker, log, resumed: expect.unreachable });
    power.running(2);
    power.running(1);
    expect(held).toHaveLength(1);
    power.running(0);
    expect(held).toHaveLength(0);
    power.running(1);
    power.dispose();
    expect([held.length, monitor.listenerCount('resume')]).toEqual([0, 0]);
  });

  it('is told to the log with its length, and lost jobs are looked for after it', () => {
    const monitor = new EventEmitter();
    const resumed = vi.fn();
    let time = 0;
    const blocker = { start: () => 1, stop: () => true };
    const power = watchPower({ monitor: monitor as never, blocker, log, resumed, now: () => time });
    monitor.emit('suspend');
    time = 90_000;
    monitor.emit('resume');
    expect(log.info).toHaveBeenLastCalledWith({ seconds: 90 }, 'the computer woke up');
    expect(resumed).toHaveBeenCalledOnce();
    power.dispose();
  });
});
