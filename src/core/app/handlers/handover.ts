/** The bridge's requests about handing over that need no host. */
import type { HandoverDesk } from '../handover-desk.ts';
import type { CoreHandlers } from '../types.ts';

export interface HandoverHandlerDeps {
  handover: HandoverDesk;
}

type HandoverRequests =
  | 'handover.plan'
  | 'handover.start'
  | 'handover.cancel'
  | 'handover.list'
  | 'handover.verify';

export const handoverHandlers = ({
  handover,
}: HandoverHandlerDeps): Pick<CoreHandlers, HandoverRequests> => ({
  'handover.plan': (input) => handover.plan(input),
  'handover.start': (input) => handover.start(input),
  async 'handover.cancel'({ exportId }) {
    handover.cancel(exportId);
    return {};
  },
  'handover.list': ({ batchId }) => handover.list(batchId),
  'handover.verify': ({ exportId }) => handover.verify(exportId),
});
