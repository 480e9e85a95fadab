/** Text for the operator's terminal. */
import { toWireError } from '../shared/errors.ts';

export const say = (text: string): void => void process.stdout.write(`${text}\n`);

export function complain(error: unknown): void {
  const { message, action } = toWireError(error);
  console.error(action === undefined ? message : `${message}\n${action}`);
}
