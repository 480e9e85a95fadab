/**
 * Runs the Lua scripts by name. They are inlined at build time and sent with EVALSHA; when the server does not have a
 * script yet (new server, SCRIPT FLUSH, failover), it is sent once with EVAL.
 */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type KeysOf, listKeys, type ScriptName } from './script-keys.ts';

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
 * Runs a script and returns its reply as ioredis does, in strings and integers. Each script has one typed caller,
 * beside the data it works on (batches, cache, results, live); everything else calls that.
 * @throws ReplyError with the script's own message; any ioredis error while Redis is unreachable
 */
export function runScript<N extends ScriptName>(
  redis: Redis,
  name: N,
  keys: KeysOf<N>,
  args: readonly ScriptArgument[],
): Promise<unknown> {
  const list = listKeys(name, keys);
  return evaluate(name, (command, body) => redis.call(command, [body, list.length, ...list, ...args]));
}

/** Does the same as `runScript`, but returns bulk replies as bytes. */
export function runScriptBuffer<N extends ScriptName>(
  redis: Redis,
  name: N,
  keys: KeysOf<N>,
  args: readonly ScriptArgument[],
): Promise<unknown> {
  const list = listKeys(name, keys);
  return evaluate(name, (command, body) => redis.callBuffer(command, [body, list.length, ...list, ...args]));
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

type ReplyValue = string | number;

/** Splits a flat reply into rows of three values, from index `from` on. An incomplete last row is dropped. */
export function triples(
  reply: readonly ReplyValue[],
  from: number,
): [first: ReplyValue, second: ReplyValue, third: ReplyValue][] {
  const rows: [ReplyValue, ReplyValue, ReplyValue][] = [];
  for (let i = from; i + 2 < reply.length; i += 3) {
    const [first = '', second = '', third = ''] = reply.slice(i, i + 3);
    rows.push([first, second, third]);
  }
  return rows;
}
