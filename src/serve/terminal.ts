/** Text for the operator's terminal. */
import { toWireError } from '../shared/errors.ts';
import { visible } from '../shared/visible.ts';

export const say = (text: string): void => void process.stdout.write(`${visible(text)}\n`);

export function complain(error: unknown): void {
  const { message, action } = toWireError(error);
  console.error([message, ...(action === undefined ? [] : [action])].map(visible).join('\n'));
}
