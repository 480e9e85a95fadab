/**
 * Runs the Lua scripts, which the build inlines, by name. It uses EVALSHA, and EVAL once when the server doesn't have the
 * script (new server, SCRIPT FLUSH, failover).
 */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

const sources = import.meta.glob('../../../lua/*.lua', {
  query: '?raw',
  import: 'default',
  eager: true,
}) as Record<string, string>;
const includes = import.meta.glob('../../../lua/include/*.lua', {
  query: '?raw',
  import: 'default',
  eager: true,
}) as Record<string, string>;

export type ScriptName =
  | 'create_batch'
  | 'advance_documents'
  | 'gate_stages'
  | 'control_batch'
  | 'retry_documents'
  | 'rerun_batch'
  | 'requeue_documents'
  | 'recount_batch'
  | 'finalize_batch'
  | 'store_facts'
  | 'store_results'
  | 'cache_get_many'
  | 'cache_put_many'
  | 'dashboard_snapshot'
  | 'token_bucket'
  | 'roll_minutes'
  | 'upgrade_batch';

interface Script {
  readonly text: string;
  readonly sha: string;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1, -'.lua'.length);
const includeText = new Map(Object.entries(includes).map(([path, text]) => [nameOf(path), text]));

/** Replaces each line `--- @include <name>` with lua/include/<name>.lua, once per script. */
function expand(text: string, seen: Set<string>): string {
  return text.replace(/^--- @include (\w+)$/gm, (_line, name: string) => {
    if (seen.has(name)) return '';
    seen.add(name);
    const body = includeText.get(name);
    if (body === undefined) throw new Error(`lua/include/${name}.lua does not exist`);
    return expand(body, seen);
  });
}

const scripts = new Map<string, Script>(
  Object.entries(sources).map(([path, source]) => {
    const text = expand(source, new Set());
    return [nameOf(path), { text, sha: createHash('sha1').update(text).digest('hex') }];
  }),
);

const isNoScript = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('NOSCRIPT');

export type ScriptArgument = string | number | Buffer;

/**
 * Runs a script. Replies are strings and integers as ioredis returns them. Each room has typed functions that call this.
 * @throws ReplyError with the script's own message; whatever ioredis throws while Redis is away
 */
export function runScript(
  redis: Redis,
  name: ScriptName,
  keys: readonly string[],
  args: readonly ScriptArgument[],
): Promise<unknown> {
  return evaluate(name, (command, body) => redis.call(command, [body, keys.length, ...keys, ...args]));
}

/** Runs a script and returns bulk replies as bytes. */
export function runScriptBuffer(
  redis: Redis,
  name: ScriptName,
  keys: readonly string[],
  args: readonly ScriptArgument[],
): Promise<unknown> {
  return evaluate(name, (command, body) => redis.callBuffer(command, [body, keys.length, ...keys, ...args]));
}

async function evaluate(
  name: ScriptName,
  send: (command: string, body: string) => Promise<unknown>,
): Promise<unknown> {
  const script = scripts.get(name);
  if (script === undefined) throw new Error(`lua/${name}.lua does not exist`);
  try {
    return await send('EVALSHA', script.sha);
  } catch (error) {
    if (!isNoScript(error)) throw error;
    return await send('EVAL', script.text);
  }
}
