/** Compares texts that came with a load file with those that Redwell read, while Redwell runs. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { TextToCompare } from '../history/stated.ts';
import type { History } from '../history/types.ts';
import type { Intake } from '../intake/types.ts';
import { decodedText } from '../load-file-import/encoding.ts';
import { compareTexts, differsMuch } from '../similarity/stated-texts.ts';
import { keepLooking } from '../util/background.ts';

export interface StatedTextDeps {
  history: Pick<History, 'stated' | 'document'>;
  intake: Pick<Intake, 'locate'>;
}

const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const STEP = 20;
/** Between two looks for new texts, ms. */
const PAUSE_MS = 2000;
/** After a failure, such as a full disk, ms. */
const FAILED_MS = 60_000;

/** Returns the text that came with a document; null if it is not there any more as it came. */
export async function readStatedText(
  intake: StatedTextDeps['intake'],
  { batchId, text }: Pick<TextToCompare, 'batchId' | 'text'>,
): Promise<string | null> {
  if ('itself' in text) return text.itself;
  if (text.sha256 === null) return null;
  try {
    const handle = await open(await intake.locate({ batchId, ...text }), OPEN_FLAGS);
    const bytes = await handle.readFile().finally(() => handle.close());
    const isAsReceived = createHash('sha256').update(bytes).digest('hex') === text.sha256;
    return isAsReceived ? decodedText(bytes) : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}

/** Compares the texts that are due. @returns whether more may be */
export async function compareSome({ history, intake }: StatedTextDeps): Promise<boolean> {
  const due = history.stated.toCompare(STEP);
  for (const one of due) {
    const ours = history.document(one.id)?.text ?? null;
    const theirs = ours === null ? null : await readStatedText(intake, one);
    const comparison = ours === null || theirs === null ? null : compareTexts(theirs, ours);
    const warning =
      comparison !== null && differsMuch(comparison)
        ? `The text of ${one.control} that came with the load file and the text that Redwell read agree by ${comparison.percent} percent.`
        : null;
    history.stated.compared(one.id, comparison, warning);
    await setImmediate();
  }
  return due.length === STEP;
}

/** Only the owner of the data folder may call it. */
export function startStatedTexts(deps: StatedTextDeps, log: Logger): { dispose(): Promise<void> } {
  return keepLooking({
    ...{ pauseMs: PAUSE_MS, failedMs: FAILED_MS },
    async work(isStopped) {
      for (let hasMore = true; hasMore && !isStopped(); ) hasMore = await compareSome(deps);
    },
    onError: (error) => log.error({ error }, 'comparing texts of a load file failed'),
  });
}
