import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openSettings } from '../../../src/core/app/settings.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/app/settings-values.ts';
import { createWebhook, type Webhook } from '../../../src/core/app/webhook.ts';
import type { NewEntry } from '../../../src/core/operator-log/log.ts';
import type { Batch } from '../../../src/shared/batches.ts';
import { SECRET_MASK, settingsSchema } from '../../../src/shared/bridge-settings.ts';
import { until } from '../../support/until.ts';

const SECRET = 'tulip-secret';
const batch = {
  ...{ id: 'b-1', name: 'Smith v. Jones', matter: 'Tulip', status: 'completed', endedAt: 5, durationMs: 4 },
  equation: { received: 2, completed: 2, duplicates: 0, excluded: 0, exceptions: 0, pending: 0 },
} as unknown as Batch;

let server: Server;
let received: { path: string; body: string; headers: IncomingMessage['headers'] }[];
/** What the server answers, one after another; the last one for all others. */
let answers: number[];
let kept: NewEntry[];
let url: string;
beforeEach(async () => {
  received = [];
  kept = [];
  answers = [200];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ path: request.url ?? '', body, headers: request.headers });
    const status = answers.length > 1 ? (answers.shift() ?? 200) : (answers[0] ?? 200);
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {});
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function webhook(change: { url?: string; backoffMs?: readonly number[]; timeoutMs?: number } = {}): Webhook {
  const settings = { ...DEFAULT_SETTINGS, webhookUrl: change.url ?? url, webhookSecret: SECRET };
  return createWebhook({
    settings: { get: () => settings },
    operatorLog: {
      add: async (entry) => {
        kept.push(entry);
        return {} as never;
      },
    },
    log: pino({ level: 'silent' }),
    ...{ backoffMs: change.backoffMs ?? [1, 1], timeoutMs: change.timeoutMs ?? 2000 },
  });
}

async function sent(hook: Webhook): Promise<NewEntry | undefined> {
  hook.send(batch, 1);
  await until(() => kept.length > 0);
  await hook.dispose();
  return kept[0];
}

describe('the webhook', () => {
  it('sends counts and names, with a signature that the receiver can check', async () => {
    const entry = await sent(webhook());
    const [{ body, headers }] = received as [(typeof received)[0]];
    const [, seconds = '', mac] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['redwell-signature'])) ?? [];
    expect(mac).toBe(createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex'));
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(5);
    expect(JSON.parse(body)).toMatchObject({
      ...{
        event: 'batch.ended',
        id: 'b-1-r1',
        batchId: 'b-1',
        status: 'completed',
        counts: { completed: 2 },
      },
    });
    expect(entry).toMatchObject({ what: 'webhook.send', phase: 'note', details: { tries: 1 }, error: null });
  });

  it('tries again while the receiver is busy, with the same id, and records how often', async () => {
    answers = [503, 429, 200];
    const entry = await sent(webhook());
    expect(new Set(received.map(({ body }) => JSON.parse(body).id))).toEqual(new Set(['b-1-r1']));
    expect(entry).toMatchObject({ phase: 'note', details: { tries: 3 } });
  });

  it('gives up in the end, and at once when the receiver refuses', async () => {
    answers = [500];
    expect(await sent(webhook())).toMatchObject({
      phase: 'failed',
      details: { tries: 3 },
      error: 'It answered with 500.',
    });
    kept = [];
    answers = [404];
    expect(await sent(webhook())).toMatchObject({ phase: 'failed', details: { tries: 1 } });
  });

  it('follows no other address', async () => {
    answers = [302];
    expect(await sent(webhook())).toMatchObject({ phase: 'failed', details: { tries: 1 } });
    expect(received.map(({ path }) => path)).toEqual(['/hook']);
  });

  it('names a receiver that is not there, and does not wait for it when Redwell closes', async () => {
    const hook = webhook({ url: 'http://127.0.0.1:1/hook', backoffMs: [600_000] });
    hook.send(batch, 1);
    await hook.dispose();
    expect(kept[0]).toMatchObject({ phase: 'failed', details: { tries: 1, host: '127.0.0.1:1' } });
    expect(kept[0]?.error).toMatch(/could not be reached/);
  });

  it('takes only addresses of the web, without a password', () => {
    const takes = (webhookUrl: string): boolean =>
      settingsSchema.shape.webhookUrl.safeParse(webhookUrl).success;
    expect(['', 'https://a.example/x', 'http://127.0.0.1:9/x'].map(takes)).toEqual([true, true, true]);
    expect(
      ['ftp://a', 'file:///etc/passwd', 'javascript:1', 'a.example', 'https://u:p@a.example'].map(takes),
    ).toEqual([...[false, false, false, false, false]]);
  });

  it('keeps the secret that a page sends back masked, and needs one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redwell-webhook-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const settings = await openSettings(folder, null);
    await expect(settings.set({ webhookUrl: url })).rejects.toThrow(/no secret/);
    await settings.set({ webhookUrl: url, webhookSecret: SECRET });
    await settings.set({ webhookUrl: `${url}/2`, webhookSecret: SECRET_MASK });
    expect(settings.get()).toMatchObject({ webhookUrl: `${url}/2`, webhookSecret: SECRET });
  });
});
