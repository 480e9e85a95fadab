/** Tells whether passwords opened the documents they were tried on, once the batch has ended again. */
import { useCallback, useEffect, useRef } from 'react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { showDone, showWarning } from '../../lib/notify.tsx';
import { unlockedNotice } from '../../text/notices.ts';

const lockedOf = ({ causes }: Batch): number =>
  causes.reduce(
    (sum, { code, stage, count }) => sum + (code === 'encrypted' && stage !== null ? count : 0),
    0,
  );

/** @param documents that are tried again. @param ended whether the batch had ended before that */
export type OnTried = (documents: number, ended: boolean) => void;

export function useUnlocking(batch: Batch): OnTried {
  const tried = useRef(0);
  /** Of a batch that was still running, other documents may turn out to be encrypted. */
  const same = useRef(true);
  useEffect(() => {
    if (tried.current === 0 || !isTerminal(batch.status)) return;
    const locked = lockedOf(batch);
    const notice = unlockedNotice(tried.current, locked, same.current);
    tried.current = 0;
    same.current = true;
    if (locked === 0) showDone(notice);
    else showWarning(notice);
  }, [batch]);
  return useCallback((documents, ended) => {
    tried.current += documents;
    same.current = same.current && ended;
  }, []);
}
