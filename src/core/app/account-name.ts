/** Who decides something: Redwell has no accounts of its own. */
import { userInfo } from 'node:os';

/** Returns the account that Redwell runs under; empty where the system has no name for it, as in some containers. */
export function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
