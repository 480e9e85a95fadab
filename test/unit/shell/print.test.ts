/** Printing, processes and downloads under Electron, over its typed double. */
import { setImmediate } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { askHost, type HostServices, serveHost } from '../../../src/core/app/host-services.ts';
import { windowPrinter } from '../../../src/main/shell/print.ts';
import { BrowserWindow, seen, session } from '../../doubles/electron.ts';

const HTML = '<p>Report of Box 12</p>';
const never = new AbortController().signal;
const log = { warn: vi.fn() };
const printer = (timeoutMs = 60_000) =>
  windowPrinter({ BrowserWindow: BrowserWindow as never, session: session as never, log, timeoutMs });

it('prints in a window without scripts, network, files or Redwell’s own page, and closes it', async () => {
  const print = printer();
  const pages = await Promise.all([print(HTML, never), print('<p>Second</p>', never)]);
  expect(pages.map(String)).toEqual([`%PDF-1.7 ${HTML.length} characters`, '%PDF-1.7 13 characters']);
  expect(seen.prints.map(({ html }) => html)).toEqual([HTML, '<p>Second</p>']);
  const [first] = seen.prints;
  expect(first?.preferences).toMatchObject({ javascript: false, sandbox: true, nodeIntegration: false });
  expect(first?.preferences?.preload).toBeUndefined();
  expect(first?.preferences?.partition).not.toMatch(/^persist:/);
  expect(first?.refused).toEqual([
    ...['https://evil.example/x.png', 'file:///etc/passwd', 'redwell://app/index.html'],
  ]);
  expect(seen.windows).toEqual([]);
});

it('answers null when Electron cannot print, ends with the signal, and prints again after both', async () => {
  const { prototype } = BrowserWindow;
  const load = vi.spyOn(prototype, 'loadURL').mockRejectedValueOnce(new Error('ERR_FAILED'));
  const print = printer();
  expect(await print(HTML, never)).toBeNull();
  expect(log.warn).toHaveBeenCalledTimes(1);
  load.mockReturnValueOnce(new Promise(() => undefined));
  const stop = new AbortController();
  const hanging = print(HTML, stop.signal);
  await setImmediate();
  stop.abort(new Error('canceled'));
  await expect(hanging).rejects.toThrow('canceled');
  load.mockReturnValueOnce(new Promise(() => undefined));
  expect(await printer(1)(HTML, never)).toBeNull();
  expect(String(await print(HTML, never))).toMatch(/^%PDF-/);
  expect(seen.windows).toEqual([]);
  load.mockRestore();
});

it('relays processes and pages from a thread to its host, and stops them', async () => {
  const children: string[] = [];
  let exited: (reason: string) => void = () => undefined;
  const stopped = vi.fn();
  const services: HostServices = {
    startChild(folder, oldSpaceMb) {
      children.push(`${folder} ${oldSpaceMb}`);
      let tell: (message: unknown) => void = () => undefined;
      return {
        pid: 7,
        started: Promise.resolve(7),
        exited: new Promise((resolve) => {
          exited = resolve;
        }),
        send: (request) => tell({ echoed: request }),
        onMessage(listener) {
          tell = listener;
        },
        onFault: () => undefined,
        kill: () => exited('killed'),
      };
    },
    async printPdf(html, signal) {
      if (html !== 'slow') return Buffer.from(`%PDF-${html}`);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      stopped();
      return null;
    },
  };
  // As between threads, everything is a structured clone.
  const host = serveHost(services, (message) => thread.take(structuredClone(message)));
  const thread = askHost((message) => host.take(structuredClone(message)));
  expect(String(await thread.printPdf('page', never))).toBe('%PDF-page');
  const stop = new AbortController();
  const slow = thread.printPdf('slow', stop.signal);
  stop.abort(new Error('canceled'));
  await expect(slow).rejects.toThrow('canceled');
  expect(stopped).toHaveBeenCalledTimes(1);

  const [way] = await thread.starter({ oldSpaceMb: 64 } as never, {} as never);
  const child = way?.start('/box');
  const said = new Promise((resolve) => child?.onMessage(resolve));
  child?.send('look' as never);
  expect([children, await said]).toEqual([['/box 64'], { echoed: 'look' }]);
  host.end();
  expect(await child?.exited).toBe('killed');
});
