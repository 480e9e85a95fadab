/** Canonical entities of a batch: built when it ends, stored in history, and rebuilt after a retry. */
import { beforeEach, describe, expect, it } from 'vitest';
import { retryBatch } from '../../../src/core/batches/control.ts';
import { readHeader } from '../../../src/core/batches/resolution.ts';
import { submitBatch } from '../../../src/core/batches/submit.ts';
import { DocumentError } from '../../../src/core/documents/errors.ts';
import type { StageInput } from '../../../src/core/documents/types.ts';
import type { History } from '../../../src/core/history/types.ts';
import { runStage } from '../../../src/core/pipeline/stages/run.ts';
import { resolveBatch } from '../../../src/core/pipeline/worker/resolve-batch.ts';
import type { Sandbox } from '../../../src/core/sandbox/types.ts';
import { Lifetime } from '../../../src/core/util/lifecycle.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import type { Manifest } from '../../../src/shared/manifest.ts';
import type { Stage } from '../../../src/shared/stages.ts';
import { useFlowFixture } from '../../support/flow-fixture.ts';
import { follow, historyIn } from '../../support/history.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { until } from '../../support/until.ts';

/** Documents of a matter that name the same people in different ways. */
const PAPERS = [
  'Deponent: Smith, John A.\n\nJohn A. Smith testified that he was employed by Acme Holdings, Inc.',
  'Dear Mr. Smith:\n\nMr. Smith signed the lease for Acme Holdings, Inc. on March 3, 2021.',
  'John Smith wrote to Maria Gonzalez, counsel for Acme Holdings, Inc.',
  'Ms. Gonzalez answered on 3 March 2021. Ms. Gonzalez sent a copy to John Smith.',
];

/** Runs the real stages in this process, except that `text` returns the text of a document. */
function readingSandbox(text: (input: StageInput) => string): Sandbox {
  const plain = plainSandbox();
  return {
    ...plain,
    async runStage(stage: Stage, input: StageInput) {
      if (stage !== 'ocr') return runStage(stage, input);
      const result = { text: text(input), pages: [], metadata: {}, warnings: [] };
      return { result, engine: 'plain 1' };
    },
  } as Sandbox;
}

