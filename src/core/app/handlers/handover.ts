/** The bridge's requests about handing over that need no host. */
import { exportBatchList } from '../../handover/lists/batches.ts';
import type { History } from '../../history/types.ts';
import type { HandoverDesk } from '../handover-desk.ts';
import type { CoreHandlers } from '../types.ts';

export interface HandoverHandlerDeps {
  handover: HandoverDesk;
  history: Pick<History, 'listBatchesInSteps'>;
}

type HandoverRequests =
  | 'batches.export'
  | 'handover.plan'
  | 'handover.start'
  | 'handover.cancel'
  | 'handover.list'
  | 'handover.verify';

export const handoverHandlers = ({
  handover,
  history,
}: HandoverHandlerDeps): Pick<CoreHandlers, HandoverRequests> => ({
  'batches.export': (input) => exportBatchList(history, input),
  'handover.plan': (input) => handover.plan(input),
  'handover.start': (input) => handover.start(input),
  async 'handover.cancel'({ exportId }) {
    handover.cancel(exportId);
    return {};
  },
  'handover.list': ({ batchId }) => handover.list(batchId),
  'handover.verify': ({ exportId }) => handover.verify(exportId),
});
