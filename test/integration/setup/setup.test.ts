/** The setup script on simulated machines, whose PATH is one folder: with apt, without the right to use it, with nothing. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const SETUP = join(import.meta.dirname, '..', '..', '..', 'scripts', 'setup.mjs');
const AS_ROOT = process.getuid?.() === 0;
let machine: string;

beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'redwell-machine-'));
  chmodSync(machine, 0o755);
  for (const program of ['env', 'sh', 'cat', 'chmod', 'touch']) {
    const real = [`/usr/bin/${program}`, `/bin/${program}`].find(existsSync);
    if (real !== undefined) symlinkSync(real, join(machine, program));
  }
  // Optional programs, so that these tests are only about the required ones.
  program('tesseract', '');
  program('pdftotext', '');
});
afterEach(() => rmSync(machine, { recursive: true }));

function program(name: string, script: string): void {
  writeFileSync(join(machine, name), `#!${machine}/sh\n${script}\n`);
  chmodSync(join(machine, name), 0o755);
}

/** Fails until it is updated, like apt without package lists. Each package but the unknown one installs a program of its name. */
const apt = (works: boolean, unknown = ''): void =>
  program(
    'apt-get',
    `echo "$DEBIAN_FRONTEND $*" >> "${machine}/apt.log"
if [ "$1" = update ]; then touch "${machine}/lists"; exit 0; fi
[ -e "${machine}/lists" ] || { echo "E: Unable to locate package" >&2; exit 100; }
${works ? '' : 'echo "E: no space left on device" >&2; exit 100'}
for last; do :; done
if [ "$last" = "${unknown}" ]; then echo "E: Unable to locate package $last" >&2; exit 100; fi
echo "#!${machine}/sh" > "${machine}/$last"; chmod 755 "${machine}/$last"`,
  );

function setUp(args: string[], options: { uid?: number; env?: Record<string, string> } = {}) {
  const { uid, env } = options;
  return spawnSync(process.execPath, [SETUP, ...args], {
    encoding: 'utf8',
    env: { PATH: machine, ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
}

it.runIf(AS_ROOT)('installs missing packages, after an update if apt needs one', () => {
  apt(true);
  const first = setUp(['--tests']);
  expect(first.stderr).toMatch(/Installing redis-server/);
  expect(first.stdout).toContain(`redis: ${machine}/redis-server`);
  expect(first.stdout).toContain(`chromium: ${machine}/chromium-headless-shell`);
  expect(first.status).toBe(0);
  const log = readFileSync(join(machine, 'apt.log'), 'utf8').trim().split('\n');
  expect(log.every((line) => line.startsWith('noninteractive '))).toBe(true);
  expect(log.map((line) => line.split(' ')[1])).toEqual(['install', 'update', 'install', 'install']);
  expect(log[2]).toMatch(/ -y .*--no-install-recommends.* redis-server$/);

  const second = setUp(['--tests']);
  expect([second.status, second.stderr]).toEqual([0, '']);
  expect(readFileSync(join(machine, 'apt.log'), 'utf8').trim().split('\n')).toHaveLength(4);
});

it.runIf(AS_ROOT)('installs Chromium with windows where there is none without', () => {
  apt(true, 'chromium-headless-shell');
  const { status, stdout } = setUp(['--tests']);
  expect([status, stdout.includes(`chromium: ${machine}/chromium\n`)]).toEqual([0, true]);
});

it.runIf(AS_ROOT)('prints the reason and the one command to run when a package cannot be installed', () => {
  apt(false);
  const { status, stderr } = setUp([]);
  expect(status).toBe(1);
  expect(stderr).toContain('no space left on device');
  expect(stderr).toContain('apt-get install -y --no-install-recommends redis-server');
  expect(stderr).not.toMatch(/^\s+at /m);
});

it.runIf(AS_ROOT)('prints the one command, and tries nothing, without the right to install', () => {
  apt(true);
  const { status, stderr } = setUp([], { uid: 65534 });
  expect(status).toBe(1);
  expect(stderr).toContain(
    'sudo apt-get update && sudo apt-get install -y --no-install-recommends redis-server',
  );
  expect(existsSync(join(machine, 'apt.log'))).toBe(false);
});

it('exits with an explanation when there is no package manager', () => {
  const { status, stderr } = setUp([]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/needs redis-server.*package manager/s);
});

it('needs no redis-server when a shared server is named', () => {
  const { status, stdout } = setUp([], { env: { REDWELL_REDIS_URL: 'redis://redis.example' } });
  expect([status, stdout.includes('redis:')]).toEqual([0, false]);
});

it('uses the programs that environment variables name', () => {
  program('my-redis', '');
  program('my-chromium', '');
  const env = {
    REDWELL_REDIS_SERVER: join(machine, 'my-redis'),
    REDWELL_CHROMIUM: join(machine, 'my-chromium'),
  };
  const { status, stdout } = setUp(['--tests'], { env });
  expect(status).toBe(0);
  expect(stdout).toContain('my-redis');
  expect(stdout).toContain('my-chromium');
});
