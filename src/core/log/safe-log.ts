/** Keeps passwords out of logs and crash messages, whatever an error or a message carries. */
import { writeSync } from 'node:fs';
import { stdSerializers } from 'pino';
import { maskAddresses } from '../../shared/errors.ts';
import { withoutControls } from '../../shared/visible.ts';

/** What libraries attach to their errors: Redis commands with their arguments, and the text that was not an address. */
const ATTACHED = new Set(['command', 'input', 'lastNodeError', 'previousErrors', 'options']);
/** Errors inside errors are followed this far. */
const DEPTH = 4;

function withoutAttached(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutAttached(one, depth - 1));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) =>
      ATTACHED.has(key) || depth <= 0 ? [] : [[key, withoutAttached(one, depth - 1)]],
    ),
  );
}

/** Options for every logger of Redwell. */
export const SAFE_LOG = {
  errorKey: 'error',
  serializers: {
    error: (error: unknown): unknown =>
      error instanceof Error ? withoutAttached(stdSerializers.err(error), DEPTH) : error,
  },
  hooks: { streamWrite: (line: string): string => withoutControls(maskAddresses(line)) },
};

/** Makes this process end with the message and place of an unexpected error only: Node would print all it carries. */
export function crashWithoutSecrets(): void {
  process.on('uncaughtException', (error: unknown) => {
    writeSync(
      2,
      `${maskAddresses(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
    );
    process.exit(1);
  });
}
