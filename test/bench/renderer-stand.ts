/** The real app in a real browser: serve.js, Chromium and its DevTools protocol, for measurements of the page. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/lib-chromium.mjs';

/** ms */
export const HOUR = 3_600_000;
const ROOT = join(import.meta.dirname, '..', '..');

export interface Served {
  readonly pid: number;
  /** Holds the token, and works once. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts `out/main/serve.js`. @param folder submitted right after the start */
export async function serve(
  dataDir: string,
  { folder, env = {} }: { folder?: string; env?: Record<string, string> } = {},
): Promise<Served> {
  const entry = join(ROOT, 'out', 'main', 'serve.js');
  const child: ChildProcess = spawn(
    process.execPath,
    [entry, ...(folder === undefined ? [] : [folder]), '--data', dataDir, '--port', '0', '--no-open'],
    { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  let output = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = /http:\S+token=\S+/.exec(output);
      if (found !== null) resolve(found[0]);
    });
    child.once('exit', (code) => reject(new Error(`serve.js exited with ${code}:\n${output}`)));
  });
  return {
    pid: child.pid ?? 0,
    address,
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      await gone;
    },
  };
}

/** @param more further arguments for Chromium */
export const openBrowser = (...more: readonly string[]): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium() ?? '',
    args: [
      '--disable-gpu',
      '--disable-background-networking',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...more,
    ],
  });

/** Opens the app in a window of 1280x800. @param init runs in the page before its own script */
export async function openPage(browser: Browser, address: string, init = (): void => undefined) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(init);
  await page.goto(address);
  await page.getByTestId('nav-overview').waitFor();
  return page;
}

/** Drops a real folder on the page, which gets real file system entries. */
export async function dropFolder(page: Page, path: string): Promise<void> {
  const box = await page.getByTestId('drop-zone').boundingBox();
  if (box === null) throw new Error('There is no drop zone');
  const session = await page.context().newCDPSession(page);
  const at = {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    data: { items: [], files: [path], dragOperationsMask: 1 },
  };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at });
  await session.detach();
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds, like all times of a trace. */
  ts: number;
  dur?: number;
  /** CPU time of the thread. */
  tdur?: number;
  args: { name?: string; data?: { frames?: { url: string; processId?: number }[] } };
}

/** What the main thread of the page did. Times in ms of CPU, which a busy machine does not lengthen. */
export interface MainThread {
  readonly tasks: readonly number[];
  /** The work of each marked frame: all tasks from one to the next. */
  readonly frames: readonly number[];
}

/** The name of a `performance.mark` that a measured page sets in each of its frames. */
export const FRAME_MARK = 'redwell-frame';

const CATEGORIES = [
  '-*',
  'blink.user_timing',
  'disabled-by-default-devtools.timeline',
  '__metadata',
] as const;

/** Returns the tasks of the page's main thread while `work` runs. */
export async function traced(
  browser: Browser,
  page: Page,
  work: () => Promise<unknown>,
): Promise<MainThread> {
  await browser.startTracing(page, { categories: [...CATEGORIES] });
  try {
    await work();
  } finally {
    // Without it, a failure would leave the browser tracing.
    if (!page.isClosed()) await page.evaluate(() => undefined);
  }
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  return mainThread(traceEvents, new URL(page.url()).origin);
}

function mainThread(events: readonly TraceEvent[], origin: string): MainThread {
  const started = events.find(({ name }) => name === 'TracingStartedInBrowser');
  const frame = started?.args.data?.frames?.find(({ url }) => url.startsWith(origin));
  const pid = frame?.processId;
  const thread = events.find(
    (event) => event.pid === pid && event.name === 'thread_name' && event.args.name === 'CrRendererMain',
  );
  if (thread === undefined) throw new Error('The trace has no main thread of the page');
  const own = events.filter((event) => event.pid === pid && event.tid === thread.tid);
  const tasks = own
    .filter(({ name, ph }) => name === 'RunTask' && ph === 'X')
    .sort((a, b) => a.ts - b.ts)
    .map(({ ts, tdur = 0 }) => ({ ts, cpu: tdur / 1000 }));
  if (tasks.length === 0) throw new Error('The trace has no tasks of the page');
  const begins = own
    .filter(({ name }) => name === FRAME_MARK)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const frames: number[] = [];
  let at = 0;
  for (const [index, from] of begins.entries()) {
    const until = begins[index + 1] ?? Number.POSITIVE_INFINITY;
    while ((tasks[at]?.ts ?? from) < from) at += 1;
    let cpu = 0;
    for (; at < tasks.length && (tasks[at]?.ts ?? 0) < until; at += 1) cpu += tasks[at]?.cpu ?? 0;
    frames.push(cpu);
  }
  return { tasks: tasks.map(({ cpu }) => cpu), frames };
}

/** Returns the most memory that a process ever had, MB; null if it has ended. Linux only. */
export async function peakMemory(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}

/** Resolves when the batch on the page has ended. */
export const batchEnded = (page: Page): Promise<void> =>
  page
    .getByTestId('batch-status')
    .filter({ hasText: /completed/i })
    .waitFor({ timeout: HOUR });

/** Returns a number from the environment. */
export const sizeOf = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);

/** Returns the value below which `share` of the values are; 0 if there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
