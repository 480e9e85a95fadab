import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../src/core/history/connection.ts';
import type { History } from '../../../src/core/history/types.ts';
import { openSimilarityThread, type SimilarityThread } from '../../../src/core/similarity/ask.ts';
import { findSimilar } from '../../../src/core/similarity/keeper.ts';
import { Lifetime } from '../../../src/core/util/lifecycle.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import { historyIn } from '../../support/history.ts';
import { letter, randomFrom, wrapped } from '../../support/letters.ts';
import { type Content, idsOf, writeTexts } from '../../support/search.ts';

let scope: Lifetime;
let history: History;
let thread: SimilarityThread;

beforeEach(async () => {
  scope = new Lifetime();
  history = await historyIn(scope);
  // Without the built thread, the same work is done beside other work.
  thread = openSimilarityThread(history.path, join(history.path, 'not built'));
  scope.defer(() => thread.close());
});
afterEach(() => scope.dispose());

/** Records documents that have ended, and looks for similar ones. */
async function record(batchId: string, contents: readonly Content[], about: object = {}): Promise<string[]> {
  const ids = writeTexts(
    history,
    batchId,
    contents.map((one) => ({ status: 'excluded', ...one })),
    about,
  );
  await findSimilar(history.similar, thread);
  return ids;
}

const similarTo = (id: string) => {
  const found = history.similar.ofDocument(id);
  if (found === null) throw new Error(`There is no document ${id}`);
  return REQUESTS['documents.similar'].output.parse(found);
};

/** Runs SQL from outside, as a deletion does. */
function change(sql: string): void {
  const db = connect(history.path, false);
  db.exec(sql);
  db.close();
}

const words = letter(randomFrom(1), 200);
const text = words.join(' ');
const shorter = words.slice(0, 180).join(' ');

