/**
 * A page as Electron would open it. The built preload runs in its own context and can require only `electron`. Messages
 * are structured clones, as between real processes.
 */
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import type Electron from 'electron';

export type Handler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown;
type Listener = (event: unknown, ...args: unknown[]) => void;

/** The object that the preload exposes at `window.redwell`. */
export interface ExposedApi {
  request(name: string, input: unknown): Promise<unknown>;
  on(name: string, listener: (event: { seq: number; payload: unknown }) => void): () => void;
  pathOf(file: unknown): string;
}

export class Page {
  readonly world: Record<string, unknown> = {};
  readonly required: string[] = [];
  readonly #listeners = new Map<string, Listener[]>();
  readonly #invoke: (channel: string, args: unknown[]) => Promise<unknown>;

  /** @param invoke sends a request to the main process as this page's frame */
  constructor(preload: string, invoke: (channel: string, args: unknown[]) => Promise<unknown>) {
    this.#invoke = invoke;
    const electron = this.#rendererElectron();
    const context = createContext({
      console,
      // A sandboxed preload may load only `electron`.
      require: (name: string) => {
        this.required.push(name);
        if (name !== 'electron') throw new Error(`module not found: ${name}`);
        return electron;
      },
      module: { exports: {} },
      exports: {},
    });
    runInContext(readFileSync(preload, 'utf8'), context, { filename: preload });
  }

  get api(): ExposedApi {
    return this.world.redwell as ExposedApi;
  }

  /** Receives a message from the main process. */
  receive(channel: string, args: unknown[]): void {
    const crossed = structuredClone(args);
    for (const listener of this.#listeners.get(channel) ?? []) listener({ sender: 'secret' }, ...crossed);
  }

  #rendererElectron() {
    const contextBridge = {
      exposeInMainWorld: (key: string, api: unknown) => {
        this.world[key] = api;
      },
    } satisfies Pick<Electron.ContextBridge, 'exposeInMainWorld'>;
    const ipcRenderer = {
      invoke: async (channel: string, ...args: unknown[]) =>
        structuredClone(await this.#invoke(channel, structuredClone(args))),
      on: (channel: string, listener: (event: never, ...args: never[]) => void) => {
        const known = this.#listeners.get(channel) ?? [];
        this.#listeners.set(channel, [...known, listener as unknown as Listener]);
        // Electron returns the object itself. Redwell doesn't chain calls.
        return undefined as never;
      },
    } satisfies Pick<Electron.IpcRenderer, 'invoke' | 'on'>;
    const webUtils = {
      getPathForFile: (file: File) => (file as { path?: string }).path ?? '',
    } satisfies Pick<Electron.WebUtils, 'getPathForFile'>;
    return { contextBridge, ipcRenderer, webUtils };
  }
}
