/** `redwell document ID`: shows the text, entities and stages of one document, from history. */
import { type DocumentDetail, TEXT_DIFFERS } from '../../shared/documents.ts';
import { RedwellError } from '../../shared/errors.ts';
import { EXCEPTIONS } from '../../shared/exceptions.ts';
import { STAGE_LABEL, STAGES } from '../../shared/stages.ts';
import { count, duration, table } from '../format.ts';
import { problemOf, withHistory } from '../offline.ts';
import type { Output } from '../output.ts';
import { joined, shownJson, shownText } from '../shown.ts';

/** @throws RedwellError not_found */
export async function showDocument(id: string, dataDir: string, json: boolean, out: Output): Promise<void> {
  await withHistory(dataDir, async (history) => {
    const document = history.document(id);
    if (document === null) {
      throw new RedwellError('not_found', `There is no document ${id} in this data folder.`, {
        action: 'Run "redwell batch-status ID --json" for a list of a batch\'s documents.',
      });
    }
    await (json ? out.line(shownJson(toJson(document))) : print(document, out));
  });
}

const toJson = (d: DocumentDetail) => ({
  id: d.id,
  path: d.path,
  type: d.type,
  status: d.status,
  exception: d.exception === null ? null : problemOf(d.exception),
  excluded: d.excluded ?? null,
  replacements: d.replacements ?? [],
  warnings: d.warnings.map(problemOf),
  metadata: {
    ...d.metadata,
    ...(d.pages === null ? {} : { pages: d.pages }),
    ...(d.modifiedAt === null ? {} : { fileModified: new Date(d.modifiedAt).toISOString() }),
    ...(d.custodian === '' ? {} : { custodian: d.custodian }),
  },
  pageMap: d.pageMap,
  text: d.text,
  textCheck: d.textCheck,
  entities: d.entityList,
  relationships: d.relationships.map(({ kind, from, to, role, evidence }) => ({
    kind,
    from,
    to,
    role,
    evidence,
  })),
  stages: d.stages,
  similar: d.similar ?? null,
  thread: d.thread ?? null,
});

async function print(d: DocumentDetail, out: Output): Promise<void> {
  await out.line(`${d.path} (${d.id}): ${d.type}, ${d.status}`);
  if (d.exception !== null) {
    const { label, sentence, action } = EXCEPTIONS[d.exception.code];
    await out.line(`${label}: ${sentence} ${action}`);
    if (d.exception.detail !== '') await out.line(`  ${d.exception.detail}`);
  }
  if (d.excluded !== undefined) await out.line(`Left out: ${d.excluded}`);
  for (const { copy, replaced, stands, reason, by } of d.replacements ?? []) {
    const isCopy = copy.id === d.id;
    const other = isCopy ? replaced : copy;
    const how = isCopy ? 'Another copy of' : stands ? 'Replaced by' : 'Was replaced by';
    await out.line(
      `${how} ${other.path} (${other.id})${by === '' ? '' : `, by ${by}`}${stands ? '' : ', taken back'}: ${reason}`,
    );
  }
  for (const warning of d.warnings)
    await out.line(`Warning: ${EXCEPTIONS[warning.code].sentence} ${warning.detail}`);
  const stages = STAGES.map((stage) => {
    const s = d.stages[stage];
    return [
      STAGE_LABEL[stage],
      s.status,
      count(s.attempts),
      duration(s.durationMs),
      s.cached ? 'cached' : '',
    ];
  });
  await out.line();
  await out.line(table(['Stage', 'status', 'attempts', 'time', ''], stages, [2, 3]));
  if (d.entityList.length > 0) {
    await out.line();
    const named = new Map(d.entityList.map((e) => [`${e.kind} ${e.canonical}`, [e.kind, e.canonical]]));
    await out.line(table(['Entity', 'name'], [...named.values()]));
  }
  if (d.textCheck === 'differs') await out.line(`\nText altered: ${TEXT_DIFFERS}`);
  if (d.text !== null) await out.line(joined(['', shownText(d.text)], '\n'));
}
