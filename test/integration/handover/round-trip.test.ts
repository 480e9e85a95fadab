/** A load file that Redwell exports comes back as a drop with the same documents. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { compareSome } from '../../../src/core/app/stated-texts.ts';
import { parseProfile } from '../../../src/core/handover/load-file/profile.ts';
import { exportBatch } from '../../../src/core/handover/run.ts';
import type { History } from '../../../src/core/history/types.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import type { Manifest, ManifestDocument } from '../../../src/shared/manifest.ts';
import { openHandover, readDocument } from '../../support/handover.ts';
import { importLoadFile } from '../../support/read-load-file.ts';
import { BATCH, sharedIntake } from '../intake/support.ts';

const { openFixture } = sharedIntake();
const SAMPLE = join(import.meta.dirname, '../../../resources/sample-matter');
const AGAIN = { ...BATCH, batchId: '20261125-0900-again', name: 'Their production', custodian: 'Nobody' };

/** Records a batch whose documents are all read. @param textOf the text of a document */
function recordRead(
  history: History,
  manifest: Manifest,
  textOf: (document: ManifestDocument) => string,
): void {
  history.recordManifest(manifest);
  for (const [i, document] of manifest.documents.entries())
    if (document.status === 'pending')
      readDocument(history, manifest.batchId, document.id, i, textOf(document));
  const ended = { startedAt: 1, endedAt: 2, durationMs: 1 };
  const batch = history.batch(manifest.batchId);
  if (batch !== null) history.saveBatch({ ...batch, ...ended });
}

const WORDS =
  'On March 3 the parties agreed that the vessel remains at the pier until the rent is paid in full';

it('brings back every document, family, hash, custodian, value and text of the sample matter', async () => {
  const d = await openFixture();
  const { history, deps } = openHandover(d.dataDir);
  onTestFinished(() => history.dispose());
  const drop = await d.drop(SAMPLE);
  const manifest = await d.intake.freeze(drop.id, BATCH);
  recordRead(history, manifest, ({ sha256 }) => `${WORDS} ${sha256}`);
  const into = join(d.base, 'out');
  await mkdir(into);
  const profile = parseProfile(JSON.stringify({ encoding: 'utf16le', volumeBytes: 1_000_000 }), 'p.json');
  const { signal } = new AbortController();
  const { target } = await exportBatch(
    deps,
    { batchId: BATCH.batchId, kind: 'loadfile', into, profile },
    { signal },
  );

  const back = await d.drop(target);
  expect(back.loadFile).toMatchObject({ taken: true, problems: expect.any(Number), contradictions: 0 });
  const theirs = await d.intake.freeze(back.id, AGAIN);
  // An independent reader, which shares no code with Redwell.
  const rows = importLoadFile(target);
  const documents = theirs.documents.filter(({ stated }) => stated !== undefined);
  const controlOf = new Map(documents.map(({ id, stated }) => [id, stated?.control ?? '']));
  expect(documents.map(({ stated }) => stated?.control)).toEqual(rows.map(({ row }) => row.BEGDOC));
  expect(documents.map(({ sha256 }) => sha256)).toEqual(rows.map(({ sha256 }) => sha256));
  expect(documents.map(({ parentId }) => (parentId === null ? '' : controlOf.get(parentId)))).toEqual(
    rows.map(({ row }) => row.PARENTID),
  );
  expect(documents.map(({ stated }) => stated?.fields)).toEqual(
    rows.map(({ row }) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''))),
  );
  // No attachment is there twice: as a record, and as what its mail holds.
  const others = theirs.documents.filter(
    ({ stated, status }) => stated === undefined && status !== 'excluded',
  );
  expect(others.map(({ path }) => path)).toEqual(['left-out.csv', 'redwell-export.json']);
  expect(rows.filter(({ row }) => row.PARENTID !== '').length).toBeGreaterThan(3);

  // One text of theirs says something else.
  const [changed] = documents.filter(({ stated, status }) => stated?.textId != null && status === 'pending');
  recordRead(history, theirs, ({ id, sha256 }) =>
    id === changed?.id ? 'Nothing of it' : `${WORDS} ${sha256}`,
  );
  while (await compareSome({ history, intake: d.intake }));
  const compared = documents
    .map(({ id }) => history.document(id))
    .filter((one) => one?.stated?.textId != null);
  expect(compared.length).toBeGreaterThan(10);
  for (const one of compared) {
    expect(one?.custodian).toBe(BATCH.custodian);
    if (one?.id === changed?.id || one?.duplicateOf === changed?.id) continue;
    expect(one?.stated?.comparison, one?.path).toEqual({ percent: 100, onlyTheirs: 0, onlyOurs: 0 });
  }
  const differing = history.document(changed?.id ?? '');
  expect(differing?.stated?.comparison).toMatchObject({ percent: 0, onlyOurs: 3 });
  expect(differing?.warnings.map(({ code }) => code)).toContain('stated_text_differs');
  expect(differing?.text).toBe('Nothing of it');
  const query = { batchId: AGAIN.batchId, sort: { by: 'control', descending: true } };
  const listed = history.listDocuments(REQUESTS['documents.list'].input.parse(query));
  expect(listed.items[0]).toMatchObject({ control: rows.at(-1)?.row.BEGDOC, custodian: BATCH.custodian });

  const exported = await exportBatch(
    deps,
    { batchId: AGAIN.batchId, kind: 'loadfile', into, profile },
    { signal },
  );
  const again = importLoadFile(exported.target);
  expect(again.map(({ row }) => row.RECEIVED_CONTROL)).toEqual(
    again.map(({ row }) => documents.find(({ id }) => id === row.DOCID)?.stated?.control ?? ''),
  );
});
