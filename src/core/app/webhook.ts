/** Tells another program that a batch has ended: a signed request, tried again until it is taken. */
import { createHmac } from 'node:crypto';
import type { Logger } from 'pino';
import type { Batch } from '../../shared/batches.ts';
import type { OperatorLog } from '../operator-log/log.ts';
import { VERSION } from '../util/version.ts';
import type { SettingsStore } from './settings.ts';

export interface WebhookDeps {
  settings: Pick<SettingsStore, 'get'>;
  operatorLog: Pick<OperatorLog, 'add'>;
  log: Logger;
  /** Waits before the second and later tries, ms. */
  backoffMs?: readonly number[];
  /** Longest wait for an answer, ms. */
  timeoutMs?: number;
}

export interface Webhook {
  /** Sends the end of a batch, if there is an address, and returns at once. */
  send(batch: Batch, run: number): void;
  /** Lets tries that are under way end, and gives up the others. */
  dispose(): Promise<void>;
}

const BACKOFF_MS = [1000, 5000, 30_000, 120_000, 600_000];
const TIMEOUT_MS = 10_000;

/** Returns the signature of a body: `t=<Unix s>,v1=<HMAC-SHA256 of "<Unix s>.<body>" in hex>`. */
export function signatureOf(secret: string, seconds: number, body: string): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}

/** How a try ended; null: taken. */
interface Failure {
  message: string;
  /** Whether another try can help. */
  again: boolean;
}

export function createWebhook(deps: WebhookDeps): Webhook {
  const { settings, operatorLog, log, backoffMs = BACKOFF_MS, timeoutMs = TIMEOUT_MS } = deps;
  const closing = new AbortController();
  const sending = new Set<Promise<void>>();

  const attempt = async (url: string, secret: string, body: string): Promise<Failure | null> => {
    const seconds = Math.floor(Date.now() / 1000);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': `Redwell/${VERSION}`,
          'redwell-signature': signatureOf(secret, seconds, body),
        },
        body,
        // Another address was not agreed on, and could be inside the office's network.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      if (response.ok) return null;
      const isBusy = response.status >= 500 || response.status === 408 || response.status === 429;
      const message =
        response.status >= 300 && response.status < 400
          ? `It answered with another address (${response.status}), which Redwell does not follow.`
          : `It answered with ${response.status}.`;
      return { message, again: isBusy };
    } catch (error) {
      const cause = (error as { cause?: { code?: string } }).cause?.code;
      const message =
        (error as Error).name === 'TimeoutError'
          ? `It did not answer within ${timeoutMs / 1000} s.`
          : `It could not be reached${cause === undefined ? '' : ` (${cause})`}.`;
      return { message, again: true };
    }
  };

  const deliver = async (batch: Batch, run: number): Promise<void> => {
    const { webhookUrl, webhookSecret } = settings.get();
    const body = bodyOf(batch, run);
    // A receiver cannot tell a message that nothing signs from somebody else's.
    let failure: Failure | null =
      webhookSecret === ''
        ? { message: 'Its secret cannot be read. Enter it again in Settings.', again: false }
        : { message: 'Redwell was closed before.', again: true };
    let tries = 0;
    while (failure?.again === true && tries <= backoffMs.length) {
      if (tries > 0) await wait(backoffMs[tries - 1] ?? 0, closing.signal);
      if (tries > 0 && closing.signal.aborted) break;
      tries += 1;
      failure = await attempt(webhookUrl, webhookSecret, body);
    }
    await operatorLog.add({
      ...{ what: 'webhook.send', phase: failure === null ? 'note' : 'failed' },
      batch: { id: batch.id, name: batch.name },
      details: { host: new URL(webhookUrl).host, tries },
      error: failure?.message ?? null,
    });
  };

  return {
    send(batch, run) {
      if (settings.get().webhookUrl === '') return;
      const work: Promise<void> = deliver(batch, run)
        .catch((error: unknown) => log.error({ error, batchId: batch.id }, 'telling the webhook failed'))
        .finally(() => sending.delete(work));
      sending.add(work);
    },
    async dispose() {
      closing.abort();
      await Promise.all(sending);
    },
  };
}

/** Names and counts only; no text of a document. `id` is the same for every try, so that a receiver can tell. */
const bodyOf = ({ id, name, matter, status, equation, endedAt, durationMs }: Batch, run: number): string =>
  JSON.stringify({
    ...{ event: 'batch.ended', id: `${id}-r${run}`, batchId: id, run, name, matter, status },
    ...{ counts: equation, endedAt, durationMs },
  });

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
