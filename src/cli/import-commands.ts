/** `redwell check-load-file`, with its options. */
import type { Command } from 'commander';
import { type Common, type Context, command, placeOf } from './command.ts';

interface CheckOptions extends Common {
  batch?: string;
}

export function addImport(program: Command, { out, signal, setExitCode }: Context): void {
  command(
    program,
    'check-load-file <folder>',
    'read a load file from somebody else, and check all that it says',
  )
    .option('--batch <batch>', 'also compare its texts with those that Redwell read in this batch')
    .addHelpText(
      'after',
      `
Reads every .dat file of the folder, whatever its encoding and signs, and names each row whose files, hashes,
family or control number are not as the load file says.

Exit codes: 0 everything is as it says, 2 something is not, 1 it could not be read.`,
    )
    .action(async (folder: string, { batch, ...common }: CheckOptions) => {
      const { checkLoadFile } = await import('./commands/check-load-file.ts');
      const options = { batchId: batch ?? null, json: common.json === true };
      setExitCode(await checkLoadFile(folder, placeOf(common).dataDir, options, { out, signal }));
    });
}
