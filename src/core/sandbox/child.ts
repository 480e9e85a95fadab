/** The child's side of the sandbox. */
import { Socket } from 'node:net';
import { deserialize } from 'node:v8';
import { readFrames, writeFrame } from './frames.ts';
import { look } from './look.ts';
import { type SandboxReply, type SandboxRequest, toFailure } from './messages.ts';

export type SandboxFunctions = Record<string, (...args: never[]) => Promise<unknown>>;

/** The descriptor of the pipe to the parent. */
const PIPE = 3;

/** Electron's utility process has this instead of a pipe. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

/**
 * Lets the parent call these functions by name. Every call gets a reply, also when the function throws. A child that
 * has grown past `REDWELL_RETIRE_MB` refuses the call and asks to be replaced. The child ends with its parent.
 */
export function serveFunctions(functions: SandboxFunctions): void {
  const all: SandboxFunctions = { ...functions, look };
  const retireBytes = Number(process.env.REDWELL_RETIRE_MB ?? Number.POSITIVE_INFINITY) * 1024 * 1024;
  const answer = async ({ id, method, params }: SandboxRequest): Promise<SandboxReply> => {
    if (process.memoryUsage.rss() > retireBytes) return { kind: 'retire', id };
    try {
      const run = all[method];
      if (run === undefined) throw new Error(`The sandbox has no function “${method}”`);
      return { kind: 'value', id, value: await run(...(params as never[])) };
    } catch (error) {
      return { kind: 'error', id, error: toFailure(error) };
    }
  };
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort === undefined) servePipe(answer);
  else
    parentPort.on('message', ({ data }) => {
      void answer(data as SandboxRequest).then((reply) => parentPort.postMessage(reply));
    });
}

function servePipe(answer: (request: SandboxRequest) => Promise<SandboxReply>): void {
  const pipe = new Socket({ fd: PIPE, readable: true, writable: true });
  const end = (): void => process.exit(0);
  pipe.on('close', end);
  readFrames(
    pipe,
    (payload) => {
      void answer(deserialize(payload) as SandboxRequest).then((reply) =>
        writeFrame(pipe, Buffer.from(JSON.stringify(reply))),
      );
    },
    end,
  );
}
