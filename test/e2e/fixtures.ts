/**
 * Runs each end-to-end test in Electron if it is installed and there is a screen, otherwise in Chromium on the
 * loopback host. Each test has its own data folder.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  _electron,
  type BrowserContext,
  test as base,
  type ElectronApplication,
  type Page,
} from '@playwright/test';
import { findElectron, noDesktop } from '../../scripts/lib-electron.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const ELECTRON = noDesktop() === null ? findElectron() : null;
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/;

export interface StartOptions {
  /** Submitted right after the start, like `npm start -- FOLDER`. */
  folder?: string;
  env?: Record<string, string>;
}

/** Redwell with its page. It can be stopped, and started again on the same data folder. */
export interface Desk {
  readonly host: 'electron' | 'serve';
  readonly dataDir: string;
  /** Starts Redwell and opens its page. */
  start(options?: StartOptions): Promise<Page>;
  /** Stops Redwell like Ctrl-C, and waits until it has exited. @returns the exit code */
  stop(): Promise<number | null>;
  /** Returns everything that Redwell has printed since its last start. */
  output(): string;
}

function withOutput(child: ChildProcess): {
  output: () => string;
  printed: (pattern: RegExp) => Promise<string>;
} {
  let output = '';
  const checks = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const check of checks) check();
    });
  const printed = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const found = pattern.exec(output);
        if (found === null) return;
        checks.delete(check);
        resolve(found[0]);
      };
      checks.add(check);
      child.once('exit', (code) => reject(new Error(`Redwell exited with ${code}:\n${output}`)));
      check();
    });
  return { output: () => output, printed };
}

const argumentsOf = (dataDir: string, folder: string | undefined): string[] => [
  ...(folder === undefined ? [] : [folder]),
  '--data',
  dataDir,
];

function serveDesk(dataDir: string, context: () => Promise<BrowserContext>): Desk {
  let child: ChildProcess | null = null;
  let output = (): string => '';
  return {
    host: 'serve',
    dataDir,
    output: () => output(),
    async start({ folder, env } = {}) {
      const entry = join(ROOT, 'out', 'main', 'serve.js');
      child = spawn(process.execPath, [entry, ...argumentsOf(dataDir, folder), '--port', '0', '--no-open'], {
        env: { ...process.env, ...env },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const started = withOutput(child);
      output = started.output;
      const address = await started.printed(ADDRESS);
      const browser = await context();
      const { origin } = new URL(address);
      await browser.grantPermissions(['notifications'], { origin });
      const page = await browser.newPage();
      await page.goto(address);
      return page;
    },
    async stop() {
      if (child === null || child.exitCode !== null) return child?.exitCode ?? null;
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      const [code] = await gone;
      child = null;
      return code as number | null;
    },
  };
}

function electronDesk(dataDir: string, executablePath: string): Desk {
  let app: ElectronApplication | null = null;
  let output = (): string => '';
  return {
    host: 'electron',
    dataDir,
    output: () => output(),
    async start({ folder, env } = {}) {
      app = await _electron.launch({
        executablePath,
        args: [ROOT, '--', ...argumentsOf(dataDir, folder)],
        env: { ...process.env, ...env } as Record<string, string>,
      });
      output = withOutput(app.process()).output;
      return app.firstWindow();
    },
    async stop() {
      const running = app?.process();
      await app?.close();
      app = null;
      return running?.exitCode ?? null;
    },
  };
}

/**
 * Drops real files or folders on the page through the DevTools protocol, so that the page gets real file system
 * entries. @param paths absolute
 */
export async function dropOn(page: Page, selector: string, paths: readonly string[]): Promise<void> {
  const target = page.locator(selector).first();
  await target.waitFor();
  const box = await target.boundingBox();
  if (box === null) throw new Error(`${selector} is not on the screen`);
  const session = await page.context().newCDPSession(page);
  const at = {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    data: { items: [], files: [...paths], dragOperationsMask: 1 },
  };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at });
  await session.detach();
}

export const test = base.extend<{ desk: Desk }>({
  desk: async ({ browser }, use) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'rw-e2e-'));
    const contexts: BrowserContext[] = [];
    const desk =
      ELECTRON === null
        ? serveDesk(dataDir, async () => {
            // A new context for each start, because Redwell knows no session from before a restart.
            const context = await browser.newContext();
            contexts.push(context);
            return context;
          })
        : electronDesk(dataDir, ELECTRON);
    try {
      await use(desk);
    } finally {
      await desk.stop();
      for (const context of contexts) await context.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
});

export { expect } from '@playwright/test';
