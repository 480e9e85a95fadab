/** Makes a file of the list of batches, as it is filtered and sorted, with the columns that it shows. */
import { rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { BATCH_FILE_COLUMNS, type BatchFileColumn } from '../../../shared/batch-file.ts';
import type { Batch } from '../../../shared/batches.ts';
import type { RequestOutput, RequestParsed } from '../../../shared/bridge.ts';
import { CSV_MARK, csvRow } from '../../../shared/csv.ts';
import { RedwellError } from '../../../shared/errors.ts';
import type { History } from '../../history/types.ts';
import { inTurns } from '../../util/event-loop.ts';
import { wellFormed } from '../../util/well-formed.ts';
import { exportRefusal } from '../errors.ts';
import { openXlsx } from './xlsx.ts';

type Input = RequestParsed<'batches.export'>;
type Output = RequestOutput<'batches.export'>;

/** Batches that are read at once. */
const PAGE = 500;
const NAME = 'Redwell batches';

/** @throws RedwellError invalid_input for a folder that is no absolute path; what the disk says; history_unavailable */
export async function exportBatchList(
  history: Pick<History, 'listBatchesInSteps'>,
  { columns: ids, format, into, ...filter }: Input,
): Promise<Output> {
  if (into !== null && !isAbsolute(into))
    throw new RedwellError('invalid_input', `${into} is no complete path.`, {
      action: 'Choose a folder for the file.',
    });
  const columns = ids.map((id) => BATCH_FILE_COLUMNS[id]);
  const batches = await readAll(history, filter);
  const { bytes, cut } =
    format === 'csv' ? { bytes: csvOf(columns, batches), cut: 0 } : await workbookOf(columns, batches);
  const path = into === null ? null : await writeFree(into, format, bytes);
  return {
    name: `${NAME}.${format}`,
    batches: batches.length,
    cut,
    content: path === null ? bytes.toString('base64') : null,
    path,
  };
}

async function readAll(
  history: Pick<History, 'listBatchesInSteps'>,
  filter: Pick<Input, 'search' | 'status' | 'sort'>,
): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: RequestOutput<'batches.list'> = await inTurns(
      history.listBatchesInSteps({ ...filter, cursor, limit: PAGE }),
    );
    batches.push(...page.items);
    if (page.next === null) return batches;
    cursor = page.next;
  }
}

const cellsOf = (columns: readonly BatchFileColumn[], batch: Batch): string[] =>
  columns.map(({ cell }) => wellFormed(cell(batch)));

const csvOf = (columns: readonly BatchFileColumn[], batches: readonly Batch[]): Buffer =>
  Buffer.from(
    CSV_MARK +
      csvRow(columns.map(({ head }) => head)) +
      batches.map((batch) => csvRow(cellsOf(columns, batch))).join(''),
  );

/** Writes a workbook in memory: thousands of batches are less than a megabyte. */
async function workbookOf(
  columns: readonly BatchFileColumn[],
  batches: readonly Batch[],
): Promise<{ bytes: Buffer; cut: number }> {
  const parts: Buffer[] = [];
  const memory = {
    openBytes: async () => ({
      write: async (bytes: Buffer) => void parts.push(bytes),
      close: async () => {},
      discard: async () => {},
    }),
  };
  const workbook = await openXlsx(memory, `${NAME}.xlsx`, columns);
  let cut = 0;
  for (const batch of batches) cut += (await workbook.add(cellsOf(columns, batch))).length;
  if (!(await workbook.close()))
    throw new RedwellError('conflict', 'A workbook cannot hold so many batches.', {
      action: 'Narrow the list down, or export it as CSV.',
    });
  return { bytes: Buffer.concat(parts), cut };
}

/** Writes the file under a name that is free. @throws RedwellError with what the disk says */
async function writeFree(folder: string, format: string, bytes: Buffer): Promise<string> {
  for (let n = 1; ; n += 1) {
    const path = join(folder, `${NAME}${n === 1 ? '' : ` (${n})`}.${format}`);
    try {
      await writeFile(path, bytes, { flag: 'wx', flush: true });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      // A part of a list would pass for the whole list.
      if (!['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
        await rm(path, { force: true });
      throw exportRefusal(error, folder);
    }
  }
}
