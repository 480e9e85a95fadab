/** The in-memory host's replies about samples: one document more is tried with each look. */
import type { BridgeHandlers } from '../../../../src/shared/bridge.ts';
import type { Sample, SampledDocument } from '../../../../src/shared/bridge-sample.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';
import { missing } from './missing.ts';

const NO_NAMES = { count: 0, first: [] };
const NO_NUMBERS = { came: 0, went: 0, changed: 0 };

export function sampleAnswers(
  host: BridgeHost,
): Pick<BridgeHandlers, 'sample.start' | 'sample.get' | 'sample.cancel'> {
  let sample: Sample | null = null;
  let waiting: SampledDocument[] = [];
  const find = (id: string): Sample => {
    if (sample?.id === id) return sample;
    throw missing('sample');
  };
  return {
    'sample.start': async ({ batchId, stage, size }) => {
      const rows = host.batch(batchId).rows.filter(({ status }) => status === 'completed');
      const chosen = rows.slice(0, size);
      waiting = chosen.map(({ id, path, type }, index) => ({
        ...{ documentId: id, path, type, before: null, after: null, detail: '' },
        ...{ outcome: index % 4 === 0 ? 'changed' : 'same', msBefore: 400, msAfter: 300 },
        difference: {
          words: { before: 90, after: 92, gone: 1, added: 3, changed: index % 4 === 0 },
          names: { came: { count: 1, first: [] }, went: NO_NAMES, changed: 0 },
          relationships: NO_NUMBERS,
          warnings: { came: [], went: [] },
        },
      }));
      sample = {
        ...{
          id: `s${host.nextNumber()}`,
          batchId,
          stage,
          state: 'running',
          size: chosen.length,
          of: rows.length,
        },
        ...{ kinds: [{ type: 'pdf', isException: false, of: rows.length, sampled: chosen.length }] },
        ...{ documents: [], startedAt: host.now(), endedAt: null, error: null },
      };
      return sample;
    },
    'sample.get': async ({ sampleId }) => {
      const now = find(sampleId);
      if (now.state !== 'running') return now;
      const next = waiting.shift();
      const documents = next === undefined ? now.documents : [...now.documents, next];
      sample = { ...now, documents, state: waiting.length === 0 ? 'done' : 'running' };
      return sample;
    },
    'sample.cancel': async ({ sampleId }) => {
      const now = find(sampleId);
      if (now.state === 'running') sample = { ...now, state: 'canceled' };
      return {};
    },
  };
}
