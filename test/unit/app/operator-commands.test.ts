import { expect, it } from 'vitest';
import { COMMANDS } from '../../../src/core/app/operator-commands.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';

/** Requests that only read, or that change nothing but how a page looks. */
const NOT_KEPT = `
  host.info
  intake.pick intake.begin intake.list intake.get intake.preflight intake.labels
  intake.uploaded intake.entries intake.locked intake.folder intake.loadFileProblems
  batches.active batches.list batches.get batches.bank batches.entities batches.relationships batches.times
  batches.warnings sample.start sample.get sample.cancel
  documents.list documents.get documents.page documents.words documents.ids documents.rendering documents.similar
  documents.differences documents.custody documents.verify documents.open documents.reveal
  views.list views.save views.rename views.remove views.default tags.list
  attention.list attention.summary attention.count
  handover.plan handover.list handover.verify handover.pick handover.reveal
  documents.statedText packs.list packs.pick packs.check packs.stop
  log.list log.verify log.server deletion.plan replacements.look retention.get retention.preview watch.state watch.pick
  search.find search.facets search.marks compare.get compare.changes
  trends.get totals.get health.get settings.get redis.test reconcile.last
`
  .trim()
  .split(/\s+/);

it('keeps every request that changes something', () => {
  const names = Object.keys(REQUESTS);
  expect(names.filter((name) => !(name in COMMANDS) && !NOT_KEPT.includes(name))).toEqual([]);
  expect(NOT_KEPT.filter((name) => !names.includes(name))).toEqual([]);
  expect(Object.keys(COMMANDS).filter((name) => NOT_KEPT.includes(name))).toEqual([]);
});
