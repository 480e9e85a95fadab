/** Hostile code inside a parser, at full size: what it tried and what it got, behind the walls and without them. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { MAX_TASKS } from '../../src/core/sandbox/enclosure.ts';
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

/** The parser that runs at the same time as the hostile one, and the programs that keep either in. */
const siblings = (): number[] => treeOf(process.pid).slice(1);

const hasPerl = isRunnable('perl');

/** Every way into another process. */
const into = (pid: number): [string, string][] => [
  ['signal', String(pid)],
  ['signal by program', String(pid)],
  ...(hasPerl
    ? (['trace', 'read memory by system call'] as const).map((way): [string, string] => [way, String(pid)])
    : []),
  ...['environ', 'mem'].map((name): [string, string] => ['read by another Node', `/proc/${pid}/${name}`]),
];

const walled = sharedFixture((scope: Lifetime) => openPrey(scope));
const open = sharedFixture((scope: Lifetime) => openPrey(scope, { walls: 'off' }));

it.each(KINDS)('$channel', async ({ channel, wall, tries }) => {
  const prey = walled();
  const tried = tries(prey);
  const got = await prey.attack(tried);
  if (!prey.walls.on.includes(wall)) {
    const through = got.filter(({ refused }) => !refused).length;
    console.log(`not stopped on this machine (${wall}): ${channel}, ${through} of ${tried.length}`);
    return;
  }
  expect(tried.filter((_, index) => !got[index]!.refused)).toEqual([]);
  for (const name of CONSOLE_FILES) expect(await isIntact(prey.files[name])).toBe(true);
  held({ channel, tried: tried.length, got: 'refused' });
});

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

it.runIf(process.platform === 'linux')(
  'ends a parser that starts programs without end, and reads the next document',
  async () => {
    const prey = walled();
    if (!prey.walls.on.includes('processes')) {
      console.log('not tried on this machine: programs without end');
      return;
    }
    const before = programs();
    for (let n = 0; n < 3; n += 1) {
      let most = 0;
      const watch = setInterval(() => {
        most = Math.max(most, programs() - before);
      }, 100);
      await expect(prey.attack([['start programs without end']])).rejects.toMatchObject({
        code: 'worker_lost',
        message: expect.stringContaining('too many programs'),
      });
      clearInterval(watch);
      expect(most).toBeLessThanOrEqual(MAX_TASKS);
      await until(() => programs() <= before);
      expect(await prey.attack([['own number']])).toMatchObject([{ refused: false }]);
    }
    held({ channel: 'parser starts programs without end', tried: 3, got: 'ended with all of them' });
  },
);

it.runIf(process.platform === 'linux')('leaves nothing after a hundred killed documents', async () => {
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
  // Those of the two shared sandboxes are still there.
  expect(own.filter((name) => name.includes(`-${process.pid}-`)).length).toBeLessThanOrEqual(2);
});

const processes = (): number =>
  execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('redwell-sandbox')).length;

/** How many processes this test and the parsers that it started have. */
const programs = (): number => treeOf(process.pid).length;

it('says what is up', () => {
  console.log(describeWalls(walled().walls));
});
