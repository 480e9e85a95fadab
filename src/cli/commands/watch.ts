/** `redwell watch`: takes what is put into a folder, and submits each folder or file there as a batch. */
import { resolve } from 'node:path';
import type { WatchEvent, WatchOptions } from '../../core/app/watch-options.ts';
import { watchFolder } from '../../core/host/watch-folder.ts';
import { type HostOptions, withRedwell } from '../host.ts';
import type { Output } from '../output.ts';
import { shownJson } from '../shown.ts';

export interface WatchCommandOptions {
  quietSeconds: number;
  once: boolean;
  json: boolean;
  choices: WatchOptions['choices'];
}

const EXIT = { stopped: 0, someFailed: 2 } as const;
const LONGEST_LOOK_MS = 2000;

/** @returns the exit code. @throws RedwellError folder_missing, not_a_folder */
export function watchCommand(
  host: HostOptions,
  folder: string,
  options: WatchCommandOptions,
  { out, signal }: { out: Output; signal: AbortSignal },
): Promise<number> {
  const { quietSeconds, once, json, choices } = options;
  const quietMs = quietSeconds * 1000;
  return withRedwell(host, async (redwell) => {
    if (!json) await out.line(`Watching ${resolve(folder)}`);
    const failed = await watchFolder(redwell, {
      ...{ folder: resolve(folder), quietMs, lookMs: Math.min(LONGEST_LOOK_MS, quietMs / 4) },
      ...{ choices, once, signal },
      onEvent: (event) => out.line(json ? shownJson(event) : sentence(event)),
    });
    return once && failed > 0 ? EXIT.someFailed : EXIT.stopped;
  });
}

/** Sets the folder that the app watches while it is open. @throws RedwellError invalid_input */
export async function watchInApp(
  host: HostOptions,
  folder: string,
  { quietSeconds, choices }: Pick<WatchCommandOptions, 'quietSeconds' | 'choices'>,
  out: Output,
): Promise<number> {
  const { matter = '', custodian = '', priority = 'normal' } = choices;
  const path = resolve(folder);
  await withRedwell(host, ({ handlers }) =>
    handlers['settings.set']({
      watch: { folder: path, isOn: true, quietSeconds, matter, custodian, priority },
    }),
  );
  await out.line(`The app watches ${path} while it is open.`);
  return EXIT.stopped;
}

function sentence(event: WatchEvent): string {
  if (event.event === 'taken') return `Taken: ${event.name}`;
  if (event.event === 'submitted') return `Submitted ${event.name} as batch ${event.batchId}.`;
  return `Not submitted: ${event.name}. ${event.message}`;
}
