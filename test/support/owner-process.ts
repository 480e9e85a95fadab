/**
 * Tries to own a data folder in its own process, each time it is asked to: `fork(built entry, [dataDir])`. It answers
 * whether it is the owner, and stays until it is killed or its parent is gone.
 */
import { lockDataDir } from '../../src/core/app/data-dir-lock.ts';

const [, , dataDir = ''] = process.argv;
process.on('message', () => {
  void lockDataDir(dataDir).then(({ isOwner }) => process.send?.({ isOwner }));
});
process.on('disconnect', () => process.exit());
process.send?.('loaded');
