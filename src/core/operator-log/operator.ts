/** Who is at the computer, as the operating system says it: Redwell has no accounts of its own. */
import { hostname, uptime, userInfo } from 'node:os';

export interface Operator {
  who: string;
  host: string;
}

/** Returns the account that Redwell runs under. Its name is empty where the system has none, as in some containers. */
export function operatorNow(): Operator {
  return { who: accountName(), host: hostname() };
}

export function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // The system has no name for this account.
    return '';
  }
}

export interface Clock {
  /** Unix ms. */
  now(): number;
  /** Seconds since the computer started, time asleep included where the system counts it. */
  up(): number;
}

export const SYSTEM_CLOCK: Clock = { now: Date.now, up: () => Math.floor(uptime()) };
