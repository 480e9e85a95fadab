/** Opens originals in other programs and shows them in the file manager, always a proven copy of its own. */
import type { Shell } from 'electron';
import type { Redwell } from '../../core/app/types.ts';
import type { BridgeHandlers } from '../../shared/bridge.ts';
import { RedwellError } from '../../shared/errors.ts';

/** @param shell Electron's */
export const originalHandlers = (
  { originals }: Pick<Redwell, 'originals'>,
  shell: Pick<Shell, 'openPath' | 'showItemInFolder'>,
): Pick<BridgeHandlers, 'documents.open' | 'documents.reveal'> => ({
  async 'documents.open'({ documentId }) {
    const { path, canOpen } = await originals.copy(documentId);
    if (!canOpen) {
      // It may be a program, or make another program run one, so that is left to the person who sees it.
      shell.showItemInFolder(path);
      return { opened: false, path };
    }
    const problem = await shell.openPath(path);
    if (problem !== '')
      throw new RedwellError('not_allowed', `No program opened the original: ${problem}`, {
        action: 'Show it in its folder, and open it from there.',
      });
    return { opened: true, path };
  },
  async 'documents.reveal'({ documentId }) {
    const { path } = await originals.copy(documentId);
    shell.showItemInFolder(path);
    return { path };
  },
});
