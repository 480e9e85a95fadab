/** What the list of batches says about its export. */
import type { RequestOutput } from '../../shared/bridge.ts';
import { plural } from '../lib/format.ts';

export const HISTORY_LIST_TEXT = {
  exportHint: 'Export this list as it is filtered and sorted, with the columns that it shows',
  exported: ({ batches, cut, path }: RequestOutput<'batches.export'>) => ({
    title: `Exported ${plural(batches, 'batch', 'batches')}`,
    message: [
      path === null ? 'The file is in your downloads.' : `The file is ${path}.`,
      ...(cut === 0
        ? []
        : [`${plural(cut, 'cell was', 'cells were')} too long for a workbook. Export as CSV to have all.`]),
    ].join(' '),
  }),
};