describe.each(PLACES)('entities of a batch, $name', (place) => {
  const { now, work, parentRan } = useFlowFixture(place);
  let history: History;

  beforeEach(async () => {
    history = await historyIn(now().scope);
  });

  /** Opens a console, which may close before the test ends. */
  const openConsole = async () => {
    const scope = now().scope.own(new Lifetime());
    const notified: string[] = [];
    await follow(now(), history, scope, { onDocuments: (batchId) => notified.push(batchId) });
    return { notified, stop: () => scope.dispose() };
  };
  const submit = async (papers: number): Promise<Manifest> => {
    const manifest = manifestOf('b-1', papers);
    history.recordManifest(manifest);
    await submitBatch(now().redis, now().broker, manifest);
    return manifest;
  };
  const entities = (query: object = {}) =>
    history.listEntities(REQUESTS['batches.entities'].input.parse({ batchId: 'b-1', ...query }));
  const documents = (query: object) =>
    history.listDocuments(REQUESTS['documents.list'].input.parse({ batchId: 'b-1', ...query }));
  const paperOf = ({ document }: StageInput): string => PAPERS[Number(document.id.slice(-5)) - 1] ?? '';

  it('joins the forms of a name across documents, even if no console is open at the end', async () => {
    const { redis } = now();
    await submit(PAPERS.length);
    await work(readingSandbox(paperOf));
    await parentRan('b-1');
    expect(await readHeader(redis, 'b-1', 1)).toMatchObject({ run: 1, documents: 4, missing: 0 });
    expect(entities().resolution).toBeNull();

    const redwell = await openConsole();
    await until(() => entities().resolution !== null);
    // History has stored the resolution, so Redis no longer has it.
    await until(async () => (await readHeader(redis, 'b-1', 1)) === null);
    await redwell.stop();

    const people = entities({ kind: 'person' }).items;
    expect(people).toMatchObject([
      { name: 'John A. Smith', documents: 4, aliases: expect.arrayContaining(['John A. Smith', 'Smith']) },
      { name: 'Maria Gonzalez', documents: 2 },
    ]);
    expect(entities({ kind: 'organization' }).items).toMatchObject([
      { name: 'Acme Holdings, Inc.', documents: 3 },
    ]);
    const [dated] = entities({ kind: 'date', search: '2021-03-03' }).items;
    expect(dated).toMatchObject({ documents: 2, mentions: 2 });
    const of = (name: string) =>
      documents({ entity: { kind: 'person', name } }).items.map((row) => Number(row.id.slice(-5)));
    expect(of('Maria Gonzalez')).toEqual([3, 4]);
    expect(of('Nobody Such')).toEqual([]);
    const found = history.listRelationships(
      REQUESTS['batches.relationships'].input.parse({
        batchId: 'b-1',
        entity: { kind: 'person', name: 'Maria Gonzalez' },
      }),
    );
    expect(found.items).toContainEqual(
      expect.objectContaining({
        kind: 'counsel_for',
        to: { kind: 'organization', name: 'Acme Holdings, Inc.' },
      }),
    );
    expect(found.items.find((r) => r.kind === 'appears_with')).toMatchObject({ documents: 2 });
  });

  it('lists entities in pages without gaps or repetitions', async () => {
    await submit(3);
    await work(
      readingSandbox(
        ({ document }) => `On ${document.id.slice(-1)} May 2020 and 1 May 2019 Jane Roe paid $500.`,
      ),
    );
    const redwell = await openConsole();
    await until(() => entities().resolution !== null);
    await redwell.stop();
    const all = entities();
    const pages = [];
    for (let cursor: string | null = null; ; ) {
      const page = entities({ cursor, limit: 2 });
      pages.push(...page.items);
      cursor = page.next;
      if (cursor === null) break;
    }
    expect(all.total).toBe(6);
    expect(pages).toEqual(all.items);
    expect(all.resolution?.entities).toBe(6);
  });

  it('rebuilds the entities after a retry and replaces the old ones', async () => {
    const { redis, broker } = now();
    let repaired = false;
    await submit(PAPERS.length);
    await work(
      readingSandbox((input) => {
        if (input.document.id.endsWith('1') && !repaired) throw new DocumentError('corrupt', 'bad bytes');
        return paperOf(input);
      }),
    );
    const redwell = await openConsole();
    await until(() => entities().resolution?.run === 1);
    expect(entities({ kind: 'person' }).items[0]).toMatchObject({ name: 'John Smith', documents: 3 });
    repaired = true;
    expect(await retryBatch(redis, broker, 'b-1', ['b-1-d00001'], {})).toBe(1);
    await until(() => entities().resolution?.run === 2);
    expect(entities({ kind: 'person' }).items[0]).toMatchObject({ name: 'John A. Smith', documents: 4 });
    expect(entities({ search: 'John' }).total).toBe(1);
    expect(entities().resolution).toMatchObject({ documents: 4, missing: 0 });
    expect(redwell.notified).toContain('b-1');
    await redwell.stop();
  });

  it('finds the entities although their events are gone', async () => {
    const { redis, broker } = now();
    await work(readingSandbox(paperOf));
    const first = await openConsole();
    await submit(PAPERS.length);
    await until(() => entities().resolution !== null);
    await first.stop();
    const later = manifestOf('b-2', 1);
    history.recordManifest(later);
    await submitBatch(redis, broker, later);
    await until(async () => (await readHeader(redis, 'b-2', 1)) !== null);
    await redis.roles.batch.xtrim(redis.keys.events(), 'MAXLEN', 0);
    const second = await openConsole();
    await until(() => entities({ batchId: 'b-2' }).resolution !== null);
    await second.stop();
    expect(history.stats().gaps).toBe(1);
  });

  it('counts the documents whose results are no longer in Redis', async () => {
    const { redis } = now();
    const manifest = await submit(2);
    const gone = manifest.documents[0] ?? manifestDocument('b-1', 1);
    await work(readingSandbox((input) => paperOf(input)));
    await parentRan('b-1');
    await redis.roles.results.del(redis.keys.documentResults(gone.id));
    // What the first run kept stands in for results that were released.
    expect((await resolveBatch(redis, 'b-1', 2)).header).toMatchObject({ documents: 2, missing: 0 });
    await redis.roles.results.del(redis.keys.keptNames('b-1'));
    expect((await resolveBatch(redis, 'b-1', 2)).header).toMatchObject({ documents: 1, missing: 1 });
  });
});
