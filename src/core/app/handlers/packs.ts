/** The bridge's requests about checking packs that need no host. */
import type { PackDesk } from '../pack-desk.ts';
import type { CoreHandlers } from '../types.ts';

export interface PackHandlerDeps {
  packs: PackDesk;
}

export const packHandlers = ({
  packs,
}: PackHandlerDeps): Pick<CoreHandlers, 'packs.list' | 'packs.check' | 'packs.stop'> => ({
  'packs.list': async () => packs.list(),
  'packs.check': ({ packId, root }) => packs.check(packId, root === '' ? null : root),
  async 'packs.stop'({ packId }) {
    packs.stop(packId);
    return {};
  },
});
