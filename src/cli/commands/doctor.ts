/** `redwell doctor`: checks this machine and the data folder, and says what to do about each problem. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { redisHealth } from '../../core/live/health.ts';
import { toWireError } from '../../shared/errors.ts';
import { counted, size } from '../format.ts';
import { withHistory } from '../offline.ts';
import type { Output } from '../output.ts';
import { type RedisOptions, withRedis } from '../redis-app.ts';

interface Finding {
  what: string;
  /** `missing`: Redwell works without it, but slower. `bad`: Redwell does not work. */
  state: 'ok' | 'missing' | 'bad';
  says: string;
  action?: string;
}

const run = promisify(execFile);
const LOW_DISK_BYTES = 2 * 1000 ** 3;

/** @returns exit code: 0 if nothing is bad, else 1 */
export async function doctor(options: RedisOptions, json: boolean, out: Output): Promise<number> {
  const findings = [
    node(),
    await program(
      'redis-server',
      ['--version'],
      'the built-in Redis server needs it',
      'Run "npm run setup".',
    ),
    await program(
      'tesseract',
      ['--version'],
      'the built-in engine reads scans, but slower',
      'Install tesseract-ocr to read scans faster.',
    ),
    await program(
      'pdftotext',
      ['-v'],
      'the built-in engine reads long PDFs, but slower',
      'Install poppler-utils to read long PDFs faster.',
    ),
    ...(await folder(options.dataDir)),
    await history(options.dataDir),
    ...(await redis(options)),
  ];
  if (json) await out.line(JSON.stringify(findings));
  else
    for (const { what, state, says, action } of findings) {
      await out.line(`${state.padEnd(8)}${what}: ${says}`);
      if (action !== undefined) await out.line(`        ${action}`);
    }
  return findings.some((finding) => finding.state === 'bad') ? 1 : 0;
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19))
    return { what: 'Node', state: 'ok', says: process.version };
  return { what: 'Node', state: 'bad', says: process.version, action: 'Install Node 20.19 or newer.' };
}

async function program(name: string, args: string[], without: string, action: string): Promise<Finding> {
  const needed = name === 'redis-server';
  try {
    const { stdout, stderr } = await run(needed ? (process.env.REDWELL_REDIS_SERVER ?? name) : name, args);
    return { what: name, state: 'ok', says: (stdout || stderr).split('\n')[0]?.trim() ?? '' };
  } catch (error) {
    const reason = error instanceof Error && !error.message.includes('ENOENT') ? ` (${error.message})` : '';
    return { what: name, state: 'missing', says: `not found; ${without}${reason}`, action };
  }
}

async function folder(dataDir: string): Promise<Finding[]> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.R_OK | constants.W_OK);
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const disk: Finding =
      free > LOW_DISK_BYTES
        ? { what: 'Disk', state: 'ok', says: `${size(free)} free` }
        : {
            what: 'Disk',
            state: 'bad',
            says: `only ${size(free)} free`,
            action: 'Free up disk space, or choose another folder with --data.',
          };
    return [{ what: 'Data folder', state: 'ok', says: dataDir }, disk];
  } catch (error) {
    const { message } = toWireError(error);
    const action = 'Give this account write access to the folder, or choose another one with --data.';
    return [{ what: 'Data folder', state: 'bad', says: message, action }];
  }
}

async function history(dataDir: string): Promise<Finding> {
  try {
    return await withHistory(dataDir, async (opened) => {
      const { batches, documents, bytes, gaps } = opened.stats();
      const says = `${counted(batches, 'batch', 'batches')}, ${counted(documents, 'document')}, ${size(bytes)}, ${counted(gaps, 'gap')}`;
      return { what: 'History', state: 'ok', says };
    });
  } catch (error) {
    const { message, action } = toWireError(error);
    const none = /^There is no history/.test(message);
    return {
      what: 'History',
      state: none ? 'ok' : 'bad',
      says: message,
      ...(none || action === undefined ? {} : { action }),
    };
  }
}

async function redis(options: RedisOptions): Promise<Finding[]> {
  try {
    return await withRedis(options, async (access) => {
      const { version, address, evictionPolicy, persistence } = await redisHealth(access.redis, access.mode);
      const found: Finding[] = [{ what: 'Redis', state: 'ok', says: `${version ?? '?'} at ${address}` }];
      if (evictionPolicy !== null && evictionPolicy !== 'noeviction') {
        found.push({
          what: 'Redis policy',
          state: 'bad',
          says: `the server may delete jobs when memory runs out (${evictionPolicy})`,
          action: 'Set maxmemory-policy to noeviction on the server.',
        });
      } else
        found.push({ what: 'Redis policy', state: 'ok', says: evictionPolicy ?? 'the server does not say' });
      if (persistence === 'none') {
        found.push({
          what: 'Redis disk',
          state: 'bad',
          says: 'the server saves nothing to disk, so a restart loses running batches',
          action: 'Turn on the append-only file on the server.',
        });
      } else found.push({ what: 'Redis disk', state: 'ok', says: persistence ?? 'the server does not say' });
      return found;
    });
  } catch (error) {
    const { message } = toWireError(error);
    const log = join(options.dataDir, 'redis', 'redis.log');
    return [{ what: 'Redis', state: 'bad', says: message, action: `Run "npm run setup", or see ${log}.` }];
  }
}
