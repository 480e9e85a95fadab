/** A sandbox entry taken over by its document: the text lists what to try, and the answer says what each try got. */
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { appendFile, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import type { StageInput } from '../../../src/core/documents/types.ts';
import { serveFunctions } from '../../../src/core/sandbox/child.ts';

const PATIENCE_MS = 3000;

const program = (command: string, ...args: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(command, args, { timeout: PATIENCE_MS * 5 }, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
  });

const dial = (where: { port: number; host: string } | { path: string }): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ ...where, timeout: PATIENCE_MS });
    socket.once('connect', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.once('timeout', () => socket.destroy(new Error('timeout')));
    socket.once('error', reject);
  });

const datagram = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.send('out', port, '127.0.0.1', (error) => {
      socket.close();
      error === null ? resolve('sent') : reject(error);
    });
  });

/** Every try by name. It resolves with what it got, and rejects when it was refused. */
const TRIES: Record<string, (target: string) => Promise<string>> = {
  environment: async () => Object.keys(process.env).sort().join(' '),
  'parent environment': () => program('cat', '/proc/self/environ'),
  read: (path) => readFile(path, 'utf8'),
  'read by program': (path) => program('cat', path),
  'read by another Node': (path) =>
    program(
      process.execPath,
      '-e',
      `process.stdout.write(require('fs').readFileSync(${JSON.stringify(path)}))`,
    ),
  list: async (path) => (await readdir(path)).join(' '),
  write: async (path) => {
    await writeFile(path, 'was here');
    return 'written';
  },
  append: async (path) => {
    await appendFile(path, 'was here');
    return 'written';
  },
  'write by another Node': (path) =>
    program(process.execPath, '-e', `require('fs').writeFileSync(${JSON.stringify(path)}, 'was here')`),
  tcp: (port) => dial({ port: Number(port), host: '127.0.0.1' }),
  'unix socket': (path) => dial({ path }),
  'abstract socket': (name) => dial({ path: `\0${name}` }),
  udp: (port) => datagram(Number(port)),
  name: async (host) => (await lookup(host)).address,
  signal: async (pid) => String(process.kill(Number(pid), 0)),
  'signal by program': (pid) => program('sh', '-c', `kill -0 ${pid}`),
  trace: (pid) => program('perl', '-e', TRACE, pid),
  'read memory by system call': (pid) => program('perl', '-e', READ_MEMORY, pid),
  'start programs without end': () =>
    new Promise(() => {
      setInterval(() => execFile('sleep', ['600'], () => undefined), 5);
    }),
  'fork bomb': () =>
    new Promise(() => {
      // A shell gives up when it may start no more, so there is always another one.
      setInterval(() => execFile('sh', ['-c', 'bomb() { bomb | bomb & }; bomb'], () => undefined), 50);
    }),
  'own number': async () => String(process.pid),
  namespace: () =>
    program(process.execPath, '-e', 'console.log(require("fs").readlinkSync("/proc/self/ns/user"))'),
  run: (command) => program(command, '--version'),
  descriptors: async () => program(process.execPath, '-e', DESCRIPTORS),
};

/** Attaches to a process as a debugger, without stopping it. The number of ptrace differs between processors. */
const TRACE = `
  BEGIN { require POSIX }
  my $ptrace = (POSIX::uname())[4] eq "x86_64" ? 101 : 117;
  die "refused: $!\\n" unless syscall($ptrace, 0x4206, $ARGV[0] + 0, 0, 0) == 0`;

/** Asks the kernel to read a process at an address that does not exist, which it says only to those who may read. */
const READ_MEMORY = `
  BEGIN { require POSIX; require Errno }
  my $read = (POSIX::uname())[4] eq "x86_64" ? 310 : 270;
  my $buffer = "\\0" x 8;
  my $into = pack("pQ", $buffer, 8);
  my $from = pack("QQ", 16, 8);
  syscall($read, $ARGV[0] + 0, $into, 1, $from, 1, 0);
  die "refused: $!\\n" unless $!{EFAULT}`;

/** Prints what the descriptors above the standard ones are. */
const DESCRIPTORS =
  'const fs = require("fs"); for (const fd of fs.readdirSync("/proc/1/fd")) try { console.log(fs.readlinkSync("/proc/1/fd/" + fd)) } catch {}';

serveFunctions({
  async runStage(_stage: string, input: StageInput) {
    const { location } = input.document;
    const tries = JSON.parse(await readFile(location, 'utf8')) as [string, string][];
    const got: (readonly [boolean, string])[] = [];
    for (const [name, target] of tries)
      try {
        if (name === 'leave') await writeFile(join(dirname(location), target), 'left');
        else if (name === 'leave link') await symlink(target, join(dirname(location), 'link'));
        else if (name === 'answer') return JSON.parse(target) as unknown;
        else {
          const run = TRIES[name];
          if (run === undefined) throw new Error(`Nobody knows how to try ${name}`);
          got.push([true, await run(target)]);
          continue;
        }
        got.push([true, 'done']);
      } catch (error) {
        got.push([false, (error as NodeJS.ErrnoException).code ?? String(error)]);
      }
    return { result: { text: JSON.stringify(got), pages: [], metadata: {}, warnings: [] }, engine: null };
  },
  async expand(file: { location: string }, into: string) {
    const { files, links, said } = JSON.parse(await readFile(file.location, 'utf8')) as {
      files: string[];
      links: [string, string][];
      said: unknown;
    };
    for (const name of files) await writeFile(join(into, name), 'left');
    for (const [name, target] of links)
      await new Promise<void>((resolve, reject) => {
        execFile(
          process.execPath,
          ['-e', `require('fs').symlinkSync(${JSON.stringify(target)}, ${JSON.stringify(join(into, name))})`],
          (error) => (error === null ? resolve() : reject(error)),
        );
      });
    return said;
  },
});
