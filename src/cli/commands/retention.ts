/** `redwell retention`: shows what is due, sets the rule and holds, and deletes what is due. */
import { openRetention } from '../../core/app/retention.ts';
import { RedwellError } from '../../shared/errors.ts';
import { holdTargetSchema, type Retention, type RetentionRule } from '../../shared/retention.ts';
import { counted, dateTime, table } from '../format.ts';
import { type HostOptions, untilRedis, withRedwell } from '../host.ts';
import { withHistory } from '../offline.ts';
import type { Output } from '../output.ts';
import { shownJson } from '../shown.ts';

export interface RetentionOptions {
  /** Undefined: leaves the rule; null: ends it. */
  rule?: RetentionRule | null | undefined;
  /** A matter that is held, or no longer. */
  hold?: string | undefined;
  release?: string | undefined;
  reason: string;
  clockIsRight: boolean;
  deleteDue: boolean;
  /** Without it, no rule is set and nothing is deleted. */
  yes: boolean;
  json: boolean;
}

const EXIT = { done: 0, some: 2 } as const;

/** @returns the exit code: 2 if something that is due was not deleted. @throws RedwellError conflict, invalid_input */
export async function retentionCommand(
  host: HostOptions,
  options: RetentionOptions,
  { out, signal }: { out: Output; signal: AbortSignal },
): Promise<number> {
  const { rule, hold, release, reason, clockIsRight, deleteDue, yes, json } = options;
  if (deleteDue) return removeDue(host, options, { out, signal });
  const isChange = rule !== undefined || hold !== undefined || release !== undefined || clockIsRight;
  if (!isChange) {
    const shown = await withHistory(host.dataDir, (history) =>
      openRetention({ dataDir: host.dataDir, history }).handlers['retention.get']({}),
    );
    await (json ? out.line(shownJson(shown)) : print(shown, out));
    return EXIT.done;
  }
  return withRedwell(host, async ({ handlers }) => {
    let shown: Retention = await handlers['retention.get']({});
    if (clockIsRight) shown = await handlers['retention.clock']({});
    if (rule !== undefined) shown = await handlers['retention.set']({ rule, confirmed: yes });
    for (const [matter, isOn] of [
      [hold, true],
      [release, false],
    ] as const)
      if (matter !== undefined)
        shown = await handlers['retention.hold']({
          target: holdTargetSchema.parse({ matter }),
          isOn,
          reason,
        });
    await (json ? out.line(shownJson(shown)) : print(shown, out));
    return EXIT.done;
  });
}

function removeDue(
  host: HostOptions,
  { yes, json }: RetentionOptions,
  { out, signal }: { out: Output; signal: AbortSignal },
): Promise<number> {
  if (!yes)
    throw new RedwellError('invalid_input', 'Nothing was deleted.', {
      action: 'Run "redwell retention" to see what is due. To delete it, add --yes.',
    });
  return withRedwell(host, async (redwell) => {
    await untilRedis(async () => {
      const { redis } = await redwell.handlers['health.get']({});
      const { address, error, condition } = redis;
      return { ready: redis.state === 'ready', address, error, condition };
    }, signal);
    const { deleted, waiting } = await redwell.deleteDue();
    const { clockWaitsUntil } = await redwell.handlers['retention.get']({});
    if (json) await out.line(shownJson({ deleted, waiting, clockWaitsUntil }));
    else {
      for (const { name, batchId, certificate } of deleted)
        await out.line(`Deleted ${name} (${batchId}). Certificate: ${certificate}`);
      for (const { name, why } of waiting) await out.line(`Not deleted: ${name}. ${why}`);
      if (clockWaitsUntil !== null) await out.line(waits(clockWaitsUntil));
      else if (deleted.length + waiting.length === 0) await out.line('Nothing is due.');
    }
    return waiting.length > 0 || clockWaitsUntil !== null ? EXIT.some : EXIT.done;
  });
}

const waits = (until: number): string =>
  `The clock is days away from when Redwell last ran, so nothing is deleted until ${dateTime(until)}. ` +
  'If the date is right, add --clock-is-right to "redwell retention".';

async function print(shown: Retention, out: Output): Promise<void> {
  const { rule, confirmed, holds, due, dueCount, clockWaitsUntil, problem } = shown;
  if (problem !== null) throw new RedwellError('conflict', problem);
  await out.line(
    rule === null
      ? 'Redwell deletes no batch by itself.'
      : `Batches are deleted ${rule.count} ${rule.unit} after they end (set by ${confirmed?.who ?? ''}).`,
  );
  for (const { target, reason, who, at } of holds)
    await out.line(
      `Held: ${'matter' in target ? `matter ${target.matter}` : `batch ${target.batchId}`}, by ${who}, ${dateTime(at)}${reason === '' ? '' : `. ${reason}`}`,
    );
  if (clockWaitsUntil !== null) await out.line(waits(clockWaitsUntil));
  if (due.length === 0) return;
  const row = (one: Retention['due'][number]): string[] => [
    one.hold === null ? dateTime(one.deleteAt) : 'held',
    ...[one.name, one.matter, one.batchId],
  ];
  await out.line(table(['Deleted', 'Batch', 'Matter', 'Id'], due.map(row)));
  await out.line(`${counted(dueCount, 'batch', 'batches')} within 90 days.`);
}
