/** The commands that read history, without Redis. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { SEARCH_SORTS, type SearchSort } from '../shared/search.ts';
import { type Common, type Context, command, placeOf } from './command.ts';
import { batchStatus } from './commands/batch-status.ts';
import { listBatches } from './commands/batches.ts';
import { showDocument } from './commands/document.ts';

const load = {
  compare: () => import('./commands/compare.ts'),
  needsYou: () => import('./commands/needs-you.ts'),
  search: () => import('./commands/search.ts'),
};

export function addHistory(program: Command, { out, setExitCode }: Context): void {
  command(program, 'batch-status <batch>', 'show a batch and its documents').action(
    (batch: string, options: Common) =>
      batchStatus(batch, placeOf(options).dataDir, options.json === true, out),
  );
  command(program, 'document <document>', 'show the text, entities and stages of a document').action(
    (id: string, options: Common) => showDocument(id, placeOf(options).dataDir, options.json === true, out),
  );
  command(program, 'batches', 'list all batches, newest first; with --json, one object per line').action(
    (options: Common) => listBatches(placeOf(options).dataDir, options.json === true, out),
  );
  command(
    program,
    'compare <first> <second>',
    'compare two batches: what was added, left out, moved or changed',
  )
    .addHelpText('after', '\nExit codes: 0 no document differs, 1 some differ, 2 nothing could be compared.')
    .action(async (a: string, b: string, options: Common) => {
      const { compareBatches } = await load.compare();
      setExitCode(await compareBatches({ a, b }, placeOf(options).dataDir, options.json === true, out));
    });
  command(program, 'needs-you', 'list the exceptions and warnings that wait for a person')
    .option('--batch <batch>', 'only this batch')
    .option('--limit <number>', 'items to list', limitOf, 50)
    .addHelpText('after', '\nExit codes: 0 nothing needs you, 2 something does.')
    .action(async ({ batch, limit, ...common }: Common & { batch?: string; limit: number }) => {
      const { needsYou } = await load.needsYou();
      const options = { json: common.json === true, batchId: batch ?? null, limit };
      setExitCode(await needsYou(placeOf(common).dataDir, options, out));
    });
}

interface SearchCommandOptions extends Common {
  limit: number;
  facets?: boolean;
  sort: SearchSort;
}

export function addSearch(program: Command, { out, setExitCode }: Context): void {
  command(program, 'search <query>', 'search the texts, names and headers of all documents')
    .option('--limit <number>', 'documents to list', limitOf, 20)
    .option('--facets', 'also count the documents by type, custodian, matter, batch, year, name and warning')
    .addOption(
      new Option('--sort <order>', 'order of the documents').choices(SEARCH_SORTS).default('relevance'),
    )
    .addHelpText(
      'after',
      `
Put the whole search in quotation marks of your shell:
  redwell search 'fraud* w/5 (notice OR warning) AND from:reyes date:2023..2024'
  redwell search '"duty of care" NOT type:email'

  AND OR NOT ( )    words next to each other are joined by AND
  "exact phrase"    words in this order, next to each other
  a w/5 b           at most 5 words from each other; pre/5: and a comes first
  frau*             words that begin like this
  from: to: cc: subject: name: path: entity: matter: custodian: batch:
  type:pdf  date:2023..2024  date:>2023-05-31  has:warning  is:duplicate  lang:en

docs/search.md describes it all.

Exit codes: 0 found, 1 none found, 2 the search cannot be read.`,
    )
    .action(async (query: string, { limit, facets, sort, ...common }: SearchCommandOptions) => {
      const { searchHistory } = await load.search();
      const options = { json: common.json === true, limit, facets: facets === true, sort };
      setExitCode(await searchHistory(query, placeOf(common).dataDir, options, out));
    });
}

/** Documents or items that one command lists at most. */
const MOST_LISTED = 100_000;

function limitOf(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MOST_LISTED) return value;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_LISTED}.`);
}