describe('similar documents in history', () => {
  it('finds a family over the batches of a matter, and keeps other matters apart', async () => {
    const [first = ''] = await record('b1', [{ text }, { text: letter(randomFrom(2), 200).join(' ') }]);
    const [second = ''] = await record('b2', [{ text: wrapped(words, 40) }, { text: shorter }]);
    const [other = ''] = await record('b3', [{ text }], { matter: 'Another' });
    const [none = ''] = await record('b4', [{ text }], { matter: '' });
    expect(similarTo(second)).toMatchObject({
      state: 'compared',
      place: { pivot: first, percent: 100, documents: 3 },
      family: [
        { id: first, batchId: 'b1', percent: 100, pivot: true },
        { id: second, batchId: 'b2', percent: 100, pivot: false },
        { id: 'b2-d00002', percent: 89, pivot: false },
      ],
    });
    expect(idsOf(history, `similar:${second}`)).toEqual([first, second, 'b2-d00002']);
    expect(idsOf(history, 'has:similar custodian:"C. Custodian"')).toHaveLength(3);
    const listed = history.listDocuments(REQUESTS['documents.list'].input.parse({ batchId: 'b2' }));
    expect(listed.items.map(({ similar }) => similar)).toEqual([100, 89]);
    const ids = (batchId: string, related: string) =>
      history.documentIds(REQUESTS['documents.ids'].input.parse({ batchId, related }));
    expect([ids('b2', 'similar'), ids('b1', `similar:${second}`)]).toEqual([[second, 'b2-d00002'], [first]]);
    expect([ids('b2', 'thread'), ids('b2', 'inclusive'), ids('b2', `thread:${second}`)]).toEqual([
      [],
      [],
      [],
    ]);
    const twice = REQUESTS['documents.ids'].input.safeParse({
      batchId: 'b2',
      related: `inclusive:${second}`,
    });
    expect(twice.success).toBe(false);
    for (const id of [other, none, 'b1-d00002'])
      expect(similarTo(id)).toMatchObject({ state: 'compared', place: null, family: [] });
    expect(history.document(second)).toMatchObject({ similar: { pivot: first, percent: 100 }, thread: null });
  });

  it('says of a duplicate what its twin has, and why nothing is said of others', async () => {
    const [twin = '', , duplicate = '', short = '', without = ''] = await record('b1', [
      { text },
      { text: shorter },
      { status: 'duplicate', duplicateOf: 'b1-d00001' },
      { text: 'See attached.' },
      {},
    ]);
    expect(similarTo(duplicate)).toEqual(similarTo(twin));
    expect(similarTo(twin).family).toHaveLength(2);
    expect(similarTo(short)).toMatchObject({ state: 'too_short', family: [] });
    expect(similarTo(without)).toMatchObject({ state: 'no_text', family: [] });
    expect(history.similar.ofDocument('b9-d00001')).toBeNull();
  });

  it('waits until no document of the matter is being processed', async () => {
    const [first = ''] = writeTexts(history, 'b1', [{ text }, { text: shorter }]);
    await findSimilar(history.similar, thread);
    expect(similarTo(first)).toMatchObject({ state: 'waiting', family: [] });
    change(`UPDATE documents SET status = 'completed'`);
    await findSimilar(history.similar, thread);
    expect(similarTo(first)).toMatchObject({ state: 'compared', family: [{}, {}] });
  });

  it('forgets a document that is deleted, and compares the others again', async () => {
    const [first = '', second = '', third = ''] = await record('b1', [
      { text },
      { text: shorter },
      { text: words.slice(0, 160).join(' ') },
    ]);
    expect(similarTo(third).place?.pivot).toBe(first);
    change(`DELETE FROM texts WHERE document = (SELECT n FROM documents WHERE id = '${first}')`);
    expect(similarTo(third).state).toBe('waiting');
    await findSimilar(history.similar, thread);
    expect(similarTo(third)).toMatchObject({ state: 'compared', place: { pivot: second, documents: 2 } });
    expect(similarTo(first)).toMatchObject({ state: 'no_text', family: [] });
    change(`DELETE FROM texts`);
    await findSimilar(history.similar, thread);
    const db = connect(history.path, true);
    for (const table of [
      'similar_texts',
      'similar_families',
      'similar_dirty',
      'similar_scopes',
      'mail_threads',
    ])
      expect(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
    db.close();
  });

  it('says nothing about a text that was altered in the file', async () => {
    const [first = '', second = ''] = writeTexts(
      history,
      'b1',
      [{ text }, { text: shorter }].map((one) => ({ status: 'excluded' as const, ...one })),
    );
    change(
      `UPDATE texts SET page_map = '[1]' WHERE document = (SELECT n FROM documents WHERE id = '${second}')`,
    );
    await findSimilar(history.similar, thread);
    expect(similarTo(first)).toMatchObject({ state: 'compared', family: [] });
    expect(similarTo(second).place).toBeNull();
  });

  it('says how mails belong together and which one has it all', async () => {
    const offer = 'We can deliver the pumps to the harbor by the tenth of May at the agreed price.';
    const from = (name: string) => [{ name, address: `${name}@harlan.example` }];
    const head = 'From: Dana <Dana@harlan.example>\nTo: Lee <Lee@harlan.example>\nSubject: Pumps\n\n';
    const [first = '', answer = '', attached = ''] = await record('b1', [
      {
        type: 'eml',
        text: `${head}${offer}`,
        metadata: {
          messageId: '<a@x>',
          from: from('Dana'),
          to: from('Lee'),
          subject: 'Pumps',
          sent: '2024-05-01T08:00:00Z',
        },
      },
      {
        type: 'eml',
        text: `${head}The tenth is too late.\n\nOn Monday, May 6, 2024 at 10:00 AM Dana <Dana@harlan.example> wrote:\n> ${offer}`,
        metadata: {
          messageId: '<b@x>',
          inReplyTo: '<a@x>',
          from: from('Lee'),
          subject: 'Re: Pumps',
          sent: '2024-05-02T08:00:00Z',
        },
      },
      { type: 'pdf', status: 'excluded', parentId: 'b1-d00001' },
    ]);
    // The answer does not have the attachment.
    expect(similarTo(first).thread).toMatchObject([
      { id: first, inclusive: true, parentId: null, sender: 'Dana', subject: 'Pumps' },
      { id: answer, inclusive: true, parentId: first, sender: 'Lee', sent: '2024-05-02T08:00:00Z' },
    ]);
    change(
      `UPDATE documents SET parent_id = NULL WHERE id = '${attached}'; UPDATE texts SET metadata = metadata;`,
    );
    change(`INSERT OR REPLACE INTO similar_scopes SELECT scope, 1 FROM similar_texts`);
    await findSimilar(history.similar, thread);
    expect(similarTo(answer)).toMatchObject({
      threadPlace: { thread: first, place: 1, inclusive: true, documents: 2 },
      thread: [{ id: first, inclusive: false, containedIn: answer }, { inclusive: true }],
    });
    expect(idsOf(history, `thread:${first}`)).toEqual([first, answer]);
    expect(idsOf(history, 'has:inclusive')).toEqual([answer]);
    expect(idsOf(history, 'thread:b9-d00001')).toEqual([]);
    expect(history.document(first)?.thread).toMatchObject({ inclusive: false, containedIn: answer });
  });
});
