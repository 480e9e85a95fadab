/** A load file that Redwell exports comes back as a drop with the same documents. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { compareSome, readStatedText } from '../../../src/core/app/stated-texts.ts';
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

it('compares texts that stand in the load file itself', async () => {
  const d = await openFixture();
  const { history } = openHandover(d.dataDir);
  onTestFinished(() => history.dispose());
  const folder = join(d.base, 'embedded');
  await mkdir(folder);
  const long = `${WORDS} `.repeat(200);
  const rows = [
    ['Beg Bates', 'Native Path', 'Extracted Text'],
    ['E-1', 'E-1.txt', `${WORDS}®and so on, as agreed by all parties`],
    ['E-2', 'E-2.txt', 'They say something else about it'],
    ['E-3', 'E-3.txt', long],
    ['E-4', 'E-4.txt', ''],
    ['E-5', 'E-5.txt', 'TEXT\\E-5.txt'],
  ];
  const line = (row: readonly string[]): string => `${row.map((value) => `þ${value}þ`).join('\u0014')}\r\n`;
  await writeFile(join(folder, 'prod.dat'), `\uFEFF${rows.map(line).join('')}`);
  for (const [control] of rows.slice(1))
    await writeFile(join(folder, `${control}.txt`), `original ${control}`);
  const drop = await d.drop(folder);
  expect(d.intake.loadFileProblems(drop.id, null, 10).items).toMatchObject([
    { code: 'file_missing', control: 'E-5' },
    { code: 'text_cut', row: 4, control: 'E-3', message: expect.stringContaining('shows the first 10,000') },
  ]);
  const manifest = await d.intake.freeze(drop.id, BATCH);
  const controlOf = new Map(manifest.documents.map(({ id, stated }) => [id, stated?.control]));
  recordRead(history, manifest, ({ id }) => {
    if (controlOf.get(id) === 'E-1') return `${WORDS} and so on, as agreed by all parties`;
    return controlOf.get(id) === 'E-3' ? long : WORDS;
  });
  const due = history.stated.toCompare(10);
  expect(due.map(({ control }) => control)).toEqual(['E-1', 'E-2']);
  expect(await readStatedText(d.intake, due[1] ?? { batchId: '', text: { itself: '' } })).toBe(rows[2]?.[2]);
  await compareSome({ history, intake: d.intake });
  const found = manifest.documents
    .filter(({ stated }) => stated !== undefined)
    .map(({ id }) => history.document(id));
  expect(found.map((one) => [one?.stated?.textColumn, one?.stated?.comparison?.percent ?? null])).toEqual([
    ['Extracted Text', 100],
    ['Extracted Text', 0],
    // Too long to be kept with the values, nothing, and a path.
    [null, null],
    [null, null],
    [null, null],
  ]);
  expect(found.map((one) => one?.warnings.some(({ code }) => code === 'stated_text_differs'))).toEqual([
    false,
    true,
    ...[false, false, false],
  ]);
});
