/** Everything of a console that a hostile parser would like to have, and a way to let it try. */
import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type SandboxOptions } from '../../../src/core/sandbox/pool.ts';
import type { Sandbox } from '../../../src/core/sandbox/types.ts';
import type { Lifetime } from '../../../src/core/util/lifecycle.ts';
import type { Walls } from '../../../src/shared/walls.ts';
import { buildSandbox } from './build-sandbox.ts';
import { stageInput } from './fixtures.ts';

export const SECRET = 'the-password-of-redis';

/** What one try got; `refused` if it did not even get an answer. */
export type Got = { refused: boolean; what: string };

export interface Prey {
  folder: string;
  sandbox: Sandbox;
  walls: Walls;
  /** Files of the console by name, with `SECRET` inside. */
  files: Record<'original' | 'history' | 'settings' | 'home', string>;
  port: number;
  udpPort: number;
  socket: string;
  abstractName: string;
  /** What arrived at the sockets. */
  arrived: string[];
  /** Lets a document that has taken over the parser try things, in order. */
  attack(tries: readonly (readonly [name: string, target?: string])[]): Promise<Got[]>;
}

/** Opens the prey and a sandbox with the hostile entry behind the walls of production. */
export async function openPrey(scope: Lifetime, options: Partial<SandboxOptions> = {}): Promise<Prey> {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-prey-'));
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  const home = await mkdtemp(join(homedir(), '.redwell-prey-'));
  scope.defer(() => rm(home, { recursive: true, force: true }));
  const files = {
    original: join(folder, 'original.pdf'),
    history: join(folder, 'history.sqlite'),
    settings: join(folder, 'settings.json'),
    home: join(home, 'letter.txt'),
  };
  for (const path of Object.values(files)) await writeFile(path, SECRET);
  const arrived: string[] = [];
  const socket = join(folder, 'redis.sock');
  const abstractName = `redwell-prey-${randomUUID()}`;
  const listen = async (kind: string, ...where: [number, string] | [string]): Promise<number> => {
    const server = createServer((connection) => {
      arrived.push(kind);
      connection.destroy();
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(...(where as [number, string]), resolve);
    });
    scope.defer(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  const port = await listen('tcp', 0, '127.0.0.1');
  await listen('unix socket', socket);
  if (process.platform === 'linux') await listen('abstract socket', `\0${abstractName}`);
  const udp = createSocket('udp4', () => arrived.push('udp'));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  scope.defer(() => new Promise<void>((resolve) => udp.close(() => resolve())));

  const { entry } = await buildSandbox('test/integration/pipeline/hostile.ts');
  process.env.REDWELL_REDIS_URL = `redis://:${SECRET}@127.0.0.1:${port}`;
  const sandbox = scope.own(createSandbox({ entry, maxWorkers: 1, ...options }));
  const walls = await sandbox.walls();
  return {
    ...{ folder, sandbox, walls, files, port, udpPort: udp.address().port, socket, abstractName, arrived },
    async attack(tries) {
      const text = JSON.stringify(tries.map(([name, target = '']) => [name, target]));
      const location = join(folder, 'attack.txt');
      await writeFile(location, text);
      const { result } = await sandbox.runStage('ocr', stageInput(location, 'txt', text.length));
      return (JSON.parse(result.text) as [boolean, string][]).map(([ok, what]) => ({ refused: !ok, what }));
    },
  };
}

export const isIntact = async (path: string): Promise<boolean> => (await readFile(path, 'utf8')) === SECRET;
