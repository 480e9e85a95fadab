/** One copy on its way in: chosen, read, compared, handed in or discarded. */
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { AttentionKey } from '../../../shared/attention.ts';
import type { Drop } from '../../../shared/intake.ts';
import type { ReplacementLook } from '../../../shared/replacement.ts';
import { showDone, showError } from '../../lib/notify.tsx';
import { showUndo } from '../../lib/notify-undo.tsx';
import { type Action, useAction } from '../../lib/use-action.ts';
import { asError } from '../../lib/wire-error.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { NEEDS_TEXT } from '../../text/needs.ts';
import { REPLACE_TEXT } from '../../text/replace.ts';
import { beginCopy } from '../../upload/begin.ts';

export interface Replacing {
  /** The copy as intake has it; null before one is chosen. */
  readonly drop: Drop | null;
  /** Null until the copy has been read. */
  readonly look: ReplacementLook | null;
  readonly error: Error | null;
  readonly choose: Action<[File]>;
  readonly submit: Action<[string, boolean]>;
  /** Discards what was not handed in. */
  leave(): void;
}

/** @param done called after the copy was handed in, and after that was undone */
export function useReplacing(key: AttentionKey, path: string, done: () => void): Replacing {
  const app = useAppStore();
  const { bridge, drops } = app;
  const [dropId, setDropId] = useState<string | null>(null);
  const [look, setLook] = useState<ReplacementLook | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const drop = useStore(drops.store, ({ byId }) => (dropId === null ? null : (byId[dropId] ?? null)));
  const discard = useCallback(
    (id: string | null) => {
      if (id === null) return;
      drops.remove(id);
      bridge.request('intake.discard', { dropId: id }).catch(showError);
    },
    [bridge, drops],
  );
  const status = drop?.status;
  useEffect(() => {
    if (dropId === null || status !== 'ready') return;
    let current = true;
    bridge.request('replacements.look', { dropId }).then(
      (found) => current && setLook(found),
      (failure: unknown) => current && setError(asError(failure)),
    );
    return () => {
      current = false;
    };
  }, [bridge, dropId, status]);
  const choose = useAction(
    useCallback(
      async (file: File) => {
        discard(dropId);
        setLook(null);
        setError(null);
        setDropId(null);
        setDropId((await beginCopy(app, file, key)).id);
      },
      [app, discard, dropId, key],
    ),
    'caller',
  );
  const submit = useAction(
    useCallback(
      async (reason: string, otherType: boolean) => {
        if (dropId === null) return;
        const answer = await bridge.request('replacements.submit', { dropId, reason, otherType });
        setDropId(null);
        if (answer.kind === 'restored') showDone({ title: REPLACE_TEXT.restored(answer.retried) });
        else {
          app.batches.put(answer.batch);
          showUndo(REPLACE_TEXT.done(path), () => {
            bridge.request('attention.undo', { decision: answer.decision }).then(({ items }) => {
              showDone({ title: NEEDS_TEXT.undone(items) });
              done();
            }, showError);
          });
        }
        done();
      },
      [app, bridge, dropId, path, done],
    ),
    'caller',
  );
  return {
    ...{ drop, look, choose, submit },
    error: error ?? choose.error ?? submit.error,
    leave: () => discard(dropId),
  };
}
