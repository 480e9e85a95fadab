/** Hostile code inside a parser, at full size: what it tried and what it got, behind the walls and without them. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { enclose, MAX_TASKS } from '../../src/core/sandbox/enclosure.ts';
import type { ChildStarter } from '../../src/core/sandbox/link.ts';
import { nodeWays } from '../../src/core/sandbox/node-process.ts';
import { treeOf } from '../../src/core/sandbox/processes.ts';
import { Lifetime } from '../../src/core/util/lifecycle.ts';
import { isRunnable } from '../../src/core/util/tied.ts';
import { describeWalls, WALL_NAMES, type Wall } from '../../src/shared/walls.ts';
import { isIntact, openPrey, type Prey } from '../integration/pipeline/prey.ts';
import { sharedFixture } from '../support/shared-fixture.ts';
import { until } from '../support/until.ts';
import { held } from './tally.ts';

interface Kind {
  channel: string;
  /** The wall that stops it; where that is missing, the test says so instead. */
  wall: Wall;
  /** Without the wall, it would leave files on this machine, so it is not even tried. */
  leavesFiles?: true;
  tries(prey: Prey): [string, string?][];
}

const CONSOLE_FILES = ['original', 'history', 'settings', 'home'] as const;
const SYSTEM_FILES = ['/etc/passwd', '/etc/shadow', '/etc/hostname', '/root/.bashrc', '/var/log/dpkg.log'];
const PROC_FILES = ['environ', 'mem', 'maps', 'cmdline', 'fd/0', 'root/etc/passwd', 'cwd/package.json'];

const KINDS: readonly Kind[] = [
  {
    channel: 'parser reads the console’s files',
    wall: 'files',
    tries: ({ files }) =>
      CONSOLE_FILES.flatMap((name): [string, string][] => [
        ['read', files[name]],
        ['read by program', files[name]],
        ['read by another Node', files[name]],
        ['read by another Node', `/proc/self/root${files[name]}`],
      ]),
  },
  {
    channel: 'parser reads the system’s files',
    wall: 'files',
    tries: () =>
      SYSTEM_FILES.filter((path) => existsSync(path)).flatMap((path): [string, string][] => [
        ['read', path],
        ['read by another Node', path],
      ]),
  },
  {
    channel: 'parser writes outside its folder',
    wall: 'files',
    leavesFiles: true,
    tries: ({ files, folder }) => [
      ...CONSOLE_FILES.map((name): [string, string] => ['write by another Node', files[name]]),
      ['write', `${folder}/stray`],
      ['append', files.original],
      ...[
        '/stray',
        '/usr/lib/stray',
        '/etc/stray',
        '/dev/stray',
        '/proc/sys/kernel/pid_max',
        '/tmp/../stray',
      ].map((path): [string, string] => ['write by another Node', path]),
    ],
  },
  {
    channel: 'parser reaches the network',
    wall: 'network',
    tries: ({ port, udpPort, abstractName }) => [
      ['tcp', String(port)],
      ['udp', String(udpPort)],
      ['abstract socket', abstractName],
    ],
  },
  {
    channel: 'parser reaches Redis by its socket file',
    wall: 'files',
    tries: ({ socket }) => [['unix socket', socket]],
  },
  {
    channel: 'parser looks into its parent',
    wall: 'processes',
    tries: () => [
      ['signal', String(process.pid)],
      ...PROC_FILES.filter((name) => existsSync(`/proc/${process.pid}/${name}`)).map(
        (name): [string, string] => ['read by another Node', `/proc/${process.pid}/${name}`],
      ),
      ...into(process.pid),
      ...into(process.ppid),
    ],
  },
  {
    channel: 'parser takes hold of a sibling',
    wall: 'processes',
    tries: () => siblings().flatMap(into),
  },
];

/** The last processes that this one has started: parsers. */
const siblings = (): number[] => treeOf(process.pid).slice(-4);

const hasPerl = isRunnable('perl');

/** Every way into another process. */
const into = (pid: number): [string, string][] => [
  ['signal', String(pid)],
  ['signal by program', String(pid)],
  ...(hasPerl
    ? (['trace', 'read memory by system call'] as const).map((way): [string, string] => [way, String(pid)])
    : []),
  ['read by another Node', `/proc/${pid}/environ`],
];

/** A starter that builds its walls in one way only. */
const only =
  (isolation: string): ChildStarter =>
  async (settings, folders) =>
    (await nodeWays(settings, folders, true)).filter(({ by }) => by === isolation);

const isLinux = process.platform === 'linux';
const works = (command: string, ...args: string[]): boolean =>
  isLinux && spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const canBuild = {
  namespaces: works('unshare', '--user', '--map-root-user', '--mount', '--pid', '--fork', 'true'),
  bubblewrap: works('bwrap', '--ro-bind', '/', '/', '--unshare-all', 'true'),
  network: works('unshare', '--user', '--map-root-user', '--net', 'true'),
  none: isLinux,
};

