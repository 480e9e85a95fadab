/** What waits for a person in the in-memory host, by the rules of the app. */
import {
  ACTORS,
  ATTENTION_CODES,
  type AttentionFilter,
  type AttentionGroup,
  type AttentionItem,
  type AttentionTarget,
} from '../../../../src/shared/attention.ts';
import type { BridgeHandlers } from '../../../../src/shared/bridge.ts';
import type { DocumentRow } from '../../../../src/shared/documents.ts';
import { canRetryHelp, EXCEPTIONS } from '../../../../src/shared/exceptions.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';

type Requests = Extract<keyof BridgeHandlers, `attention.${string}`>;
type Decided = Pick<AttentionItem, 'assignee' | 'dismissed'>;

const keyOf = ({ documentId, code }: Pick<AttentionItem, 'documentId' | 'code'>): string =>
  `${documentId} ${code}`;
const UNDECIDED: Decided = { assignee: null, dismissed: null };

function problemsOf(row: DocumentRow) {
  if (row.status === 'exception' && row.exception !== null) return [row.exception];
  const codes = new Set(row.warnings.map(({ code }) => code));
  return row.status === 'completed'
    ? row.warnings.filter(({ code }) => codes.delete(code) && ATTENTION_CODES.includes(code))
    : [];
}

function allItems(host: BridgeHost, decided: ReadonlyMap<string, Decided>): AttentionItem[] {
  const items = [...host.batches.values()].flatMap((batch) => {
    const { name, matter } = batch.view(host.now());
    return batch.rows.flatMap((row) =>
      problemsOf(row).map(({ code, stage, detail, pages }) => ({
        ...{ documentId: row.id, code, intake: row.status === 'exception' && stage === null, detail },
        ...{ batchId: batch.id, batchName: name, matter, path: row.path, type: row.type },
        ...{ member: row.parentId !== null, pages: pages ?? [] },
        ...(decided.get(`${row.id} ${code}`) ?? UNDECIDED),
      })),
    );
  });
  return items.sort((a, b) => ATTENTION_CODES.indexOf(a.code) - ATTENTION_CODES.indexOf(b.code));
}

const passes = (item: AttentionItem, filter: AttentionFilter): boolean =>
  (item.dismissed !== null) === (filter.state === 'dismissed') &&
  (filter.batchId === null || item.batchId === filter.batchId) &&
  (filter.matter === null || item.matter === filter.matter) &&
  (filter.assignee === null || (item.assignee ?? '') === filter.assignee) &&
  item.path.toLowerCase().includes(filter.search.toLowerCase());
const isInGroup = (item: AttentionItem, { actor, code, intake }: AttentionFilter): boolean =>
  (actor === null || EXCEPTIONS[item.code].actor === actor) &&
  (code === null || item.code === code) &&
  (intake === null || item.intake === intake);

function groupsOf(items: readonly AttentionItem[]): AttentionGroup[] {
  return ACTORS.flatMap((actor) =>
    ATTENTION_CODES.filter((code) => EXCEPTIONS[code].actor === actor).flatMap((code) =>
      [false, true].map((intake) => ({
        ...{ actor, code, intake },
        count: items.filter((item) => item.code === code && item.intake === intake).length,
      })),
    ),
  ).filter(({ count }) => count > 0);
}

export function attentionAnswers(host: BridgeHost): Pick<BridgeHandlers, Requests> {
  const decided = new Map<string, Decided>();
  /** What the items of each action were before it. */
  const before = new Map<string, [string, Decided][]>();
  const items = (): AttentionItem[] => allItems(host, decided);
  const chosen = (target: AttentionTarget): AttentionItem[] => {
    if ('filter' in target)
      return items().filter((item) => passes(item, target.filter) && isInGroup(item, target.filter));
    const keys = new Set(target.items.map(keyOf));
    return items().filter((item) => keys.has(keyOf(item)));
  };
  const open = (): number => items().filter(({ dismissed }) => dismissed === null).length;
  const tell = (): void => host.emit('attention.changed', { open: open() });
  const decide = (target: AttentionTarget, change: Partial<Decided>) => {
    const found = chosen(target);
    const decision = `decision-${before.size + 1}`;
    const kept = found.map((item): [string, Decided] => [keyOf(item), decided.get(keyOf(item)) ?? UNDECIDED]);
    before.set(decision, kept);
    for (const [key, old] of kept) decided.set(key, { ...old, ...change });
    tell();
    return { decision, items: found.length };
  };
  return {
    'attention.list': async ({ filter, cursor, limit }) => {
      const all = chosen({ filter });
      const from = Number(cursor ?? 0);
      const next = from + limit < all.length ? String(from + limit) : null;
      return { items: all.slice(from, from + limit), next, total: all.length };
    },
    'attention.summary': async ({ filter }) => {
      const all = items();
      const shown = all.filter((item) => (item.dismissed !== null) === (filter.state === 'dismissed'));
      const count = (is: (item: AttentionItem) => boolean): number => shown.filter(is).length;
      return {
        groups: groupsOf(all.filter((item) => passes(item, filter))),
        open: open(),
        dismissed: all.length - open(),
        batches: [...new Map(shown.map((item) => [item.batchId, item.batchName]))].map(([id, name]) => ({
          ...{ id, name },
          count: count(({ batchId }) => batchId === id),
        })),
        matters: [...new Set(shown.map(({ matter }) => matter))].map((matter) => ({
          matter,
          count: count((item) => item.matter === matter),
        })),
        assignees: [...new Set(all.flatMap(({ assignee }) => assignee ?? []))],
      };
    },
    'attention.count': async () => ({ open: open() }),
    'attention.dismiss': async ({ target, reason }) =>
      decide(target, { dismissed: { reason, by: 'pat', at: host.now() } }),
    'attention.assign': async ({ target, name }) => decide(target, { assignee: name === '' ? null : name }),
    'attention.undo': async ({ decision }) => {
      const kept = before.get(decision) ?? [];
      for (const [key, old] of kept) decided.set(key, old);
      tell();
      return { items: kept.length };
    },
    'attention.reopen': async ({ target }) => ({ items: decide(target, { dismissed: null }).items }),
    'attention.retry': async ({ target, passwords }) => {
      const ids = new Set(
        chosen(target)
          .filter(
            ({ code, intake }) =>
              !intake && canRetryHelp(code) && (passwords === undefined || code === 'encrypted'),
          )
          .map(({ documentId }) => documentId),
      );
      let retried = 0;
      for (const batch of host.batches.values()) {
        const count = batch.retry(({ id }) => ids.has(id));
        if (count === 0) continue;
        if (passwords !== undefined) host.bank.add(batch.id, passwords);
        retried += count;
        host.tell(batch);
      }
      tell();
      return { asked: ids.size, retried, problems: [] };
    },
  };
}
