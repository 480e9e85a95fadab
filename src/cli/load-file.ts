/** Says what a folder with a load file holds, and takes it as the command line says. */
import type { Redwell } from '../core/app/types.ts';
import { RedwellError } from '../shared/errors.ts';
import type { Drop } from '../shared/intake.ts';
import { counted } from './format.ts';

/**
 * @param as null: as the load file says, unless it contradicts itself
 * @returns a sentence; null for a folder without a load file
 * @throws RedwellError conflict when the folder should be a production and has no load file
 */
export async function takeLoadFile(
  redwell: Pick<Redwell, 'handlers'>,
  drop: Drop,
  as: 'production' | 'files' | null,
): Promise<string | null> {
  const { loadFile } = drop;
  if (loadFile === undefined) {
    if (as !== 'production') return null;
    throw new RedwellError('conflict', `“${drop.name}” has no load file.`, {
      action: 'Choose the folder that holds the .dat file with its originals.',
    });
  }
  const taken = as === null ? loadFile.taken : as === 'production';
  if (taken !== loadFile.taken) await redwell.handlers['intake.loadFile']({ dropId: drop.id, taken });
  const { documents, problems, contradictions, files } = loadFile;
  const found = `A load file with ${counted(documents, 'record')} (${files.map(({ path }) => path).join(', ')}), ${counted(problems, 'problem')}`;
  const how = taken
    ? 'Its records become the documents.'
    : `Every file becomes a document of its own${as === null ? ', because the load file contradicts itself or its files' : ''}.`;
  const more =
    problems === 0
      ? ''
      : ` To see ${counted(problems, 'problem')}${contradictions > 0 ? ` with ${counted(contradictions, 'contradiction')}` : ''}, run "redwell check-load-file".`;
  return `${found}. ${how}${more}`;
}
