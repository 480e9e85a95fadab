/** Links from other programs: `redwell://batch/ID` opens a batch, and nothing else. */
import { SCHEME } from './origin.ts';

/** Ids of batches are letters, digits, hyphens and underscores. Anything else in a link is refused. */
const LINK = new RegExp(`^${SCHEME}://batch/([\\w-]{1,100})/?$`, 'i');

/** Returns whether an argument is meant as a link, right or wrong, and not as a folder. */
export const isLink = (argument: string): boolean => argument.toLowerCase().startsWith(`${SCHEME}:`);

/** Returns the page that a link opens; null if the link is not exactly of our form. */
export function pageOfLink(address: string): string | null {
  const [, batchId] = LINK.exec(address) ?? [];
  return batchId === undefined ? null : `/batch/${batchId}`;
}

/** Takes links out of the arguments of a start. @returns the first link, and the other arguments */
export function splitLinks(args: readonly string[]): { link: string | null; rest: string[] } {
  return { link: args.find(isLink) ?? null, rest: args.filter((argument) => !isLink(argument)) };
}
