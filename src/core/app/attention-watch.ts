/** Tells pages and the tray when what waits for a person may have changed. */
import type { Logger } from 'pino';
import { RedwellError } from '../../shared/errors.ts';
import type { History } from '../history/types.ts';
import { type Emitter, throttleByKey } from './emitter.ts';

/** Counting reads every open item, so bursts of changes are counted once. */
const PACE_MS = 1000;

export interface AttentionWatch {
  /** Something changed that no event tells: a decision. */
  changed(): void;
  dispose(): void;
}

export function watchAttention(
  events: Emitter,
  history: Pick<History, 'attention'>,
  log: Logger,
): AttentionWatch {
  const tell = throttleByKey(PACE_MS, () => {
    if (events.listeners('attention.changed') === 0) return;
    try {
      events.emit('attention.changed', { open: history.attention.count() });
    } catch (error) {
      // A damaged history is logged where it is noticed, and Health shows it.
      if (!(error instanceof RedwellError)) log.warn({ error }, 'counting what needs a person failed');
    }
  });
  const changed = (): void => tell.call('');
  const stops = [events.on('documents.changed', changed), events.on('batch.changed', changed)];
  return {
    changed,
    dispose() {
      for (const stop of stops) stop();
      tell.dispose();
    },
  };
}