describe.each(['namespaces', 'bubblewrap', 'network', 'none'] as const)(
  'behind the walls “%s”',
  (isolation) => {
    if (!canBuild[isolation]) {
      it.skip('cannot be built on this machine');
      return;
    }
    const walled = sharedFixture((scope: Lifetime) => openPrey(scope, { starter: only(isolation) }));

    it.each(KINDS)('$channel', async ({ channel, wall, leavesFiles, tries }) => {
      const prey = walled();
      if (leavesFiles && !prey.walls.on.includes(wall)) {
        console.log(`not tried behind “${isolation}”: ${channel}`);
        return;
      }
      const tried = tries(prey);
      const got = await prey.attack(tried);
      if (!prey.walls.on.includes(wall)) {
        const through = got.filter(({ refused }) => !refused).length;
        console.log(`not stopped by “${isolation}” (${wall}): ${channel}, ${through} of ${tried.length}`);
        return;
      }
      // A datagram on the parser's own loopback is sent, and arrives nowhere.
      const isStopped = ([way]: [string, string?], refused: boolean): boolean =>
        refused || (way === 'udp' && !prey.arrived.includes('udp'));
      expect(tried.filter((each, index) => !isStopped(each, got[index]!.refused))).toEqual([]);
      for (const name of CONSOLE_FILES) expect(await isIntact(prey.files[name])).toBe(true);
      held({ channel: `${channel} (${isolation})`, tried: tried.length, got: 'refused' });
    });

    it('ends a parser that starts programs without end, and reads the next document', async () => {
      const prey = walled();
      const before = programs();
      // A bomb doubles faster than it can be watched, so it is only tried where the kernel counts too.
      const tries = ['start programs without end', ...(isolation === 'namespaces' ? ['fork bomb'] : [])];
      for (const name of tries) {
        let most = 0;
        const watch = setInterval(() => {
          most = Math.max(most, programs() - before);
        }, 100);
        await expect(prey.attack([[name]])).rejects.toMatchObject({
          code: 'worker_lost',
          message: expect.stringContaining('too many programs'),
        });
        clearInterval(watch);
        expect(most).toBeLessThanOrEqual(MAX_TASKS);
        await until(() => programs() <= before);
        expect(await prey.attack([['own number']])).toMatchObject([{ refused: false }]);
      }
      held({
        channel: `parser starts programs without end (${isolation})`,
        tried: tries.length,
        got: 'ended',
      });
    });

    it('says what is up', () => {
      console.log(`${isolation}: ${describeWalls(walled().walls)}`);
    });
  },
);

it.runIf(isLinux && process.getuid?.() === 0 && isRunnable('setpriv'))(
  'lets a parser of an ordinary account start no more than a bounded number of programs, also without a namespace of processes',
  async () => {
    const view = { paths: [], links: [] };
    const script = 'i=0; while [ $i -lt 2000 ]; do sleep 60 & i=$((i + 1)); echo $i; done';
    const [command = '', ...args] = [
      ...['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'],
      ...enclose({ isolation: 'network', privileges: true, bash: false, view, root: '/', folder: '/' }, [
        'sh',
        '-c',
        script,
      ]),
    ];
    const run = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const [said, complaints] = [text(run.stdout), text(run.stderr)];
    await once(run, 'exit');
    // The programs still have the pipes.
    if (run.pid !== undefined) process.kill(-run.pid, 'SIGKILL');
    expect(await complaints).toContain('fork');
    expect((await said).trim().split('\n').length).toBeLessThanOrEqual(MAX_TASKS);
    held({
      channel: 'parser of an ordinary account starts programs',
      tried: 2000,
      got: 'refused by the kernel',
    });
  },
);

const open = sharedFixture((scope: Lifetime) => openPrey(scope, { walls: 'off' }));

it('would get all of it without walls', async () => {
  const prey = open();
  const got = await prey.attack([
    ['read by program', prey.files.original],
    ['tcp', String(prey.port)],
    ['udp', String(prey.udpPort)],
    ['unix socket', prey.socket],
    ...into(process.pid),
  ]);
  expect(got.filter(({ refused }) => refused)).toEqual([]);
  expect(prey.walls.missing).toEqual([...WALL_NAMES]);
  // Even then it inherits no environment.
  const [environment] = await prey.attack([['environment']]);
  expect(environment!.what).not.toContain('REDWELL_REDIS_URL');
});

it.runIf(isLinux)('leaves nothing after a hundred killed documents', async () => {
  const scope = new Lifetime();
  try {
    const prey = await openPrey(scope);
    const before = processes();
    for (let n = 0; n < 25; n += 1) {
      const stop = new AbortController();
      const hung = Promise.allSettled(
        Array.from({ length: 4 }, () =>
          prey.sandbox.inspect({ location: prey.files.original, type: 'pdf' }, stop.signal),
        ),
      );
      stop.abort();
      await hung;
    }
    expect(processes()).toBeLessThanOrEqual(before + 1);
    held({ channel: 'parsers killed in a row', tried: 100, got: 'no process and no file left' });
  } finally {
    await scope.dispose();
  }
  const own = readdirSync(tmpdir()).filter((name) => name.startsWith('redwell-parsers-'));
  // That of the shared sandbox is still there.
  expect(own.filter((name) => name.includes(`-${process.pid}-`)).length).toBeLessThanOrEqual(1);
});

const processes = (): number =>
  execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('redwell-sandbox')).length;

/** How many processes this test and the parsers that it started have. */
const programs = (): number => treeOf(process.pid).length;
