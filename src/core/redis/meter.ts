/**
 * What a process itself costs Redis: commands and bytes over its own connections. Counted where ioredis hands a
 * command to its socket, one addition each; diagnostics channels would tell the same at many times the cost.
 */
import type { Command } from 'ioredis';

/** The part of a client that is counted. BullMQ's clients have it too, behind their proxy. */
interface Countable {
  stream?: { bytesRead: number; bytesWritten: number } | null;
  sendCommand: (command: Command, stream?: never) => unknown;
  on(event: 'connect', listener: () => void): unknown;
}

export interface Cost {
  commandsPerSecond: number;
  /** Both directions, as they are on the wire before TLS. */
  bytesPerSecond: number;
}

export interface Meter {
  /**
   * Counts what a client does from now on. @throws TypeError on something that is no ioredis client: a figure
   * that leaves out a connection in silence would be wrong
   */
  watch(client: object): void;
  /** Since each client was watched. A command that is sent again after a reconnect is counted once. */
  totals(): { commands: number; bytes: number };
  /** Per second since a look some seconds ago; null at the first look. @param now ms */
  cost(now: number): Cost | null;
}

/** Rates are over a span between these, ms: short enough to follow, long enough not to jump. */
const LEAST_SPAN_MS = 1000;
const MOST_SPAN_MS = 10_000;

const isCountable = (client: object): client is Countable => 'sendCommand' in client && 'on' in client;

interface Watched {
  client: Countable;
  socket: Countable['stream'];
  /** Of sockets that this client had before. */
  earlier: number;
}

const bytesOf = (socket: Countable['stream']): number =>
  socket == null ? 0 : socket.bytesRead + socket.bytesWritten;

/** A reconnect brings a new socket that counts from nothing. */
function follow(watched: Watched): void {
  if (watched.client.stream === watched.socket) return;
  watched.earlier += bytesOf(watched.socket);
  watched.socket = watched.client.stream;
}

export function createMeter(): Meter {
  const all: Watched[] = [];
  const looks: { at: number; commands: number; bytes: number }[] = [];
  let commands = 0;

  const totals = (): { commands: number; bytes: number } => {
    let bytes = 0;
    for (const watched of all) {
      follow(watched);
      bytes += watched.earlier + bytesOf(watched.socket);
    }
    return { commands, bytes };
  };

  return {
    watch(client) {
      if (!isCountable(client)) throw new TypeError('Only an ioredis client can be counted');
      const watched: Watched = { client, socket: client.stream, earlier: -bytesOf(client.stream) };
      all.push(watched);
      client.on('connect', () => follow(watched));
      const send = client.sendCommand.bind(client);
      client.sendCommand = (command, stream) => {
        // ioredis marks a command when it writes it, not when it queues it for a connection to come.
        const before = command.isTraced;
        const reply = send(command, stream);
        if (!before && command.isTraced) commands += 1;
        return reply;
      };
    },
    totals,
    cost(now) {
      const look = { at: now, ...totals() };
      while (looks.length > 1 && now - (looks[0]?.at ?? now) > MOST_SPAN_MS) looks.shift();
      const from = looks[0];
      const newest = looks.at(-1);
      if (newest === undefined || now - newest.at >= LEAST_SPAN_MS) looks.push(look);
      if (from === undefined || now - from.at < LEAST_SPAN_MS) return null;
      const seconds = (now - from.at) / 1000;
      return {
        commandsPerSecond: (look.commands - from.commands) / seconds,
        bytesPerSecond: (look.bytes - from.bytes) / seconds,
      };
    },
  };
}
