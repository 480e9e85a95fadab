/** What the sandbox needs from a kind of process. Node's child processes and Electron's utility processes are kinds. */
import type { PrivateFolders } from './folders.ts';
import type { SandboxRequest } from './messages.ts';

export interface ChildLink {
  readonly pid: number | undefined;
  send(request: SandboxRequest): void;
  /** @param listener gets whatever the child sends, unchecked */
  onMessage(listener: (message: unknown) => void): void;
  /** @param listener called once when the child sends what is no message */
  onFault(listener: (error: Error) => void): void;
  /** Resolves when the child and everything it started have ended, with the reason as text. */
  readonly exited: Promise<string>;
  /** Ends the child and everything it started, at once. */
  kill(): void;
}

/** One way to start a child, with the walls of that way. */
export interface Way {
  /** Name of what builds the walls, e.g. `namespaces`. */
  readonly by: string;
  /** Whether it must keep the network and other files away; otherwise the next way is tried. */
  readonly encloses: { network: boolean; files: boolean };
  /** @param folder the child's own folder, absolute and without links in it */
  start(folder: string): ChildLink;
}

/** What a child is started with, whatever kind of process it is. */
export interface ChildSettings {
  /** The built `sandbox.js`. */
  entry: string;
  /** Limit of V8's old space, MB. */
  oldSpaceMb: number;
  /** Everything that the child's environment contains, besides its folder. */
  env: Readonly<Record<string, string>>;
}

/** Returns the ways to start a child, the strongest walls first. */
export type ChildStarter = (settings: ChildSettings, folders: PrivateFolders) => Promise<readonly Way[]>;
