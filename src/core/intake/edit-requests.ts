/** Requests that change a drop between its inventory and its submission, and lists for them. */
import { RedwellError } from '../../shared/errors.ts';
import { isAnotherCopy } from './drop-errors.ts';
import type { Drops } from './drops.ts';
import { editDrop } from './edit.ts';
import { pageOfFolder, pathsFound } from './folder-pages.ts';
import { joinDrops } from './join.ts';
import { needsOf } from './needs.ts';
import { pageOfProblems, takeLoadFile } from './production/take.ts';
import { afterCurrentWork, type DropState } from './state.ts';
import type { Intake } from './types.ts';
import type { Vault } from './vault.ts';

export interface EditDeps {
  drops: Drops;
  vault: Vault;
  vaultMode: 'copy' | 'reference';
}

export function editRequests({
  drops,
  vault,
  vaultMode,
}: EditDeps): Pick<Intake, 'edit' | 'folder' | 'join' | 'needs' | 'takeLoadFile' | 'loadFileProblems'> {
  return {
    async edit(dropId, { out, choices, found }) {
      const state = drops.get(dropId);
      await afterCurrentWork(state, () => {
        const paths = found === undefined ? [] : pathsFound(state, found);
        const all = [...choices, ...paths.map((path) => ({ kind: 'path' as const, path }))];
        return editDrop(state, { out, choices: all }, drops.deps);
      });
      return structuredClone(state.drop);
    },
    async takeLoadFile(dropId, taken) {
      const state = drops.get(dropId);
      await afterCurrentWork(state, () => takeLoadFile(state, taken, drops.deps));
      return structuredClone(state.drop);
    },
    loadFileProblems: (dropId, cursor, limit) => pageOfProblems(drops.get(dropId), cursor, limit),
    folder: (dropId, view, cursor, limit) => pageOfFolder(drops.get(dropId), view, cursor, limit),
    async join(dropIds) {
      const states = [...new Set(dropIds)].map((id) => drops.get(id));
      if (states.length < 2)
        throw new RedwellError('invalid_input', 'Choose at least two drops to join into one batch.');
      for (const { drop } of states) if (drop.replaces !== undefined) throw isAnotherCopy(drop);
      const joined = await afterWorkOnAll(states, () => joinDrops(drops, states));
      return structuredClone(joined.drop);
    },
    needs: (dropId) => needsOf(drops.get(dropId), vault, vaultMode),
  };
}

/** Runs work on several drops while no other work on any of them runs. */
const afterWorkOnAll = <T>(states: readonly DropState[], work: () => Promise<T>): Promise<T> =>
  states.reduceRight<() => Promise<T>>((inner, state) => () => afterCurrentWork(state, inner), work)();
