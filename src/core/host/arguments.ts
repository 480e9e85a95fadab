/** The command line of `npm start`, Electron's main process and `redwell serve`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { RedwellError } from '../../shared/errors.ts';

export interface StartArguments {
  /** Folder to submit right after the start, absolute; null: none. */
  folder: string | null;
  data: string | undefined;
  port: number | undefined;
  open: boolean;
}

/**
 * @param args without the program and script
 * @param cwd base of a relative folder
 * @param lenient ignores unknown options, because Chromium's come along under Electron
 * @throws RedwellError invalid_input with a sentence about the argument that is wrong
 */
export function parseStartArguments(args: readonly string[], cwd: string, lenient = false): StartArguments {
  const { values, positionals } = parseOrExplain(args, lenient);
  if (positionals.length > 1)
    throw new RedwellError(
      'invalid_input',
      `Redwell can submit one folder when it starts, not ${positionals.length}.`,
      { action: 'Name one folder. Put quotation marks around a name with spaces.' },
    );
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535))
    throw new RedwellError('invalid_input', `--port needs a number from 0 to 65535, not ${values.port}.`);
  const [folder] = positionals;
  return {
    folder: folder === undefined ? null : resolve(cwd, folder),
    data: typeof values.data === 'string' ? values.data : undefined,
    port,
    open: values['no-open'] !== true,
  };
}

function parseOrExplain(args: readonly string[], lenient: boolean) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      strict: !lenient,
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new RedwellError('invalid_input', error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}
