/** What another program asks Redwell to open: a folder, a link to a batch, or the file of an evidence pack. */
import { resolve } from 'node:path';
import type { App } from 'electron';
import { z } from 'zod';
import { isPackFile } from '../../core/handover/pack-file.ts';
import { parseStartArguments, type StartArguments } from '../../core/host/arguments.ts';
import type { Page } from '../app.ts';
import { pageOfLink, splitLinks } from './deep-link.ts';

const text = z.string().max(40_000).nullable().catch(null);
/** Comes from another process, so anything may be in it. */
const wishSchema = z
  .object({ folder: text, link: text, pack: text })
  .catch({ folder: null, link: null, pack: null });
export type Wish = z.infer<typeof wishSchema>;

/** Options whose next argument is a value, and no file. */
const WITH_VALUE: ReadonlySet<string> = new Set(['--data', '--port']);

/** Takes the first file of a pack out of the arguments. Desktops of Linux give its address, and terminals its path. */
function splitPack(args: readonly string[], cwd: string): { pack: string | null; rest: string[] } {
  const isPack = (argument: string, i: number): boolean =>
    isPackFile(argument) && !argument.startsWith('-') && !WITH_VALUE.has(args[i - 1] ?? '');
  const pack = args.find(isPack) ?? null;
  const rest = args.filter((argument, i) => !isPack(argument, i));
  return { pack: pack === null || /^file:/i.test(pack) ? pack : resolve(cwd, pack), rest };
}

/**
 * Reads the arguments of a start.
 * @param args without the program and script. @param lenient whether switches of Chromium may be among them
 * @throws RedwellError invalid_input
 */
export function readWish(
  args: readonly string[],
  cwd: string,
  lenient: boolean,
): { options: StartArguments; wish: Wish } {
  const { link, rest } = splitLinks(args);
  const { pack, rest: others } = splitPack(rest, cwd);
  const options = parseStartArguments(others, cwd, lenient);
  return { options, wish: { folder: options.folder, link, pack } };
}

/** Opens it. A link that is not of our form only brings the window forward, like a start without a wish. */
export function grant(page: Page, wish: unknown): void {
  const { folder, link, pack } = wishSchema.parse(wish);
  if (pack !== null) void page.checkPack(pack);
  else if (link !== null) page.open(pageOfLink(link) ?? '/');
  else if (folder !== null) void page.submit(folder);
  else page.open('/');
}

/**
 * Grants what is asked for while Redwell runs.
 * @param opening rejects after a failed start, when the app is quitting and the error has been shown
 */
export function grantWishes(app: Pick<App, 'on'>, opening: Promise<Page>): void {
  const later = (wish: unknown): void =>
    void opening.then(
      (page) => grant(page, wish),
      () => undefined,
    );
  app.on('second-instance', (_event, _argv, _cwd, wish) => later(wish));
  // macOS tells links and files so, also those that started Redwell.
  app.on('open-url', (event, link) => {
    event.preventDefault();
    later({ folder: null, link, pack: null });
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    later(
      isPackFile(path) ? { folder: null, link: null, pack: path } : { folder: path, link: null, pack: null },
    );
  });
}
