/** The password bank of the in-memory host. Each known password opens some of the locked files. */
import type { DropEntry, LockedFile, PasswordReport } from '../../../../src/shared/intake.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';

/** `index` counts the locked files of a drop. */
const OPENS: ReadonlyMap<string, (index: number) => boolean> = new Map([
  ['Halvorsen-2021', (index: number) => index % 3 !== 2],
  ['Okafor!', (index: number) => index % 3 === 2],
]);

export class FakeBank {
  since: number;
  readonly #given = new Map<string, Set<string>>();

  constructor(since: number) {
    this.since = since;
  }

  add(id: string, passwords: readonly string[]): number {
    const all = new Set([...(this.#given.get(id) ?? []), ...passwords]);
    this.#given.set(id, all);
    return all.size;
  }
  offered(id: string): number {
    return this.#given.get(id)?.size ?? 0;
  }
  /** Forgets all passwords, as a restart of the app does. */
  restart(now: number): void {
    this.#given.clear();
    this.since = now;
  }
  opens(id: string, index: number): boolean {
    return [...(this.#given.get(id) ?? [])].some((password) => OPENS.get(password)?.(index) === true);
  }
}

const isLocked = ({ exception }: DropEntry): boolean => exception === 'encrypted';

export function reportOf(host: BridgeHost, dropId: string): PasswordReport {
  const offered = host.bank.offered(dropId);
  const files = (host.entries.get(dropId) ?? [])
    .filter(isLocked)
    .map(({ path, type, bytes }, index): LockedFile => {
      const opened = host.bank.opens(dropId, index);
      const detail = offered === 0 ? 'It asks for a password' : `None of the ${offered} passwords opens it`;
      return {
        path,
        type,
        bytes,
        locked: opened ? 0 : 1,
        opened: opened ? 1 : 0,
        detail: opened ? '' : detail,
      };
    });
  const opened = files.filter((file) => file.opened > 0).length;
  return {
    offered,
    since: host.bank.since,
    files: [...files].sort((a, b) => b.locked - a.locked),
    locked: files.length - opened,
    opened,
  };
}
