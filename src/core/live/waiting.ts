/** Tells which unfinished batches do nothing because the documents of others come first. */
import { type Batch, PRIORITIES, type Waiting } from '../../shared/batches.ts';

/** The order in which workers take the documents of batches: by priority, then by age. */
const turnOrder = (a: Batch, b: Batch): number =>
  PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) ||
  a.createdAt - b.createdAt ||
  (a.id < b.id ? -1 : 1);

const takesTurns = ({ status, equation }: Batch): boolean =>
  equation.pending > 0 && (status === 'running' || status === 'submitting' || status === 'outbox');

/**
 * Returns what each waiting batch waits for. A batch waits while none of its documents is in a stage and another batch has
 * its turn before it; a paused batch keeps nobody waiting.
 * @param batches every unfinished batch
 */
export function waitingOf(batches: readonly Batch[]): Map<string, Waiting> {
  const inTurn = batches.filter(takesTurns).sort(turnOrder);
  const waiting = new Map<string, Waiting>();
  for (const [place, { id, running }] of inTurn.entries()) {
    const before = inTurn[place - 1];
    if (running > 0 || before === undefined) continue;
    waiting.set(id, { position: waiting.size + 1, behind: { id: before.id, name: before.name } });
  }
  return waiting;
}
