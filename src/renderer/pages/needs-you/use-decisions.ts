/** What people can do with selected items, with messages that say what came of it and take it back. */
import { useCallback } from 'react';
import type { AttentionTarget } from '../../../shared/attention.ts';
import { showDone, showInfo, showWarning } from '../../lib/notify.tsx';
import { showUndo } from '../../lib/notify-undo.tsx';
import { type Action, useAction } from '../../lib/use-action.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { NEEDS_TEXT, retryResult } from '../../text/needs.ts';

export interface Decisions {
  readonly dismiss: Action<[AttentionTarget, string]>;
  readonly assign: Action<[AttentionTarget, string]>;
  readonly reopen: Action<[AttentionTarget]>;
  /** With passwords: tries them on the encrypted documents. */
  readonly retry: Action<[AttentionTarget, string[] | null]>;
}

/** @param done called after something changed */
export function useDecisions(done: () => void): Decisions {
  const { bridge } = useAppStore();
  const undo = useAction(
    useCallback(
      async (decision: string) => {
        const { items } = await bridge.request('attention.undo', { decision });
        showDone({ title: NEEDS_TEXT.undone(items) });
        done();
      },
      [bridge, done],
    ),
  ).run;
  const decided = useCallback(
    ({ decision, items }: { decision: string; items: number }, title: string) => {
      if (items === 0) showInfo({ title: NEEDS_TEXT.unchanged });
      else showUndo(title, () => void undo(decision));
      done();
    },
    [done, undo],
  );
  const dismiss = useAction(
    useCallback(
      async (target: AttentionTarget, reason: string) => {
        const answer = await bridge.request('attention.dismiss', { target, reason });
        decided(answer, NEEDS_TEXT.dismiss.done(answer.items));
      },
      [bridge, decided],
    ),
    'caller',
  );
  const assign = useAction(
    useCallback(
      async (target: AttentionTarget, name: string) => {
        const answer = await bridge.request('attention.assign', { target, name });
        decided(answer, NEEDS_TEXT.assign.done(answer.items, name));
      },
      [bridge, decided],
    ),
    'caller',
  );
  const reopen = useAction(
    useCallback(
      async (target: AttentionTarget) => {
        const { items } = await bridge.request('attention.reopen', { target });
        showDone({ title: NEEDS_TEXT.reopened(items) });
        done();
      },
      [bridge, done],
    ),
  );
  const retry = useAction(
    useCallback(
      async (target: AttentionTarget, passwords: string[] | null) => {
        const input = passwords === null ? { target } : { target, passwords };
        const { isWarning, ...notice } = retryResult(
          await bridge.request('attention.retry', input),
          passwords !== null,
        );
        if (isWarning) showWarning(notice);
        else showInfo(notice);
        done();
      },
      [bridge, done],
    ),
  );
  return { dismiss, assign, reopen, retry };
}
