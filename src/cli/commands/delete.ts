/** `redwell delete`: deletes ended batches everywhere, or says what that would remove. */
import type { Redwell } from '../../core/app/types.ts';
import type { DeletionPlan, DeletionReport } from '../../shared/deletion.ts';
import { RedwellError } from '../../shared/errors.ts';
import { counted, size } from '../format.ts';
import { type HostOptions, untilRedis, withRedwell } from '../host.ts';
import type { Output } from '../output.ts';
import { shownJson } from '../shown.ts';

export interface DeleteOptions {
  /** Null: all batches of the matter. */
  batchId: string | null;
  matter: string | null;
  /** Without it, nothing is deleted. */
  yes: boolean;
  json: boolean;
}

const EXIT = { deleted: 0, onlyShown: 2 } as const;
const PAGE = 500;

/** @returns the exit code. @throws RedwellError not_found, invalid_input, conflict, redis_unavailable */
export function deleteCommand(
  host: HostOptions,
  options: DeleteOptions,
  { out, signal }: { out: Output; signal: AbortSignal },
): Promise<number> {
  if ((options.batchId === null) === (options.matter === null))
    throw new RedwellError('invalid_input', 'Name one batch, or a matter with --matter.', {
      action: 'Run "redwell batches" for a list.',
    });
  return withRedwell(host, async (redwell) => {
    const batchIds =
      options.batchId === null ? await ofMatter(redwell, options.matter ?? '') : [options.batchId];
    if (options.yes)
      await untilRedis(async () => {
        const { redis } = await redwell.handlers['health.get']({});
        const { address, error, condition } = redis;
        return { ready: redis.state === 'ready', address, error, condition };
      }, signal);
    for (const batchId of batchIds) {
      const plan = await redwell.handlers['deletion.plan']({ batchId });
      if (!options.yes) {
        await (options.json ? out.line(shownJson(plan)) : printPlan(plan, out));
        continue;
      }
      const report = await redwell.handlers['deletion.run']({ batchId, name: plan.name });
      await (options.json ? out.line(shownJson(report)) : printReport(report, out));
    }
    if (!options.yes && !options.json) await out.line('Nothing was deleted. To delete it, add --yes.');
    return options.yes ? EXIT.deleted : EXIT.onlyShown;
  });
}

/** Returns the batches whose matter is exactly this. */
async function ofMatter(redwell: Redwell, matter: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<Redwell['handlers']['batches.list']>> = await redwell.handlers[
      'batches.list'
    ]({ search: matter.slice(0, 200), status: 'all', cursor, limit: PAGE });
    ids.push(...page.items.filter((batch) => batch.matter === matter).map(({ id }) => id));
    if (page.next === null) break;
    cursor = page.next;
  }
  if (ids.length > 0) return ids;
  throw new RedwellError('not_found', `There is no batch of the matter “${matter}” in this data folder.`, {
    action: 'Run "redwell batches" for a list. The matter must be written exactly as it is there.',
  });
}

const amount = ({ documents, originals, bytes }: DeletionPlan): string =>
  `${counted(documents, 'document')}, ${counted(originals, 'original')} of ${size(bytes)}`;

async function printPlan(plan: DeletionPlan, out: Output): Promise<void> {
  await out.line(`${plan.name} (${plan.batchId}): ${amount(plan)}`);
  await printRest(plan, out);
}

async function printReport(report: DeletionReport, out: Output): Promise<void> {
  await out.line(`Deleted ${report.name} (${report.batchId}): ${amount(report)}`);
  await printRest(report, out);
  await out.line(`Certificate: ${report.certificate}`);
}

async function printRest({ kept, left }: DeletionPlan, out: Output): Promise<void> {
  if (kept > 0) await out.line(`  ${counted(kept, 'original')} stay: other batches have the same files.`);
  for (const { what, why } of left) await out.line(`  Stays: ${what}. ${why}`);
}
