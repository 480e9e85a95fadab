/** The interface that the preload script exposes as `window.redwell` and the page's client consumes. */
import type { EventName, RequestName, WireReply } from './bridge.ts';

export type PreloadListener = (event: { seq: number; payload: unknown }) => void;

export interface PreloadApi {
  request(name: RequestName, input: unknown): Promise<WireReply>;
  /** @returns a function that unsubscribes. @throws TypeError for an unknown event name */
  on(name: EventName, listener: PreloadListener): () => void;
  /** Returns the absolute path of a dropped file or folder; empty for a File that is not on disk. */
  pathOf(file: File): string;
}
