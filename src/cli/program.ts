/** The commands of `redwell`. */
import { Command } from 'commander';
import { VERSION } from '../core/util/version.ts';
import type { Context } from './command.ts';
import { addHandover } from './handover-commands.ts';
import { addHistory, addSearch } from './history-commands.ts';
import { addHosts, addMonitoring } from './host-commands.ts';
import { addImport } from './import-commands.ts';
import { addProcessing, addReplace } from './processing-commands.ts';
import { addRecords } from './record-commands.ts';

export function makeProgram(context: Context): Command {
  const program = new Command('redwell')
    .description('Batch document processing for law offices.')
    .version(VERSION)
    .exitOverride();
  addProcessing(program, context);
  addReplace(program, context);
  addHistory(program, context);
  addSearch(program, context);
  addHandover(program, context);
  addRecords(program, context);
  addImport(program, context);
  addMonitoring(program, context);
  addHosts(program, context);
  return program;
}
