/** `redwell export` and `redwell verify`, with their options. */
import { type Command, Option } from 'commander';
import type { Paper } from '../core/handover/types.ts';
import { EXPORT_KINDS, type ExportKind } from '../shared/handover.ts';
import { type Common, type Context, command, placeOf } from './command.ts';

/** The code of both commands loads when they run, so that the others start quickly. */
const load = {
  export: () => import('./commands/export.ts'),
  verify: () => import('./commands/verify.ts'),
};

interface ExportCommandOptions extends Common {
  as: ExportKind;
  to: string;
  profile?: string;
  filter: string[];
  documents?: string;
  privilege?: string;
  includePrivilege?: boolean;
  passwordsFrom?: string;
  fresh?: boolean;
  search?: string;
  paper: Paper;
  plan?: boolean;
}

export function addHandover(program: Command, { out, signal, entries, setExitCode }: Context): void {
  command(program, 'export <batch>', 'hand over an ended batch, from the data folder alone')
    .addOption(new Option('--as <kind>', 'what to hand over').choices(EXPORT_KINDS).makeOptionMandatory())
    .requiredOption('--to <dir>', 'the folder in which the folder of the export is made')
    .option('--profile <file>', 'numbering, fields, page images and volumes of a load file, as JSON')
    .option(
      '--filter <name=value>',
      'only documents that pass, with their families: status, type, code, stage, tag, search, warned, related; repeatable',
      (pair: string, pairs: string[]) => [...pairs, pair],
      [],
    )
    .option('--documents <file>', 'only the documents that a file lists, one id or path a line')
    .option('--privilege <file>', 'also list documents with these names and domains, one per line')
    .option('--include-privilege', 'let an evidence pack, which leaves the office, hold that list')
    .option(
      '--passwords-from <file>',
      'read passwords for the pages of encrypted files, one per line; - is standard input',
    )
    .option('--fresh', 'start from the beginning, also where an interrupted export could go on')
    .option('--search <query>', 'also list the documents that a search finds')
    .addOption(
      new Option('--paper <size>', 'paper of the report').choices(['letter', 'a4']).default('letter'),
    )
    .option('--plan', 'show what would be exported, and write nothing')
    .addHelpText(
      'after',
      `
  loadfile   Concordance DAT with originals and texts, for review platforms
  lists      documents, exceptions, warnings, entities and relationships, as CSV, XLSX and JSON Lines
  report     figures, exceptions, times, versions and signature lines, as HTML and PDF
  bag        every original at its path, with texts and metadata (BagIt, RFC 8493)
  evidence   load file, lists and report in one bag, with a root hash that proves all of it

docs/hand-over.md describes them.

Exit codes: 0 exported, 2 exported without some originals, texts or page images, 1 not exported.`,
    )
    .action(async (batchId: string, { as: kind, to, plan, json, ...options }: ExportCommandOptions) => {
      const { exportCommand } = await load.export();
      const { profile = null, documents = null, privilege = null, search = null, filter, paper } = options;
      const { includePrivilege = false, passwordsFrom = null, fresh = false } = options;
      const asked = {
        ...{ kind, to, profile, filter, documents, privilege, search, paper, entries },
        ...{ includePrivilege, passwordsFrom, fresh },
      };
      setExitCode(
        await exportCommand(
          batchId,
          placeOf(options).dataDir,
          { ...asked, planOnly: plan === true, json: json === true },
          { out, signal },
        ),
      );
    });
  program
    .command('verify <pack>')
    .description('prove that a bag or an evidence pack is what was handed over, from the pack alone')
    .option('--root <hash>', 'the root hash that was written down')
    .option('--json', 'print JSON for scripts')
    .addHelpText('after', '\nExit codes: 0 whole, 2 different, 1 it could not be read.')
    .action(async (pack: string, { root, json }: { root?: string; json?: boolean }) => {
      const { verifyCommand } = await load.verify();
      setExitCode(await verifyCommand(pack, { root: root ?? null, json: json === true }, { out, signal }));
    });
}
