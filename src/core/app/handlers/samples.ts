/** The bridge's requests about samples. */
import type { SampleDesk } from '../stage-sample/desk.ts';
import type { CoreHandlers } from '../types.ts';

export interface SampleHandlerDeps {
  samples: SampleDesk;
}

type SampleRequests = 'sample.start' | 'sample.get' | 'sample.cancel';

export const sampleHandlers = ({ samples }: SampleHandlerDeps): Pick<CoreHandlers, SampleRequests> => ({
  'sample.start': (input) => samples.start(input),
  'sample.get': async ({ sampleId }) => samples.get(sampleId),
  async 'sample.cancel'({ sampleId }) {
    await samples.cancel(sampleId);
    return {};
  },
});
