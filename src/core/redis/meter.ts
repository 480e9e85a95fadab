/**
 * Counts the commands and bytes that a process sends and receives over its connections to Redis. It counts where ioredis
 * writes a command to its socket. Diagnostics channels could do the same at many times the cost.
 */
import type { Command } from 'ioredis';

/** The part of an ioredis client that the meter needs. BullMQ's clients have it too, behind a proxy. */
interface Countable {
  stream?: { bytesRead: number; bytesWritten: number } | null;
  sendCommand: (command: Command, stream?: never) => unknown;
  on(event: 'connect', listener: () => void): unknown;
}

export interface Cost {
  commandsPerSecond: number;
  /** Both directions, before TLS. */
  bytesPerSecond: number;
}

export interface Meter {
  /**
   * Counts a client from now on.
   * @throws TypeError for anything but an ioredis client, because a total without it would be wrong
   */
  watch(client: object): void;
  /** Returns the totals of all watched clients. A command that is resent after a reconnect counts once. */
  totals(): { commands: number; bytes: number };
  /** Returns the rate since an earlier call, 1 to 10 s ago; null at the first call. @param now ms */
  cost(now: number): Cost | null;
}

/** Rates cover a span between these, ms: short enough to follow changes, long enough to be steady. */
const MIN_SPAN_MS = 1000;
const MAX_SPAN_MS = 10_000;

const isCountable = (client: object): client is Countable => 'sendCommand' in client && 'on' in client;

interface Watched {
  client: Countable;
  socket: Countable['stream'];
  /** Bytes of earlier sockets of this client. */
  earlier: number;
}

const bytesOf = (socket: Countable['stream']): number =>
  socket == null ? 0 : socket.bytesRead + socket.bytesWritten;

/** Notices a new socket after a reconnect, whose byte counts start at zero. */
function follow(watched: Watched): void {
  if (watched.client.stream === watched.socket) return;
  watched.earlier += bytesOf(watched.socket);
  watched.socket = watched.client.stream;
}

export function createMeter(): Meter {
  const all: Watched[] = [];
  const readings: { at: number; commands: number; bytes: number }[] = [];
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
      if (!isCountable(client)) throw new TypeError('The meter can only count ioredis clients');
      const watched: Watched = { client, socket: client.stream, earlier: -bytesOf(client.stream) };
      all.push(watched);
      client.on('connect', () => follow(watched));
      const send = client.sendCommand.bind(client);
      client.sendCommand = (command, stream) => {
        // ioredis sets `isTraced` when it writes a command, not when it queues the command for a later connection.
        const before = command.isTraced;
        const reply = send(command, stream);
        if (!before && command.isTraced) commands += 1;
        return reply;
      };
    },
    totals,
    cost(now) {
      const reading = { at: now, ...totals() };
      while (readings.length > 1 && now - (readings[0]?.at ?? now) > MAX_SPAN_MS) readings.shift();
      const from = readings[0];
      const newest = readings.at(-1);
      if (newest === undefined || now - newest.at >= MIN_SPAN_MS) readings.push(reading);
      if (from === undefined || now - from.at < MIN_SPAN_MS) return null;
      const seconds = (now - from.at) / 1000;
      return {
        commandsPerSecond: (reading.commands - from.commands) / seconds,
        bytesPerSecond: (reading.bytes - from.bytes) / seconds,
      };
    },
  };
}
