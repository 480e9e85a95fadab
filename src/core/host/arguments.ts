/** What `npm start`, the Electron main process and the loopback host understand on their command line. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { RedwellError } from '../../shared/errors.ts';

export interface StartArguments {
  /** Folder to submit at once, absolute; null: none. */
  folder: string | null;
  data: string | undefined;
  port: number | undefined;
  open: boolean;
}

/**
 * @param args without the program and script
 * @param cwd what a relative folder is relative to
 * @param lenient whether options that are not ours are passed over (Chromium's own, under Electron)
 * @throws RedwellError invalid_input with a sentence about the argument that was not understood
 */
export function parseStartArguments(args: readonly string[], cwd: string, lenient = false): StartArguments {
  const parsed = parseOrExplain(args, lenient);
  const { values, positionals } = parsed;
  if (positionals.length > 1)
    throw new RedwellError(
      'invalid_input',
      `One folder can be submitted at the start, not ${positionals.length}.`,
    );
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535))
    throw new RedwellError('invalid_input', `--port wants a number from 0 to 65535, not ${values.port}.`);
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
